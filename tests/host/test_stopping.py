"""Cancelling, blocking, crashing: what the kernel can still do when a handler will not stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.host.peer import Peer, loaded, write

MAIN = """
import asyncio
import ctypes
import os
import re
import time
from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension("stop")
chat = ChatExtension(ext, "stop_chat", "talks")
finished = []


@ext.tool("steps")
async def steps(ctx, swallow=False):
    try:
        for percent in range(1000):
            await ctx.progress(percent)
    except Exception as error:
        if not swallow:
            raise
        finished.append(type(error).__name__)
    try:
        await ctx.store.count("x")
    except Exception as error:
        finished.append(type(error).__name__)
    return list(finished)


@ext.tool("silent")
async def silent(ctx):
    await ctx.store.count("gate")
    return await ctx.store.count("after")


@ext.tool("sleeps")
async def sleeps(ctx):
    try:
        await asyncio.sleep(600)
    finally:
        finished.append("cleaned up")


@ext.tool("swallows")
async def swallows(ctx):
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        return "I go on"


@ext.tool("spins")
async def spins(ctx, elsewhere=False):
    async def aside():
        spin()
    if elsewhere:
        await asyncio.create_task(aside())
    spin()


def spin():
    while True:
        pass


@ext.tool("naps")
async def naps(ctx, seconds):
    time.sleep(seconds)


@ext.tool("regex")
async def stuck_in_c(ctx):
    re.match(r"(a+)+$", "a" * 60 + "b")


@ext.tool("exits")
async def exits(ctx):
    print("last words")
    os._exit(7)


@ext.tool("segfaults")
async def segfaults(ctx):
    ctypes.string_at(0)


@ext.tool("leaves")
async def leaves(ctx, how):
    if how == "here":
        raise SystemExit(3)
    async def elsewhere():
        raise SystemExit(4)
    asyncio.create_task(elsewhere())
    await asyncio.sleep(0.05)
    return "still here"


@ext.tool("hungry")
async def hungry(ctx):
    hoard = [bytearray(10_000_000) for _ in range(1000)]
    return len(hoard)


@ext.tool("state")
async def state(ctx):
    return finished
"""


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(MAIN.splitlines(), 1) if text in line)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, main=MAIN)


# -- cancelling ------------------------------------------------------------------------------------


async def test_a_users_cancel_is_raised_at_the_next_progress(root: Path) -> None:
    async with loaded(root, {"progress": lambda *_: None}) as peer:
        number, running = peer.begin("tool", "steps")
        await peer.message("call")
        peer.cancel(number, "user")
        result = await running
    assert (result["ok"], result["cancelled"]) == (False, True)
    assert result["error"]["type"] == "TaskCancelled"
    assert result["error"]["line"] == line_of("await ctx.progress(percent)")


async def test_a_swallowed_cancel_is_raised_again_by_every_later_call(root: Path) -> None:
    async with loaded(root, {"progress": lambda *_: None, "store": lambda *_: 1}) as peer:
        number, running = peer.begin("tool", "steps", {"swallow": True})
        await peer.message("call")
        peer.cancel(number, "user")
        result = await running
        assert result["value"] == ["TaskCancelled", "TaskCancelled"]
        assert not [call for call in peer.calls if call["service"] == "store"]


async def test_a_users_cancel_does_not_disturb_a_handler_without_progress(root: Path) -> None:
    gate = asyncio.Event()

    async def count(args: dict[str, str], _: object) -> int:
        if args["collection"] == "gate":
            await gate.wait()
        return 5

    async with loaded(root, {"store.count": count}) as peer:
        number, running = peer.begin("tool", "silent")
        await peer.message("call")
        peer.cancel(number, "user")
        gate.set()
        assert (await running)["value"] == 5


async def test_an_abort_cancels_the_task_where_it_waits(root: Path) -> None:
    async with loaded(root) as peer:
        number, running = peer.begin("tool", "sleeps")
        await peer.ping()
        peer.cancel(number, "abort")
        result = await running
        assert (result["ok"], result["cancelled"]) == (False, True)
        assert result["error"]["type"] == "CancelledError"
        assert result["error"]["line"] == line_of("await asyncio.sleep(600)")
        assert (await peer.invoke("tool", "state"))["value"] == ["cleaned up"]


async def test_a_handler_that_swallows_its_abort_ends_as_it_pleases(root: Path) -> None:
    async with loaded(root) as peer:
        number, running = peer.begin("tool", "swallows")
        await peer.ping()
        peer.cancel(number, "abort")
        assert (await running)["value"] == "I go on"
        peer.cancel(number, "abort")
        assert (await peer.invoke("tool", "state"))["ok"]


@pytest.mark.parametrize("mode", ["user", "abort"])
async def test_a_cancel_finds_an_invocation_that_still_waits_for_the_loop(
    root: Path, mode: str
) -> None:
    async with loaded(root, {"progress": lambda *_: None}) as peer:
        nap = peer.begin("tool", "naps", {"seconds": 0.5})[1]
        await peer.ping()
        number, running = peer.begin("tool", {"user": "steps", "abort": "sleeps"}[mode])
        peer.cancel(number, mode)
        await peer.ping()
        assert not nap.done()
        assert (await running)["cancelled"] is True


# -- a stuck loop ----------------------------------------------------------------------------------


async def test_a_spinning_handler_is_named_and_the_child_still_answers(root: Path) -> None:
    async with loaded(root) as peer:
        number, running = peer.begin("tool", "spins")
        blocked = await peer.message("blocked")
        assert 1000 <= blocked["ms"] < 5000
        assert blocked["inv"] == number
        innermost = blocked["stack"][-1]
        assert (innermost["function"], innermost["file"]) == ("spin", str(root / "main.py"))
        await peer.ping()
        main = next(t for t in await peer.stacks() if t["name"] == "MainThread")
        assert main["frames"][-1]["function"] == "spin"
        again = await peer.message("blocked", after=len(peer.received))
        assert again["ms"] >= blocked["ms"] + 900
        peer.process.kill()
        with pytest.raises(ConnectionError):
            await running


async def test_a_task_of_the_authors_that_spins_is_laid_at_the_only_handlers_door(
    root: Path,
) -> None:
    async with loaded(root) as peer:
        number, running = peer.begin("tool", "spins", {"elsewhere": True})
        assert (await peer.message("blocked"))["inv"] == number
        peer.process.kill()
        with pytest.raises(ConnectionError):
            await running


async def test_what_arrives_while_the_loop_is_stuck_is_served_in_order_afterwards(
    root: Path,
) -> None:
    async with loaded(root) as peer:
        nap = peer.begin("tool", "naps", {"seconds": 0.6})[1]
        await peer.ping()
        later = [peer.begin("tool", "state")[1] for _ in range(20)]
        for _ in range(5):
            await peer.ping()
        assert not nap.done()
        assert all(result["ok"] for result in await asyncio.gather(nap, *later))
        results = [m["id"] for m in peer.received if m["t"] == "result"]
        assert results == sorted(results)


async def test_a_short_nap_is_not_reported(root: Path) -> None:
    async with loaded(root) as peer:
        assert (await peer.invoke("tool", "naps", {"seconds": 0.3}))["ok"]
        assert not [m for m in peer.received if m["t"] == "blocked"]


async def test_the_kernels_end_ends_a_spinning_child(root: Path) -> None:
    async with loaded(root) as peer:
        running = peer.begin("tool", "spins")[1]
        await peer.message("blocked")
        peer.channel.close()
        assert await peer.ended() == 0
        with pytest.raises(ConnectionError):
            await running


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="needs SIGUSR1")
async def test_stacks_can_be_had_while_c_code_holds_the_interpreter(root: Path) -> None:
    async with loaded(root) as peer:
        running = peer.begin("tool", "regex")[1]
        async with asyncio.timeout(10):
            while b"stuck_in_c" not in peer.crash_file.read_bytes():
                os.kill(peer.process.pid, signal.SIGUSR1)
                await asyncio.wait({running}, timeout=0.05)
        peer.process.kill()
        await peer.ended()
        with pytest.raises(ConnectionError):
            await running


# -- the end of the process ------------------------------------------------------------------------


async def fatal(peer: Peer, name: str) -> str:
    with pytest.raises(ConnectionError):
        await peer.invoke("tool", name)
    await peer.ended()
    return peer.crash_file.read_text()


async def test_os_exit_leaves_its_line_and_the_last_words(root: Path) -> None:
    async with loaded(root) as peer:
        text = await fatal(peer, "exits")
        assert peer.process.returncode == 7
        assert text.startswith("Fatal Python error: os._exit(7)")
        assert f'File "{root / "main.py"}", line {line_of("os._exit(7)")} in exits' in text
        assert (await peer.record("last words"))["stream"] == "stdout"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
async def test_a_segmentation_fault_leaves_the_python_stack(root: Path) -> None:
    async with loaded(root) as peer:
        text = await fatal(peer, "segfaults")
        assert peer.process.returncode == -signal.SIGSEGV
        assert "Segmentation fault" in text
        line = line_of("ctypes.string_at(0)")
        assert f'File "{root / "main.py"}", line {line} in segfaults' in text


async def test_system_exit_is_an_error_and_not_the_end(root: Path) -> None:
    async with loaded(root) as peer:
        result = await peer.invoke("tool", "leaves", {"how": "here"})
        assert result["error"]["type"] == "SystemExit"
        assert result["error"]["line"] == line_of("raise SystemExit(3)")
        assert (await peer.invoke("tool", "leaves", {"how": "task"}))["value"] == "still here"
        assert (await peer.record("wanted to end the process"))["level"] == "error"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_DATA")
async def test_the_memory_cap_is_an_error_with_its_line_and_the_child_lives(root: Path) -> None:
    async with loaded(root, load={"limits": {"memory_mb": 400}}) as peer:
        for _ in range(2):
            result = await peer.invoke("tool", "hungry")
            assert result["error"]["type"] == "MemoryError"
            assert result["error"]["line"] == line_of("hoard = ")
            assert "memory limit" in result["error"]["hint"]
        assert (await peer.invoke("tool", "state"))["ok"]
