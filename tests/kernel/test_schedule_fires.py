"""When scheduled tasks fire on virtual time: instants, overlaps, builds, what is due next."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.kernel.conftest import Start, Write, line_of
from tests.kernel.schedule_time import MONDAY, ON, go, hours, runs
from workbench.kernel.profile import Profile

TIMES = """
@ext.schedule("minutely", cron="* * * * *")
async def minutely(ctx): ...

@ext.schedule("hourly", cron="0 * * * *")
async def hourly(ctx): ...

@ext.schedule("daily", cron="@daily")
async def daily(ctx): ...
"""


async def test_each_fires_at_the_instants_of_its_own_expression(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await kernel.load(write(TIMES))
    await go(kernel, days=1)
    fired = [record.name for record in await runs(kernel)]
    assert {name: fired.count(name) for name in set(fired)} == {
        "minutely": 1_440,
        "hourly": 24,
        "daily": 1,
    }
    assert fired[-3:] == ["minutely", "hourly", "daily"]


async def test_time_fires_nothing_unless_it_is_let_to(start: Start, write: Write) -> None:
    kernel = await start(clock_start=MONDAY.timestamp(), clock_paused=True)
    await kernel.load(write(TIMES))
    await go(kernel, hours=2)
    assert await runs(kernel) == []
    assert [job.next_at(kernel.clock.now()) for job in kernel.schedules.jobs()] == [
        (MONDAY + timedelta(hours=2, minutes=1)).timestamp(),
        (MONDAY + timedelta(hours=3)).timestamp(),
        (MONDAY + timedelta(days=1)).timestamp(),
    ]
    kernel.drivers.start()
    await go(kernel, hours=1)
    assert len(await runs(kernel)) == 61
    kernel.drivers.stop()
    await go(kernel, hours=1)
    assert len(await runs(kernel)) == 61


async def test_two_runs_over_the_same_time_leave_the_same_journal(
    start: Start, write: Write
) -> None:
    source = TIMES + "".join(
        f"""
@ext.schedule("job{n}", cron="*/10 * * * *")
async def job{n}(ctx):
    await asyncio.sleep({(7 - n) * 0.002})
    await ctx.store.create("c", {{}})

@ext.skeleton("part{n}", ttl={60 * (1 + n % 2)}, description="A part.")
async def part{n}(ctx):
    await asyncio.sleep({(7 - n) * 0.001})
    return {{"response": {{"n": {n}}}}}
"""
        for n in range(6)
    )
    stories = []
    for _ in range(2):
        kernel = await start(**ON)
        await kernel.load(write(source))
        await go(kernel, minutes=21)
        records = await kernel.journal.query(
            ["schedule", "skeleton"], newest_first=False, limit=1_000
        )
        stories.append([(r.at, r.kind, r.name, r.actor, r.id, r.status) for r in records])
        begun = [r.started_ns for r in records]
        assert begun == sorted(begun)
    assert stories[0] == stories[1]
    assert len(stories[0]) > 300


async def test_running_one_now_leaves_its_next_instant_alone(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await kernel.load(write(TIMES))
    await go(kernel, minutes=30)
    fire = await kernel.schedules.fire("demo", "hourly")
    assert (fire.ok, fire.at) == (True, kernel.clock.now())
    job = kernel.schedules.job("demo", "hourly")
    assert job is not None
    assert job.last_at == kernel.clock.now()
    assert job.next_at(kernel.clock.now()) == (MONDAY + timedelta(hours=1)).timestamp()
    hourly = [record for record in await runs(kernel) if record.name == "hourly"]
    assert [record.body["source"] for record in hourly] == ["manual"]


SLOW = """
@ext.schedule("slow", cron="* * * * *")
async def slow(ctx):
    await ctx.extensions.call("demo", "gate")
"""


@pytest.mark.parametrize("overlap", ["allow", "skip"])
async def test_a_run_that_is_due_while_the_last_is_going_is_told_of(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch, overlap: str
) -> None:
    profile = replace(Profile.load("seeds"), schedule_overlap=overlap)  # type: ignore[arg-type]
    monkeypatch.setattr(Profile, "load", lambda name: profile)
    kernel = await start()
    await kernel.load(write(SLOW))
    entered, gate = asyncio.Event(), asyncio.Event()

    async def hold(call: Any, proceed: Any) -> None:
        entered.set()
        await gate.wait()

    kernel.services.add_hook(hold)
    first = asyncio.create_task(kernel.schedules.fire("demo", "slow"))
    await entered.wait()
    second = asyncio.create_task(kernel.schedules.fire("demo", "slow"))
    if overlap == "skip":
        assert (await second).status == "skipped"
    gate.set()
    assert (await first).ok
    assert (await second).status == ("success" if overlap == "allow" else "skipped")
    problems = await kernel.journal.query(["problem"])
    (told,) = [p for p in problems if p.body["error"]["type"] == "ScheduleOverlap"]
    assert "slow" in told.name


async def test_a_new_build_is_fired_by_its_own_expressions_and_no_minute_twice(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(TIMES))
    await go(kernel, hours=1)
    write('@ext.schedule("hourly", cron="30 * * * *")\nasync def hourly(ctx): ...\n')
    await kernel.reload("demo")
    await go(kernel, hours=2)
    fired = [record for record in await runs(kernel) if record.name == "hourly"]
    assert hours(fired) == ["02 01:00:00", "02 01:30:00", "02 02:30:00"]
    assert {record.name for record in await runs(kernel) if record.at > fired[0].at} == {"hourly"}
    await kernel.unload("demo")
    await go(kernel, hours=2)
    assert len([r for r in await runs(kernel) if r.name == "hourly"]) == 3


NEVER = """
from imperal_sdk import Extension as _E
@ext.schedule("leap", cron="0 0 * * *")
async def leap(ctx): ...
ext._schedules["leap"].cron = "0 0 30 2 *"
"""


async def test_an_expression_that_never_fires_is_told_of_with_its_line(
    start: Start, write: Write
) -> None:
    kernel, root = await start(**ON), write(NEVER)
    await kernel.load(root)
    await go(kernel, days=60)
    assert await runs(kernel) == []
    (problem,) = await kernel.journal.query(["problem"])
    assert problem.body["error"]["type"] == "NeverFires"
    assert problem.body["error"]["line"] == line_of(root, '@ext.schedule("leap"')
    (job,) = kernel.schedules.jobs()
    assert job.problem is not None
    assert job.next_at(kernel.clock.now()) is None


async def test_what_is_due_next_can_be_asked(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await kernel.load(write(TIMES))
    await go(kernel, minutes=1)
    due = kernel.drivers.upcoming()
    assert [(item.kind, item.name, item.at - MONDAY.timestamp()) for item in due] == [
        ("schedule", "minutely", 120),
        ("schedule", "hourly", 3_600),
        ("schedule", "daily", 86_400),
    ]
    assert due[0].actor == "__system__"
