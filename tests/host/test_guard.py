"""Direct network access and subprocesses of the author's code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import LoadFailedError, Peer, child, loaded, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAIN = """
import asyncio
import multiprocessing
import os
import socket
import subprocess
import sys
import httpx
from imperal_sdk import Extension

ext = Extension("direct")


async def open_port(port):
    await asyncio.start_server(lambda *_: None, "127.0.0.1", port)


@ext.tool("run")
async def run(ctx, code, port=0):
    scope = dict(globals())
    lines = ["    " + line + "\\n" for line in code.splitlines()]
    source = "async def body(ctx, port):\\n" + "".join(lines)
    exec(compile(source, __file__, "exec"), scope)
    return await scope["body"](ctx, port)
"""

ATTEMPTS = {
    "a socket": "socket.create_connection(('127.0.0.1', port))",
    "a raw socket": "socket.socket().connect(('127.0.0.1', port))",
    "a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))",
    "a port": "await open_port(0)",
    "asyncio": "await asyncio.open_connection('127.0.0.1', port)",
    "a thread": "await asyncio.to_thread(socket.create_connection, ('127.0.0.1', port))",
    "a subprocess": "subprocess.run([sys.executable, '-c', ''])",
    "a shell": "os.system('true')",
    "an asyncio subprocess": "await asyncio.create_subprocess_exec(sys.executable, '-c', '')",
    "a fork": "os.fork() or os._exit(0)",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def peer(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    root = write(tmp_path_factory.mktemp("direct"), main=MAIN)
    async with loaded(root) as started:
        yield started


async def attempt(peer: Peer, code: str, **options: Any) -> dict[str, Any]:
    peer.records.clear()
    return await peer.invoke("tool", "run", {"code": code, **options.pop("params", {})}, **options)


@pytest.mark.parametrize("code", ATTEMPTS.values(), ids=ATTEMPTS.keys())
async def test_what_goes_past_ctx_is_refused_and_recorded(peer: Peer, code: str) -> None:
    result = await attempt(peer, code, params={"port": 9})
    assert result["error"]["type"] in ("DirectAccessError", "PermissionError")
    assert "ctx.http" in result["error"]["hint"]
    assert result["error"]["line"] == 2 or code.startswith("await open_port")
    record = next(r for r in peer.records if r["logger"] == "workbench.direct-io")
    assert (record["level"], record["stream"]) == ("warning", "logging")


async def test_it_is_an_ordinary_permission_error_to_libraries(peer: Peer) -> None:
    code = (
        "try:\n    socket.create_connection(('127.0.0.1', 9))\n"
        "except PermissionError:\n    return 'denied'"
    )
    assert (await attempt(peer, code))["value"] == "denied"
    code = (
        "async with httpx.AsyncClient() as client:\n"
        "    try:\n        await client.get('http://127.0.0.1:9/')\n"
        "    except httpx.ConnectError:\n        return 'could not connect'"
    )
    assert (await attempt(peer, code))["value"] == "could not connect"


async def test_the_record_names_the_target_and_the_line(peer: Peer) -> None:
    await attempt(peer, "x = 1\nsocket.create_connection(('127.0.0.1', 9))")
    record = next(r for r in peer.records if "127.0.0.1" in r["message"])
    assert "refused" in record["message"]
    assert record["line"] == 3
    assert record["inv"] is not None


async def test_an_invocation_that_may_is_let_through_and_recorded(peer: Peer) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    code = "socket.create_connection(('127.0.0.1', port)).close()\nreturn 'through'"
    result = await attempt(peer, code, params={"port": port}, network="allow")
    assert result["value"] == "through"
    assert [r["logger"] for r in peer.records].count("workbench.direct-io") >= 1
    assert not any("refused" in record["message"] for record in peer.records)
    assert (await attempt(peer, code, params={"port": port}))["ok"] is False
    server.close()
    await server.wait_closed()


async def test_what_stays_inside_the_process_is_nobodys_business(peer: Peer) -> None:
    code = (
        "a, b = socket.socketpair()\na.sendall(b'x')\nassert b.recv(1) == b'x'\n"
        "a.close()\nb.close()\n"
        "loop = asyncio.new_event_loop()\nloop.close()\n"
        "await asyncio.to_thread(lambda: asyncio.run(asyncio.sleep(0)))\nreturn 1"
    )
    assert (await attempt(peer, code))["value"] == 1
    assert not peer.records


async def test_imports_are_watched_as_well(tmp_path: Path) -> None:
    main = "import socket\nsocket.create_connection(('127.0.0.1', 9))\n"
    async with child() as peer:
        with pytest.raises(LoadFailedError) as caught:
            await peer.load(write(tmp_path, main=main))
    assert (caught.value.report.type, caught.value.report.line) == ("DirectAccessError", 2)
