"""An extension that runs the lines it is given with its ``ctx``, and says what came of them."""

from __future__ import annotations

from typing import Any

from tests.host.peer import Peer

MAIN = '''
import ast
import asyncio
import inspect
import textwrap
import httpx
from datetime import date
from pydantic import BaseModel
from imperal_sdk import ActionResult, Extension
from imperal_sdk import errors
from imperal_sdk.types.models import Document

ext = Extension("calls")
ext.secret("key", "a key")


@ext.cache_model("page")
class Page(BaseModel):
    n: int
    text: str = ""


class Unregistered(BaseModel):
    n: int = 1


class Described:
    """What a value is, in JSON."""


def describe(value):
    if isinstance(value, BaseException):
        return {"raised": type(value).__name__, "module": type(value).__module__,
                "message": str(value), "bases": [b.__name__ for b in type(value).__mro__],
                "vars": {k: repr(v) for k, v in vars(value).items()}}
    if isinstance(value, (list, tuple)):
        return [describe(item) for item in value]
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if hasattr(value, "__dataclass_fields__") or isinstance(value, BaseModel):
        shown = {"class": type(value).__name__}
        names = getattr(value, "__dataclass_fields__", None) or type(value).model_fields
        return shown | {name: describe(getattr(value, name)) for name in names}
    return value


@ext.tool("run")
async def run(ctx, code):
    """Run lines of an async function with ctx; what it returns or raises is described."""
    source = "async def body(ctx):\\n" + textwrap.indent(code, "    ")
    scope = dict(globals())
    exec(compile(source, __file__, "exec"), scope)
    try:
        return describe(await scope["body"](ctx))
    except Exception as error:
        return describe(error)
'''


async def run(peer: Peer, code: str, **options: Any) -> Any:
    """What lines of an async function with ``ctx`` return or raise, described in JSON."""
    result = await peer.invoke("tool", "run", {"code": code}, **options)
    assert result["ok"], result
    return result["value"]


def last(peer: Peer) -> tuple[str, dict[str, Any]]:
    """The last call that went over the wire: its service and method, and its arguments."""
    call = peer.calls[-1]
    return f"{call['service']}.{call['method']}", call["args"]
