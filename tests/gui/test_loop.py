"""Timers of the window's loop."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextvars import ContextVar

import pytest

from workbench.gui import loop as loops


class Thing:
    """Something a call knows."""


known: ContextVar[Thing] = ContextVar("known")


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "LONG_S", 0.02)


async def test_a_long_timer_calls_back_when_it_is_due_in_the_context_it_was_asked_in() -> None:
    loop, thing = asyncio.get_running_loop(), Thing()
    called: asyncio.Future[tuple[float, int, Thing]] = loop.create_future()
    known.set(thing)
    asked = loop.time()
    loop.call_later(0.1, lambda n: called.set_result((loop.time(), n, known.get())), 7)
    known.set(Thing())
    at, number, seen = await asyncio.wait_for(called, 30)
    assert at - asked >= 0.1
    assert number == 7
    assert seen is thing


async def test_a_cancelled_timer_never_calls_and_soon_keeps_nothing() -> None:
    loop, called = asyncio.get_running_loop(), list[str]()

    async def call() -> weakref.ref[Thing]:
        thing = Thing()
        known.set(thing)
        loop.call_later(0.05, called.append, "cancelled").cancel()
        loop.call_later(3600, called.append, "never").cancel()
        return weakref.ref(thing)

    thing = await asyncio.create_task(call())
    await asyncio.sleep(0.1)
    gc.collect()
    assert thing() is None
    assert called == []


async def test_limits_end_what_takes_too_long_and_nothing_else() -> None:
    async with asyncio.timeout(60):
        await asyncio.sleep(0.05)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await asyncio.sleep(60)
