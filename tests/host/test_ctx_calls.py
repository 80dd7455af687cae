"""Many calls at once: side by side, in bounds, each with its span and its line."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.host.line_runner import run
from tests.host.peer import Peer

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
