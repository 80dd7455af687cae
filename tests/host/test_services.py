"""Every call of ``ctx``: what goes over the wire, what comes back, and what is raised."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import SYSTEM, Peer, RefusalError, context, loaded, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    root = write(tmp_path_factory.mktemp("calls"), main=MAIN)
    async with loaded(root) as peer:
        yield peer


@pytest_asyncio.fixture(loop_scope="module")
async def peer(started: Peer) -> Peer:
    started.services.clear()
    started.calls.clear()
    started.records.clear()
    return started


async def run(peer: Peer, code: str, **options: Any) -> Any:
    result = await peer.invoke("tool", "run", {"code": code}, **options)
    assert result["ok"], result
    return result["value"]


def last(peer: Peer) -> tuple[str, dict[str, Any]]:
    call = peer.calls[-1]
    return f"{call['service']}.{call['method']}", call["args"]


DOC = {
    "id": "d1",
    "collection": "notes",
    "data": {"title": "x"},
    "extension_id": "calls",
    "tenant_id": "acme",
    "created_at": "2026-01-05T09:00:00Z",
    "updated_at": "2026-01-05T09:00:00Z",
    "user_id": "u-ada",
    "etag": "e1",
}


# -- store -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "method", "args"),
    [
        ("ctx.store.create('notes', {'title': 'x'})", "create", {"data": {"title": "x"}}),
        ("ctx.store.get('notes', 'd1')", "get", {"doc_id": "d1"}),
        ("ctx.store.get('notes/d1')", "get", {"doc_id": "d1"}),
        (
            "ctx.store.update('notes', 'd1', {'a': 1})",
            "update",
            {"doc_id": "d1", "data": {"a": 1}, "if_match": ""},
        ),
    ],
)
async def test_store_calls_answer_documents(
    peer: Peer, code: str, method: str, args: dict[str, Any]
) -> None:
    peer.services["store"] = lambda *_: DOC
    assert await run(peer, f"return await {code}") == {"class": "Document"} | DOC
    assert last(peer) == (f"store.{method}", {"collection": "notes"} | args)


async def test_store_set_wraps_what_is_no_dict(peer: Peer) -> None:
    peer.services["store.set"] = lambda *_: DOC
    await run(peer, "return await ctx.store.set('last', 'text')")
    assert last(peer) == ("store.set", {"key": "last", "data": {"value": "text"}})
    await run(peer, "return await ctx.store.set('last', {'a': 1})")
    assert last(peer)[1]["data"] == {"a": 1}


async def test_store_get_of_what_is_not_there_is_none(peer: Peer) -> None:
    peer.services["store.get"] = lambda *_: None
    assert await run(peer, "return await ctx.store.get('notes', 'x')") is None


async def test_store_query_answers_a_page(peer: Peer) -> None:
    page = {"data": [DOC], "cursor": "c2", "has_more": True, "total": 7}
    peer.services["store.query"] = lambda *_: page
    code = "page = await ctx.store.query('notes', {'done': False}, '-n', 5, cursor='c1')"
    code += "\nreturn [len(page), page.has_more, page.cursor, page.total, page.data[0]['title']]"
    answer = await run(peer, code)
    assert answer == [1, True, "c2", 7, "x"]
    wanted = {"where": {"done": False}, "order_by": "-n", "limit": 5, "cursor": "c1"}
    assert last(peer) == ("store.query", {"collection": "notes"} | wanted)


async def test_store_delete_count_and_list(peer: Peer) -> None:
    peer.services |= {
        "store.delete": lambda *_: True,
        "store.count": lambda *_: 3,
        "store.list": lambda *_: [DOC, DOC],
    }
    code = "return [await ctx.store.delete('n', 'd'), await ctx.store.count('n', {'a': 1}),"
    assert await run(peer, code + " len(await ctx.store.list('notes/'))]") == [True, 3, 2]
    assert last(peer) == ("store.list", {"prefix": "notes/"})


async def test_list_users_goes_through_all_pages(peer: Peer) -> None:
    pages: dict[Any, Any] = {
        None: {"users": ["a", "b"], "cursor": "2"},
        "2": {"users": ["c"], "cursor": None},
    }
    peer.services["store.list_users"] = lambda args, _: pages[args["cursor"]]
    code = "return [u async for u in ctx.store.list_users('notes', page_size=2)]"
    assert await run(peer, code, ctx=context(user=SYSTEM)) == ["a", "b", "c"]
    assert [call["args"]["limit"] for call in peer.calls] == [2, 2]


async def test_query_all_answers_documents_of_all_users(peer: Peer) -> None:
    peer.services["store.query_all"] = lambda *_: [DOC]
    code = "return [d.user_id for d in await ctx.store.query_all('notes', limit=9)]"
    assert await run(peer, code, ctx=context(user=SYSTEM)) == ["u-ada"]
    assert last(peer) == ("store.query_all", {"collection": "notes", "limit": 9})


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("[u async for u in ctx.store.list_users('notes')]", False, "RuntimeError"),
        ("await ctx.store.query_all('notes')", False, "RuntimeError"),
        ("[u async for u in ctx.store.list_users('no tes')]", True, "ValueError"),
        ("[u async for u in ctx.store.list_users('notes', page_size=0)]", True, "ValueError"),
        ("await ctx.store.query_all('a:b')", True, "ValueError"),
    ],
)
async def test_fan_out_is_checked_before_anything_is_sent(
    peer: Peer, code: str, system: bool, kind: str
) -> None:
    spec = context(user=SYSTEM if system else {})
    assert (await run(peer, f"return {code}", ctx=spec))["raised"] == kind
    assert peer.calls == []


async def test_a_broken_page_of_users_is_a_contract_error(peer: Peer) -> None:
    peer.services["store.list_users"] = lambda *_: {"nope": []}
    code = "return [u async for u in ctx.store.list_users('notes')]"
    answer = await run(peer, code, ctx=context(user=SYSTEM))
    assert answer["raised"] == "StoreContractError"


async def test_what_is_not_json_cannot_be_stored(peer: Peer) -> None:
    answer = await run(peer, "return await ctx.store.create('n', {'when': date(2026, 1, 5)})")
    assert answer["raised"] == "TypeError"
    assert "not JSON serializable" in answer["message"]
    assert peer.calls == []


# -- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "module", "bases"),
    [
        (
            RefusalError("StoreConflict", doc_id="d", expected_etag="a", current_etag="b"),
            "imperal_sdk.store.exceptions",
            "StoreError",
        ),
        (
            RefusalError("StoreUnavailable", retry_after=5),
            "imperal_sdk.store.exceptions",
            "StoreError",
        ),
        (RefusalError("NotFoundError", resource="doc", id="1"), "imperal_sdk.errors", "APIError"),
        (RefusalError("AuthError", "no"), "imperal_sdk.errors", "ImperalError"),
        (
            RefusalError("ExtensionError", app_id="a", message="m"),
            "imperal_sdk.errors",
            "ImperalError",
        ),
        (
            RefusalError("QuotaExceededError", resource="r", limit=1),
            "imperal_sdk.errors",
            "ImperalError",
        ),
        (
            RefusalError("CircularCallError", call_stack=["a", "b", "a"]),
            "imperal_sdk.extensions.client",
            "ExtensionError",
        ),
        (
            RefusalError("SecretNotDeclaredError", "undeclared"),
            "imperal_sdk.secrets.exceptions",
            "Exception",
        ),
        (RefusalError("TaskCancelled", "stop"), "imperal_sdk.chat.exceptions", "Exception"),
        (RefusalError("ConnectError", "refused"), "httpx", "TransportError"),
        (RefusalError("ReadTimeout", "late"), "httpx", "TimeoutException"),
        (RefusalError("UnsupportedProtocol", "no scheme"), "httpx", "TransportError"),
        (RefusalError("ValueError", "bad"), "builtins", "ValueError"),
        (RefusalError("PermissionError", "no"), "builtins", "OSError"),
        (RefusalError("NobodyKnowsThisError", "odd"), "imperal_sdk", "RuntimeError"),
    ],
    ids=lambda value: value.error.type if isinstance(value, RefusalError) else None,
)
async def test_a_refusal_is_raised_as_the_class_it_names(
    peer: Peer, refusal: RefusalError, module: str, bases: str
) -> None:
    def refuse(*_: Any) -> None:
        raise refusal

    peer.services["store.count"] = refuse
    answer = await run(peer, "return await ctx.store.count('n')")
    assert answer["raised"] == refusal.error.type
    assert answer["module"].startswith(module)
    assert bases in answer["bases"]
    for name, value in refusal.error.fields.items():
        if name in answer["vars"]:
            assert answer["vars"][name] == repr(value)


async def test_an_uncaught_refusal_points_at_the_authors_line(peer: Peer) -> None:
    code = "raise_it = True\nreturn await ctx.store.count('n')"
    assert (await run(peer, code))["message"] == "store.count is not scripted"
    assert peer.calls[-1]["at"]["line"] == 3


# -- cache -----------------------------------------------------------------------------------------


def remember(peer: Peer) -> dict[str, Any]:
    kept: dict[str, Any] = {}

    def put(args: dict[str, Any], _: Any) -> None:
        kept[args["key"]] = {"data": args["data"]}

    peer.services |= {
        "cache.get": lambda args, _: kept.get(args["key"]),
        "cache.set": put,
        "cache.delete": lambda args, _: kept.pop(args["key"], None),
    }
    return kept


async def test_cache_set_get_and_delete(peer: Peer) -> None:
    remember(peer)
    code = "await ctx.cache.set('k', Page(n=1, text='ż'), ttl_seconds=30)\n"
    assert await run(peer, code + "return await ctx.cache.get('k', Page)") == {
        "class": "Page",
        "n": 1,
        "text": "ż",
    }
    sent = {"key": "k", "model": "page", "data": {"n": 1, "text": "ż"}, "ttl_seconds": 30}
    assert peer.calls[0]["args"] == sent
    code = "await ctx.cache.delete('k')\nreturn await ctx.cache.get('k', Page)"
    assert await run(peer, code) is None
    assert peer.calls[2]["args"] == {"key": "k", "models": ["page"]}


async def test_a_cached_value_that_no_longer_fits_its_model_is_a_miss(peer: Peer) -> None:
    remember(peer)["k"] = {"data": {"n": "many"}}
    assert await run(peer, "return await ctx.cache.get('k', Page)") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ctx.cache.get('a.b', Page)", "ValueError"),
        ("ctx.cache.get('', Page)", "ValueError"),
        ("ctx.cache.get('k' * 129, Page)", "ValueError"),
        ("ctx.cache.get(7, Page)", "ValueError"),
        ("ctx.cache.delete('a b')", "ValueError"),
        ("ctx.cache.get('k', dict)", "TypeError"),
        ("ctx.cache.get('k', Unregistered)", "ValueError"),
        ("ctx.cache.set('k', {'n': 1})", "TypeError"),
        ("ctx.cache.set('k', Unregistered())", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=4)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=301)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=True)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=60.0)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1, text='x' * 70000))", "ValueError"),
        ("ctx.cache.get_or_fetch('a.b', Page, None)", "ValueError"),
    ],
)
async def test_the_caches_rules_are_checked_before_anything_is_sent(
    peer: Peer, code: str, kind: str
) -> None:
    assert (await run(peer, f"return await {code}"))["raised"] == kind
    assert peer.calls == []


FETCH = """
fetched = []
async def fetch():
    fetched.append(1)
    await asyncio.sleep(0.01)
    return {value}
"""


async def test_get_or_fetch_fetches_on_a_miss_and_keeps_it(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "a = await ctx.cache.get_or_fetch('k', Page, fetch, ttl_seconds=10)\n"
        "b = await ctx.cache.get_or_fetch('k', Page, fetch)\n"
        "return [a.n, b.n, len(fetched)]"
    )
    assert await run(peer, code) == [2, 2, 1]
    assert [call["method"] for call in peer.calls] == ["get", "set", "get"]


async def test_concurrent_misses_of_one_key_share_one_fetch(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "calls = [ctx.cache.get_or_fetch('k', Page, fetch) for _ in range(9)]\n"
        "found = await asyncio.gather(*calls)\n"
        "return [len(fetched), sum(page.n for page in found)]"
    )
    assert await run(peer, code) == [1, 18]


async def test_when_a_shared_fetch_fails_the_others_try_for_themselves(peer: Peer) -> None:
    remember(peer)
    code = """
fetched = []
async def fetch():
    fetched.append(1)
    await asyncio.sleep(0.01)
    if len(fetched) < 3:
        raise LookupError("not yet")
    return Page(n=3)
found = await asyncio.gather(
    *(ctx.cache.get_or_fetch('k', Page, fetch) for _ in range(5)), return_exceptions=True)
return [len(fetched), sorted(type(item).__name__ for item in found)]
"""
    assert await run(peer, code) == [
        3,
        ["LookupError", "LookupError", "Page", "Page", "Page"],
    ]


async def test_what_a_fetcher_returns_must_be_of_the_model(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="{'n': 1}") + "return await ctx.cache.get_or_fetch('k', Page, fetch)"
    assert (await run(peer, code))["raised"] == "TypeError"


async def test_a_fetched_value_that_cannot_be_kept_is_returned_and_logged(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "return (await ctx.cache.get_or_fetch('k', Page, fetch, ttl_seconds=600)).n"
    )
    assert await run(peer, code) == 2
    assert [call["method"] for call in peer.calls] == ["get"]
    record = await peer.record("not cached")
    assert (record["level"], record["logger"]) == ("warning", "imperal_sdk.cache")


# -- http ------------------------------------------------------------------------------------------

OK = {"status_code": 200, "headers": {"content-type": "application/json"}, "body": {"a": 1}}


async def test_http_sends_the_request_as_it_was_written(peer: Peer) -> None:
    peer.services["http.request"] = lambda *_: OK | {"body_kind": "json"}
    code = (
        "r = await ctx.http.post('https://x.test/a', json={'q': [1]}, params={'p': 1},"
        " headers={'X-A': 'b'}, timeout=120, cookies={'c': 'd'}, auth=('u', 'p'),"
        " follow_redirects=False)\n"
        "return [type(r).__name__, r.status_code, r.ok, r.json(), r.headers]"
    )
    assert await run(peer, code) == ["HTTPResponse", 200, True, {"a": 1}, OK["headers"]]
    assert last(peer) == (
        "http.request",
        {
            "method": "POST",
            "url": "https://x.test/a",
            "timeout": 120.0,
            "params": {"p": 1},
            "headers": {"x-a": "b"},
            "json": {"q": [1]},
            "data": None,
            "content_b64": None,
            "files": None,
            "cookies": {"c": "d"},
            "auth": ["u", "p"],
            "follow_redirects": False,
        },
    )


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
async def test_every_http_method_with_the_default_timeout(peer: Peer, method: str) -> None:
    peer.services["http.request"] = lambda *_: OK | {"body_kind": "json"}
    await run(peer, f"return (await ctx.http.{method}('/relative')).ok")
    args = last(peer)[1]
    assert (args["method"], args["url"], args["timeout"]) == (method.upper(), "/relative", 30.0)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"body": "plain", "body_kind": "text"}, "plain"),
        ({"body": None, "body_kind": "text"}, ""),
        ({"body": None, "body_kind": "json"}, None),
        ({"body": base64.b64encode(b"\x00\xff").decode(), "body_kind": "bytes"}, {"bytes": "00ff"}),
    ],
)
async def test_http_bodies_of_every_kind(peer: Peer, answer: dict[str, Any], expected: Any) -> None:
    peer.services["http.request"] = lambda *_: {"status_code": 200, "headers": {}} | answer
    assert (await run(peer, "return await ctx.http.get('https://x')"))["body"] == expected


async def test_http_bytes_files_and_repeated_names(peer: Peer) -> None:
    peer.services["http.request"] = lambda *_: OK | {"body_kind": "json"}
    code = (
        "import io\nfile = io.BytesIO(b'pdf')\n"
        "await ctx.http.put('https://x', content=b'\\x00\\x01', params=[('a', 1), ('a', 2)],"
        " headers=[('X', '1'), ('X', '2')],"
        " files={'doc': ('a.pdf', file, 'application/pdf'), 'raw': b'x'})"
    )
    await run(peer, code)
    args = last(peer)[1]
    assert base64.b64decode(args["content_b64"]) == b"\x00\x01"
    assert args["params"] == [["a", 1], ["a", 2]]
    assert args["headers"] == [["x", "1"], ["x", "2"]]
    assert args["files"][0] == {
        "name": "doc",
        "filename": "a.pdf",
        "content_b64": base64.b64encode(b"pdf").decode(),
        "content_type": "application/pdf",
    }
    assert args["files"][1]["filename"] == "raw"


async def test_http_auth_objects_become_the_header_they_would_send(peer: Peer) -> None:
    peer.services["http.request"] = lambda *_: OK | {"body_kind": "json"}
    code = "await ctx.http.get('https://x', auth=httpx.BasicAuth('u', 'p'), headers={'A': 'b'})"
    await run(peer, code)
    args = last(peer)[1]
    assert args["auth"] is None
    assert args["headers"] == {"a": "b", "authorization": "Basic dTpw"}


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("get('https://x', timeout=0)", "ValueError"),
        ("get('https://x', timeout=float('inf'))", "ValueError"),
        ("get('https://x', timeout=httpx.Timeout(None))", "ValueError"),
        ("get('https://x', retries=3)", "TypeError"),
    ],
)
async def test_http_rules_are_checked_before_anything_is_sent(
    peer: Peer, call: str, kind: str
) -> None:
    assert (await run(peer, f"return await ctx.http.{call}"))["raised"] == kind
    assert peer.calls == []


async def test_a_timeout_over_the_cap_is_the_kernel_s_to_refuse(peer: Peer) -> None:
    def refuse(*_: Any) -> None:
        raise RefusalError("ValueError", "at most 180 seconds")

    peer.services["http.request"] = refuse
    said = await run(peer, "return await ctx.http.get('https://x', timeout=181)")
    assert (said["raised"], last(peer)[1]["timeout"]) == ("ValueError", 181.0)


async def test_http_transport_errors_are_httpx_s_own(peer: Peer) -> None:
    def refuse(*_: Any) -> None:
        raise RefusalError("ConnectTimeout", "took too long")

    peer.services["http.request"] = refuse
    code = "try:\n    await ctx.http.get('https://x')\nexcept httpx.TimeoutException as error:\n"
    assert await run(peer, code + "    return str(error)") == "took too long"


# -- the small ones --------------------------------------------------------------------------------


async def test_ai_complete(peer: Peer) -> None:
    peer.services["ai.complete"] = lambda *_: {
        "text": "hi",
        "model": "m",
        "usage": {"in": 1},
        "stop_reason": "end",
        "tokens_used": 3,
    }
    answer = await run(peer, "return await ctx.ai.complete('p', model='m', temperature=0)")
    assert (answer["class"], answer["text"], answer["tokens_used"]) == ("CompletionResult", "hi", 3)
    assert last(peer)[1] == {"prompt": "p", "model": "m", "options": {"temperature": 0}}


async def test_secrets(peer: Peer) -> None:
    row = {"name": "key", "description": "a key", "is_set": True, "last_accessed_at": None}
    peer.services |= {
        "secrets.get": lambda *_: "s3cret",
        "secrets.set": lambda *_: None,
        "secrets.delete": lambda *_: True,
        "secrets.is_set": lambda *_: False,
        "secrets.list": lambda *_: [row],
    }
    code = (
        "await ctx.secrets.set('key', 'v')\n"
        "return [await ctx.secrets.get('key'), await ctx.secrets.delete('key'),"
        " await ctx.secrets.is_set('key'), await ctx.secrets.list()]"
    )
    answer = await run(peer, code)
    assert answer == ["s3cret", True, False, [{"class": "SecretStatus"} | row]]
    assert peer.calls[0]["args"] == {"name": "key", "value": "v"}


async def test_notify_both_ways(peer: Peer) -> None:
    peer.services["notify.send"] = lambda *_: None
    await run(peer, "await ctx.notify('hello', priority='high')")
    assert last(peer)[1] == {"message": "hello", "options": {"priority": "high"}}
    await run(peer, "await ctx.notify.send('hello', channel='email', subject='s')")
    assert last(peer)[1]["options"] == {"channel": "email", "subject": "s"}


async def test_storage(peer: Peer) -> None:
    info = {"path": "a.txt", "size": 3, "content_type": "text/plain", "created_at": "", "url": "u"}
    peer.services |= {
        "storage.upload": lambda *_: info,
        "storage.download": lambda *_: {"data_b64": base64.b64encode(b"abc").decode()},
        "storage.delete": lambda *_: True,
        "storage.list": lambda *_: [info],
    }
    code = (
        "up = await ctx.storage.upload('a.txt', b'abc', 'text/plain')\n"
        "page = await ctx.storage.list('a')\n"
        "return [up.size, await ctx.storage.download('a.txt'), await ctx.storage.delete('a.txt'),"
        " [file.path for file in page]]"
    )
    assert await run(peer, code) == [3, {"bytes": "616263"}, True, ["a.txt"]]
    assert base64.b64decode(peer.calls[0]["args"]["data_b64"]) == b"abc"


async def test_a_file_too_large_for_a_frame_is_refused_and_the_child_stays(peer: Peer) -> None:
    answer = await run(peer, "return await ctx.storage.upload('a', b'x' * 13_000_000)")
    assert "over the limit" in answer["message"]
    assert await run(peer, "return 1") == 1


async def test_billing_has_the_methods_and_signatures_of_the_sdk(peer: Peer) -> None:
    peer.services |= {
        "billing.get_balance": lambda *_: {"balance": 5, "plan": "pro", "cap": 9},
        "billing.list_plans": lambda *_: [{"id": "p", "name": "Pro", "price": 1.0}],
        "billing.topup": lambda *_: {"succeeded": True},
    }
    code = (
        "return [await ctx.billing.get_balance(), await ctx.billing.list_plans(),"
        " await ctx.billing.topup(100, price_cents=5)]"
    )
    balance, plans, topup = await run(peer, code)
    assert (balance["class"], balance["balance"]) == ("BalanceInfo", 5)
    assert (plans[0]["class"], plans[0]["name"]) == ("PlanInfo", "Pro")
    assert topup["succeeded"] is True
    assert last(peer)[1] == {"tokens": 100, "price_cents": 5}
    assert (await run(peer, "await ctx.billing.topup()"))["raised"] == "TypeError"


async def test_ipc_and_events(peer: Peer) -> None:
    peer.services |= {"extensions.call": lambda *_: [1], "extensions.emit": lambda *_: None}
    assert await run(peer, "return await ctx.extensions.call('crm', 'find', name='x')") == [1]
    assert last(peer)[1] == {"app_id": "crm", "method": "find", "params": {"name": "x"}}
    await run(peer, "await ctx.extensions.emit('calls.made', {'n': 1})")
    assert last(peer)[1] == {"event_type": "calls.made", "data": {"n": 1}}


async def test_emit_never_raises(peer: Peer) -> None:
    assert await run(peer, "return await ctx.extensions.emit('calls.made', {})") is None
    record = await peer.record("calls.made was not emitted")
    assert record["level"] == "warning"


async def test_the_skeleton_is_for_skeletons_only(peer: Peer) -> None:
    peer.services["skeleton.get"] = lambda *_: {"n": 1}
    answer = await run(peer, "return await ctx.skeleton.get('counts')")
    assert answer["raised"] == "SkeletonAccessForbidden"
    assert peer.calls == []
    spec = context(tool_type="skeleton")
    assert await run(peer, "return await ctx.skeleton.get('counts')", ctx=spec) == {"n": 1}


async def test_platform_clients_of_sdk_6(peer: Peer) -> None:
    peer.services["platform.call"] = lambda *_: {"users": []}
    code = "return await ctx.users.list(search='a', include_inactive=True)"
    assert await run(peer, code) == {"users": []}
    assert last(peer)[1] == {
        "client": "users",
        "method": "list",
        "args": {"search": "a", "include_inactive": True},
    }
    assert await run(peer, "return await ctx.signals.emit('k', 1, why='x')") == {
        "ok": True,
        "key": "k",
    }
    assert last(peer)[1]["args"] == {"key": "k", "value": 1, "metadata": {"why": "x"}}


async def test_chat_messages_are_cut_at_64_kilobytes(peer: Peer) -> None:
    peer.services["chat.deliver"] = lambda *_: None
    await run(peer, "await ctx.deliver_chat_message('ż' * 40000, refresh_panels=['a'])")
    args = last(peer)[1]
    assert args["text"].endswith("...(truncated)")
    assert len(args["text"].removesuffix("...(truncated)").encode()) == 65536
    assert (args["msg_type"], args["refresh_panels"]) == ("response", ["a"])


async def test_progress_is_reported(peer: Peer) -> None:
    peer.services["progress.report"] = lambda *_: None
    await run(peer, "await ctx.progress(40, 'half')")
    assert last(peer) == ("progress.report", {"percent": 40, "message": "half"})


async def test_log_is_a_record_with_its_line(peer: Peer) -> None:
    await run(peer, "x = 1\nawait ctx.log('said', level='warning')\nawait ctx.log('odd', 'loud')")
    said, odd = await peer.record("said"), await peer.record("odd")
    assert (said["stream"], said["logger"], said["level"]) == ("ctx", "ext.sample", "warning")
    assert (odd["level"], said["line"]) == ("info", 3)


async def test_db_where_the_profile_has_it(peer: Peer) -> None:
    rows = {"columns": ["id", "name"], "rows": [[1, "a"], [2, "b"]], "rowcount": 2}
    peer.services["db.execute"] = lambda *_: rows
    code = """
async with ctx.db.acquire() as connection:
    rows = await connection.fetch("SELECT * FROM t WHERE id > $1", 0)
    one = await connection.fetchrow("SELECT 1")
    count = await connection.fetchval("SELECT count(*) FROM t")
async with ctx.db.session() as session:
    result = await session.execute("SELECT * FROM t WHERE id = :id", {"id": 1})
    mapped = [dict(row) for row in result.mappings()]
    await session.commit()
raw = await ctx.db.raw("SELECT * FROM t WHERE id = ?", (1,))
return [rows[1]["name"], one.name, one[0], count, mapped, raw, result.rowcount]
"""
    both = [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    assert await run(peer, code) == ["b", "a", 1, 1, both, both, 2]
    params = [call["args"]["params"] for call in peer.calls]
    assert params == [[0], [], [], {"id": 1}, [1]]


async def test_db_and_require_where_the_profile_has_neither(peer: Peer) -> None:
    plain = context(profile={"db": False, "config_require": False})
    answer = await run(
        peer, "return [getattr(ctx, 'db', None), hasattr(ctx.config, 'require')]", ctx=plain
    )
    assert answer == [None, False]


async def test_config_travels_with_the_invocation(peer: Peer) -> None:
    spec = context(config={"page": {"size": 20}, "off": None})
    code = (
        "c = ctx.config\n"
        "return [c.get('page.size'), c.get('x', 3), c.get_section('page'), c.all(),"
        " c.require('page.size')]"
    )
    assert await run(peer, code, ctx=spec) == [20, 3, {"size": 20}, spec["config"], 20]
    assert (await run(peer, "ctx.config.require('nothing')", ctx=spec))["raised"] == "KeyError"


async def test_who_when_and_where(peer: Peer) -> None:
    spec = context(surface="chat", agency_id="ag", agency_theme={"radius": 2})
    code = (
        "return [ctx.user.imperal_id, ctx.user.has_scope('x'), ctx.tenant.name,"
        " ctx.time.hour_local, ctx.surface, ctx.agency_id, ctx.agency_theme,"
        " ctx.webhook_url('cb'), type(ctx).__mro__[1].__module__]"
    )
    answer = await run(peer, code, ctx=spec)
    assert answer[:7] == ["u-ada", True, "Acme", 9, "chat", "ag", {"radius": 2}]
    assert answer[7].endswith("/v1/ext/sample/webhook/cb")
    assert answer[8] == "imperal_sdk.context"


# -- identity, spans, concurrency ------------------------------------------------------------------

EVERYTHING = """
user = ctx.as_user('u-bob')
await user.store.count('n')
await user.cache.delete('k')
await user.notify('x')
await user.secrets.get('key')
await user.billing.get_balance()
await user.http.get('https://x')
await user.ai.complete('p')
await user.extensions.emit('calls.made', {})
return [user.user.imperal_id, user.user.attributes, user.user.scopes, user.http is ctx.http]
"""


async def test_as_user_acts_for_the_user_and_shares_the_rest(peer: Peer) -> None:
    peer.services |= {
        "store": lambda *_: 1,
        "cache": lambda *_: None,
        "notify": lambda *_: None,
        "secrets": lambda *_: None,
        "billing": lambda *_: {"balance": 1},
        "http": lambda *_: OK | {"body_kind": "json"},
        "ai": lambda *_: {"text": ""},
        "extensions": lambda *_: None,
    }
    answer = await run(peer, EVERYTHING, ctx=context(user=SYSTEM, tenant=None))
    assert answer == ["u-bob", {"scoped_from": "__system__"}, ["*"], True]
    acting = {call["service"]: call["as"] for call in peer.calls}
    own = dict.fromkeys(("store", "cache", "notify", "secrets", "billing"), "u-bob")
    assert acting == own | dict.fromkeys(("http", "ai", "extensions"))


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("ctx.as_user('u-bob')", False, "RuntimeError"),
        ("ctx.as_user('')", True, "ValueError"),
        ("ctx.as_user('__system__')", True, "ValueError"),
        ("ctx.as_user('u-bob').as_user('u-eve')", True, "RuntimeError"),
        (
            "await ctx.as_user('u').background_task(asyncio.sleep(0))",
            True,
            "RuntimeError",
        ),
    ],
)
async def test_as_user_is_for_the_system_and_for_real_users(
    peer: Peer, code: str, system: bool, kind: str
) -> None:
    spec = context(user=SYSTEM if system else {})
    assert (await run(peer, f"return {code}", ctx=spec))["raised"] == kind
    assert peer.calls == []


async def test_for_user_names_the_user_and_leaves_the_decision_to_the_kernel(peer: Peer) -> None:
    peer.services["store.count"] = lambda *_: 1
    await run(peer, "return await ctx.store.for_user('u-eve').count('n')")
    assert peer.calls[-1]["as"] == "u-eve"


async def test_calls_of_one_handler_run_at_the_same_time(peer: Peer) -> None:
    together = asyncio.Event()
    waiting = 0

    async def count(*_: Any) -> int:
        nonlocal waiting
        waiting += 1
        if waiting == 50:
            together.set()
        await asyncio.wait_for(together.wait(), 10)
        return 1

    peer.services["store.count"] = count
    code = "return sum(await asyncio.gather(*(ctx.store.count(str(n)) for n in range(50))))"
    assert await run(peer, code) == 50


async def test_a_flood_of_calls_waits_its_turn_in_the_child(peer: Peer) -> None:
    gate = asyncio.Event()

    async def count(*_: Any) -> int:
        await gate.wait()
        return 1

    peer.services["store.count"] = count
    code = "return sum(await asyncio.gather(*(ctx.store.count('n') for n in range(1000))))"
    running = asyncio.ensure_future(run(peer, code))
    await peer.until(lambda: len(peer.calls) >= 256)
    await peer.ping()
    assert len(peer.calls) == 256
    gate.set()
    assert await running == 1000


async def test_spans_hang_under_the_invocation_and_lines_are_known_even_in_tasks(
    peer: Peer,
) -> None:
    peer.services["store.count"] = lambda *_: 1
    code = (
        "await ctx.store.count('a')\n"
        "await asyncio.gather(ctx.store.count('b'), ctx.store.count('c'))\n"
        "async def helper():\n"
        "    return await ctx.store.count('d')\n"
        "await asyncio.create_task(helper())"
    )
    await run(peer, code, span="turn-7")
    lines = {call["args"]["collection"]: call["at"]["line"] for call in peer.calls}
    assert lines == {"a": 2, "b": 3, "c": 3, "d": 5}
    assert {call["parent"] for call in peer.calls} == {"turn-7"}
    assert len({call["span"] for call in peer.calls}) == 4
    assert all(call["span"].startswith("turn-7.") for call in peer.calls)
    assert len({call["inv"] for call in peer.calls}) == 1
    assert all(call["id"] < 0 for call in peer.calls)


async def test_a_call_given_up_by_the_author_does_not_disturb_the_rest(peer: Peer) -> None:
    late = asyncio.Event()

    async def count(args: dict[str, Any], _: Any) -> int:
        if args["collection"] == "slow":
            await late.wait()
        return 1

    peer.services["store.count"] = count
    code = (
        "try:\n    await asyncio.wait_for(ctx.store.count('slow'), 0.05)\n"
        "except TimeoutError:\n    return await ctx.store.count('quick')"
    )
    assert await run(peer, code) == 1
    late.set()
    assert await run(peer, "return await ctx.store.count('quick')") == 1


async def test_calls_from_a_thread_with_a_loop_of_its_own(peer: Peer) -> None:
    peer.services["store.count"] = lambda *_: 4
    code = "return await asyncio.to_thread(lambda: asyncio.run(ctx.store.count('n')))"
    assert await run(peer, code) == 4
