"""``ctx.http``: requests as they were written, answers and errors as httpx has them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.host.line_runner import last, run
from tests.host.peer import Peer, RefusalError

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
