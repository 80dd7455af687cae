"""What an author can do about an error, where the error alone does not say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from workbench.wire.errors import Frame


class Doing(Enum):
    """What the child was doing when the error came."""

    LOADING = "loading"
    PANEL = "panel"
    EVENT = "event"
    HANDLER = "handler"
    TASK = "task"


Rule = Callable[[BaseException, str, list[Frame], Doing], str | None]
_RULES: list[Rule] = []


def hint_for(error: BaseException, frames: list[Frame], doing: Doing) -> str | None:
    """One sentence of advice about `error`, or None.

    An exception may carry its own as the attribute ``hint``.
    """
    own = getattr(error, "hint", None)
    if isinstance(own, str):
        return own
    try:
        text = str(error)
    except Exception:
        return None
    return next((hint for rule in _RULES if (hint := rule(error, text, frames, doing))), None)


def _rule(rule: Rule) -> Rule:
    _RULES.append(rule)
    return rule


@_rule
def _missing_module(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    top = error.name.partition(".")[0]
    if top == "imperal_sdk":
        return "the SDK in use has no such module: choose another with --sdk or --python"
    return (
        f"no module named {top!r} in this interpreter: install it in the extension's environment, "
        "or choose that environment with --python"
    )


@_rule
def _missing_name(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if type(error) is ImportError and error.name and "cannot import name" in text:
        return f"look in {error.path or error.name} for the name, or for a circular import"
    return None


@_rule
def _environment_variable(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if isinstance(error, KeyError) and any("environ" in f.code for f in frames[-3:]):
        return f"set the environment variable {text.strip(chr(39))}, for instance with --env-file"
    return None


@_rule
def _event_context(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if doing is Doing.EVENT and isinstance(error, AttributeError) and "'NoneType'" in text:
        return "event handlers get ctx=None: do this work in the handler that emits the event"
    return None


@_rule
def _not_awaitable(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    refusals = ("can't be used in 'await' expression", "instead of a coroutine")
    if isinstance(error, TypeError) and any(refusal in text for refusal in refusals):
        return "declare the handler with `async def`: the platform awaits what it returns"
    return None


@_rule
def _unexpected_parameter(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if isinstance(error, TypeError) and "unexpected keyword argument" in text:
        if doing is Doing.PANEL:
            return "the host sends every parameter it has: name it in the handler, or take **kwargs"
        if "ActionResult" in text:
            return "this argument is not one of ActionResult's in the SDK in use"
    return None


@_rule
def _missing_argument(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if isinstance(error, TypeError) and "ActionResult.success() missing" in text:
        return "ActionResult.success needs both data and summary"
    return None


_ATTRIBUTES = {
    "'ActionResult' has no attribute 'ok'": "use ActionResult.success(data, summary)",
    "'UserContext' object has no attribute 'id'": "the user's id is ctx.user.imperal_id",
    "has no attribute 'db'": "ctx.db does not exist in this profile: use ctx.store",
    "has no attribute 'require'": "ctx.config has no require() in this profile: use get()",
}


@_rule
def _wrong_attribute(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if not isinstance(error, AttributeError):
        return None
    return next((hint for part, hint in _ATTRIBUTES.items() if part in text), None)


@_rule
def _exit(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if isinstance(error, SystemExit):
        return "an extension is imported and called by the platform: it must never exit"
    return None


@_rule
def _direct_access(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    """A refusal of `workbench.host.guard` that a library has raised anew."""
    if isinstance(error, OSError) and "direct access is off" in text:
        return "use ctx.http, or allow direct access with --http live or --http record"
    return None


@_rule
def _memory(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if isinstance(error, MemoryError):
        return "the extension reached the memory limit of its process"
    return None


@_rule
def _recursion(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if isinstance(error, RecursionError):
        return "something calls itself, or contains itself, without an end"
    return None


@_rule
def _nested_loop(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if isinstance(error, RuntimeError) and re.search(r"asyncio\.run\(\)|already running", text):
        return "handlers run on the platform's event loop: await the coroutine instead"
    return None


@_rule
def _not_json(error: BaseException, text: str, frames: list[Frame], doing: Doing) -> str | None:
    if isinstance(error, TypeError) and "not JSON serializable" in text:
        return "only JSON can leave the extension: convert the value first (isoformat(), str(), …)"
    return None


@_rule
def _blocked_input(
    error: BaseException, text: str, frames: list[Frame], doing: Doing
) -> str | None:
    if isinstance(error, EOFError) and any("input(" in f.code for f in frames[-2:]):
        return "an extension has no terminal to read from"
    return None
