"""Time skips while a handler only sleeps, and never while it works."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}

SOURCE = """
@ext.schedule("patient", cron="0 * * * *")
async def patient(ctx):
    began, mono = time.time(), time.monotonic()
    for _ in range(3):
        await asyncio.sleep(60)
        await ctx.store.count("c")
    return {"slept": time.time() - began, "really": time.monotonic() - mono}

@ext.schedule("beside", cron="*/2 * * * *")
async def beside(ctx):
    began = time.time()
    await asyncio.sleep(20)
    return {"slept": time.time() - began}
"""


async def jumped(start: Start, write: Write, source: str, **span: float) -> list[dict[str, Any]]:
    kernel = await start(**ON)
    await kernel.load(write(source))
    await kernel.clock.jump((MONDAY + timedelta(**span)).timestamp())
    await kernel.drivers.settled()
    return await values(kernel)


async def values(kernel: Kernel) -> list[dict[str, Any]]:
    runs = await kernel.journal.query(["schedule"], newest_first=False, limit=1_000)
    return [
        {"name": r.name, "at": r.at, "status": r.status, **(r.body["value"] or {})} for r in runs
    ]


async def test_minutes_of_sleep_cost_a_month_no_minutes(start: Start, write: Write) -> None:
    only = SOURCE.split('@ext.schedule("beside"')[0]
    began = time.monotonic()
    runs = await jumped(start, write, only, hours=24, minutes=30)
    assert time.monotonic() - began < 60
    assert [run["status"] for run in runs] == ["success"] * 24
    for run in runs:
        assert 180 <= run["slept"] < 185
        assert run["really"] < 20


async def test_sleepers_beside_each_other_each_sleep_their_own_time(
    start: Start, write: Write
) -> None:
    runs = await jumped(start, write, SOURCE, hours=2, minutes=30)
    patient = [run["slept"] for run in runs if run["name"] == "patient"]
    beside = [run["slept"] for run in runs if run["name"] == "beside"]
    assert (len(patient), len(beside)) == (2, 75)
    assert all(180 <= slept < 190 for slept in patient)
    assert all(20 <= slept < 25 for slept in beside)


async def test_a_thread_at_work_is_not_skipped_over(start: Start, write: Write) -> None:
    (run,) = await jumped(
        start,
        write,
        """
        @ext.schedule("busy", cron="0 * * * *")
        async def busy(ctx):
            began = time.time()
            working = asyncio.create_task(asyncio.to_thread(time.sleep, 0.3))
            try:
                async with asyncio.timeout(3_000):
                    await working
            except TimeoutError:
                return {"slept": -1}
            return {"slept": time.time() - began}
        """,
        hours=1,
        minutes=1,
    )
    assert 0.3 <= run["slept"] < 20


async def test_a_schedule_that_sleeps_past_its_cap_is_stopped_in_virtual_time(
    start: Start, write: Write
) -> None:
    began = time.monotonic()
    (run,) = await jumped(
        start,
        write,
        """
        @ext.schedule("endless", cron="0 * * * *")
        async def endless(ctx):
            await asyncio.sleep(100_000)
        """,
        hours=1,
        minutes=30,
    )
    assert run["status"] == "timeout"
    assert time.monotonic() - began < 60


async def test_under_a_clock_that_was_never_touched_a_sleep_is_a_sleep(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(
        write("""
        @ext.schedule("nap", cron="0 * * * *")
        async def nap(ctx):
            mono = time.monotonic()
            await asyncio.sleep(0.2)
            return {"really": time.monotonic() - mono}
        """)
    )
    await kernel.schedules.fire("demo", "nap")
    (run,) = await values(kernel)
    assert run["really"] >= 0.2
