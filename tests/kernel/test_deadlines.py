"""Deadlines of calls: met ones cost and keep nothing, missed ones are told."""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from contextvars import ContextVar
from pathlib import Path

import pytest

from workbench.kernel.deadlines import Deadlines
from workbench.kernel.services.backend import Backend, BackendError

SILENT = """
import asyncio

async def app(scope, receive, send):
    if scope["type"] == "http":
        await asyncio.sleep(60)
"""


class Thing:
    """Something a call knows."""


known: ContextVar[Thing] = ContextVar("known")


async def test_checks_are_made_in_the_order_they_are_due() -> None:
    deadlines, told, done = Deadlines(), list[str](), asyncio.Event()
    deadlines.after(0.04, done.set)
    deadlines.after(0.02, lambda: told.append("late"))
    deadlines.after(0.01, lambda: told.append("early"))
    await asyncio.wait_for(done.wait(), 5)
    assert told == ["early", "late"]


async def test_after_a_close_nothing_is_told_and_new_deadlines_are() -> None:
    deadlines, told, done = Deadlines(), list[str](), asyncio.Event()
    deadlines.after(0.01, lambda: told.append("closed"))
    deadlines.close()
    deadlines.after(0.03, done.set)
    await asyncio.wait_for(done.wait(), 5)
    assert told == []


async def test_a_deadline_keeps_nothing_of_the_call_that_set_it() -> None:
    deadlines = Deadlines()

    async def call() -> weakref.ref[Thing]:
        thing = Thing()
        known.set(thing)
        deadlines.after(60, gc.isenabled)
        return weakref.ref(thing)

    thing = await asyncio.create_task(call())
    await asyncio.sleep(0)  # the loop itself still holds the end of the task
    gc.collect()
    assert thing() is None
    deadlines.close()


async def test_a_backend_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "silent.py").write_text(SILENT, "utf-8")
    backend = Backend("silent:app", tmp_path, sys.executable)
    with pytest.raises(BackendError, match=r"did not answer in 0\.2 s"):
        await backend.request("GET", "/", "", [], b"", 0.2)
    await backend.close()
