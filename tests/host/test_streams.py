"""Everything an extension says, wherever it says it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import Peer, loaded, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAIN = """
import asyncio
import ctypes
import gc
import logging
import os
import subprocess
import sys
import threading
import warnings
from imperal_sdk import Extension, ui

ext = Extension("loud")
log = logging.getLogger("loud.app")


@ext.tool("run")
async def run(ctx, code):
    scope = dict(globals())
    source = "async def body(ctx):\\n" + "\\n".join("    " + line for line in code.splitlines())
    exec(compile(source, __file__, "exec"), scope)
    return await scope["body"](ctx)


@ext.panel("drawn")
async def drawn(ctx):
    return ui.Stack([
        ui.Text("x"),
    ])
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    root = write(tmp_path_factory.mktemp("loud"), main=MAIN)
    async with loaded(root, load={"network": "allow"}) as peer:
        yield peer


@pytest_asyncio.fixture(loop_scope="module")
async def peer(started: Peer) -> Peer:
    started.records.clear()
    started.received.clear()
    started.dropped = 0
    return started


async def run(peer: Peer, code: str, **options: Any) -> Any:
    result = await peer.invoke("tool", "run", {"code": code}, **options)
    assert result["ok"], result
    return result["id"]


# -- where it comes from ---------------------------------------------------------------------------


async def test_prints_are_lines_with_their_place_and_invocation(peer: Peer) -> None:
    code = "print('one', 'two')\nprint('a\\nb', file=sys.stderr)\nprint('rest', end='')"
    number = await run(peer, code)
    shown = [(r["message"], r["stream"], r["level"], r["line"], r["inv"]) for r in peer.records]
    assert shown == [
        ("one two", "stdout", "info", 2, number),
        ("a", "stderr", "warning", 3, number),
        ("b", "stderr", "warning", 3, number),
        ("rest", "stdout", "info", None, number),
    ]


async def test_records_arrive_before_the_result_of_their_invocation(peer: Peer) -> None:
    await run(peer, "for n in range(300):\n    print(n)")
    assert [m["t"] for m in peer.received][-1] == "result"
    assert len(peer.records) == 300


async def test_logging_of_every_level_with_its_logger_and_line(peer: Peer) -> None:
    code = (
        "log.debug('quiet')\nlog.info('n=%d', 3)\nlog.warning('careful')\n"
        "logging.getLogger().error('root')\nlog.info('%d', 'not a number')\n"
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception('broke')"
    )
    number = await run(peer, code)
    shown = [(r["level"], r["logger"], r["line"], r["inv"]) for r in peer.records]
    assert shown == [
        ("info", "loud.app", 3, number),
        ("warning", "loud.app", 4, number),
        ("error", "root", 5, number),
        ("info", "loud.app", 6, number),
        ("error", "loud.app", 10, number),
    ]
    assert peer.records[0]["message"] == "n=3"
    assert "cannot be formatted" in peer.records[3]["message"]
    assert "ZeroDivisionError: division by zero" in peer.records[4]["message"]
    assert peer.records[0]["at"].startswith("20")


async def test_warnings_are_records(peer: Peer) -> None:
    await run(peer, "warnings.warn('old way', DeprecationWarning, stacklevel=1)")
    await run(peer, "warnings.warn('careful')")
    record = await peer.record("careful")
    assert record["message"] == "UserWarning: careful"
    assert (record["logger"], record["level"], record["line"]) == ("py.warnings", "warning", 2)


async def test_what_is_written_below_python_is_heard_too(peer: Peer) -> None:
    await run(
        peer,
        "os.write(1, b'raw \\xff bytes\\n')\n"
        "ctypes.CDLL(None).puts(b'from C')\nctypes.CDLL(None).fflush(None)\n"
        'script = \'import sys; print(6 * 7); sys.exit("b" + "ad")\'\n'
        "subprocess.run([sys.executable, '-c', script])\n"
        "sys.stdout.buffer.write(b'through the buffer\\n')",
    )
    raw = await peer.record("raw")
    assert (raw["message"], raw["stream"], raw["file"]) == ("raw \ufffd bytes", "stdout", None)
    assert (await peer.record("from C"))["stream"] == "stdout"
    assert (await peer.record("42"))["stream"] == "stdout"
    assert (await peer.record("bad"))["stream"] == "stderr"
    assert (await peer.record("through the buffer"))["stream"] == "stdout"


async def test_what_dies_unheard_is_a_record_with_the_authors_line(peer: Peer) -> None:
    await run(
        peer,
        "async def lost():\n    raise LookupError('in a task')\n"
        "asyncio.create_task(lost())\nawait asyncio.sleep(0.01)\ngc.collect()\n"
        "def work():\n    raise OSError('in a thread')\n"
        "thread = threading.Thread(target=work)\nthread.start()\nthread.join()\n"
        "class Bad:\n    def __del__(self):\n        raise KeyError('in a finalizer')\n"
        "Bad()",
    )
    task = await peer.record("in a task")
    assert "never retrieved" in task["message"]
    assert (task["logger"], task["level"], task["line"]) == ("asyncio", "error", 3)
    thread = await peer.record("in a thread")
    assert (thread["logger"], thread["line"]) == ("threading", 8)
    assert (await peer.record("in a finalizer"))["line"] == 14


async def test_a_forgotten_await_is_told_with_the_line_that_forgot_it(peer: Peer) -> None:
    await run(peer, "x = 1\nctx.log('hello')")
    record = await peer.record("never awaited")
    assert 'main.py", line 3' in record["message"]


async def test_there_is_nothing_to_read(peer: Peer) -> None:
    result = await peer.invoke("tool", "run", {"code": "return input('name?')"})
    assert result["error"]["type"] == "EOFError"


async def test_streams_can_be_used_as_libraries_use_them(peer: Peer) -> None:
    await run(
        peer,
        "sys.stdout.reconfigure(encoding='utf-8')\nsys.stdout.flush()\n"
        "assert not sys.stdout.isatty() and sys.stdout.fileno() == 1\n"
        "assert sys.stdout.encoding == 'utf-8' and sys.stdout.writable()\n"
        "logging.basicConfig(stream=sys.stdout, force=True)\nlog.warning('their own handler')",
    )
    assert (await peer.record("their own handler"))["stream"] == "stdout"


# -- storms ----------------------------------------------------------------------------------------


async def test_a_print_storm_is_cut_counted_and_over_soon(tmp_path_factory: Any) -> None:
    root = write(tmp_path_factory.mktemp("storm"), main=MAIN)
    async with loaded(root) as peer:
        began = time.perf_counter()
        await run(peer, "for n in range(300_000):\n    print('line', n)")
        assert time.perf_counter() - began < 10
        await run(peer, "print('after')")
        await peer.until(lambda: len(peer.records) + peer.dropped == 300_001)
        assert len(peer.records) < 50_000
        assert peer.records[0]["message"] == "line 0"


async def test_a_storm_from_below_does_not_block_its_writer(tmp_path_factory: Any) -> None:
    root = write(tmp_path_factory.mktemp("storm"), main=MAIN)
    async with loaded(root) as peer:
        result = await peer.invoke("tool", "run", {"code": "os.write(1, b'x\\n' * 5_000_000)"})
        assert result["ok"]
        await peer.until(lambda: len(peer.records) + peer.dropped == 5_000_000, timeout=20)
        assert peer.dropped > 4_000_000


async def test_without_credit_nothing_more_is_sent_and_handlers_go_on(
    tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path_factory.mktemp("storm"), main=MAIN)
    async with loaded(root) as peer:
        send = peer.channel.send
        kept: list[Any] = []

        def without_credit(message: Any) -> None:
            (kept.append if message["t"] == "credit" else send)(message)

        monkeypatch.setattr(peer.channel, "send", without_credit)
        for _ in range(6):
            await run(peer, "for n in range(1000):\n    print(n)")
        assert len(peer.records) == 2000
        for message in kept:
            send(message)
        await peer.until(lambda: len(peer.records) + peer.dropped == 6000)
        assert peer.dropped == 2000


async def test_a_very_long_line_is_cut(peer: Peer) -> None:
    await run(peer, "print('x' * 1_000_000)\nlog.info('y' * 1_000_000)")
    assert [len(record["message"]) for record in peer.records] == [8194, 8194]


# -- where nodes come from -------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [True, False])
async def test_nodes_carry_their_line_when_that_is_wanted(
    tmp_path_factory: Any, wanted: bool
) -> None:
    root = write(tmp_path_factory.mktemp("lines"), main=MAIN)
    async with loaded(root, python=None, sdk="bundled", load={"trace_lines": wanted}) as peer:
        node = (await peer.invoke("panel", "drawn"))["value"]["ui"]
    assert ("_src" in node) == wanted
    if wanted:
        text = node["props"]["children"][0]
        line = next(n for n, row in enumerate(MAIN.splitlines(), 1) if 'ui.Text("x")' in row)
        assert text["_src"] == f"{root / 'main.py'}:{line}"
