"""Scheduled tasks that fail: retries, dead jobs, and those cut off in the middle."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.kernel.conftest import Start, Write, line_of
from tests.kernel.schedule_time import MONDAY, ON, go, hours, runs
from workbench.kernel.kernel import Kernel

FLAKY = """
tries = []

@ext.schedule("flaky", cron="0 * * * *")
async def flaky(ctx):
    tries.append(time.time())
    if len(tries) % 2:
        raise RuntimeError("only the second time")
    return {"tries": tries}

@ext.schedule("broken", cron="0 * * * *")
async def broken(ctx):
    raise RuntimeError("never works")
"""


async def test_an_exception_is_retried_later_as_the_profile_says(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(FLAKY))
    await go(kernel, hours=1, minutes=1)
    flaky = [record for record in await runs(kernel) if record.name == "flaky"]
    assert [(r.status, r.body["attempt"], r.body["source"]) for r in flaky] == [
        ("error", 1, "time"),
        ("success", 2, "retry"),
    ]
    assert hours(flaky) == ["02 01:00:00", "02 01:00:05"]
    assert flaky[1].cause_id == flaky[0].id
    job = kernel.schedules.job("demo", "flaky")
    assert job is not None
    assert (job.runs, job.failures, job.last_status) == (1, 0, "success")


async def test_a_job_that_keeps_failing_is_called_dead_once_and_keeps_firing(
    start: Start, write: Write
) -> None:
    kernel, root = await start(**ON), write(FLAKY)
    await kernel.load(root)
    await go(kernel, hours=6, minutes=1)
    job = kernel.schedules.job("demo", "broken")
    assert job is not None
    assert (job.runs, job.failures, job.failing) == (6, 6, 6)
    assert job.last_error == "never works"
    problems = await kernel.journal.query(["problem"])
    (dead,) = [p for p in problems if p.body["error"]["type"] == "DeadJob"]
    assert "broken" in dead.name
    assert "never works" in dead.name
    assert dead.body["error"]["line"] == line_of(root, '@ext.schedule("broken"')


async def test_a_success_ends_the_count_of_failures(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FLAKY))
    none = replace(kernel.profile, schedule_retries=0)
    object.__setattr__(kernel.schedules._core, "profile", none)
    failing = []
    for _ in range(4):
        await kernel.schedules.fire("demo", "flaky")
        job = kernel.schedules.job("demo", "flaky")
        assert job is not None
        failing.append(job.failing)
    assert failing == [1, 0, 1, 0]


INTERRUPTED = """
from pathlib import Path
here = Path(__file__).parent

@ext.schedule("long", cron="0 * * * *")
async def long(ctx):
    with (here / "log").open("a") as log:
        log.write("begun\\n")
    if (here / "kill").exists():
        (here / "kill").unlink()
        os._exit(3)
    if (here / "wait").exists():
        await asyncio.Event().wait()
    return "whole"
"""


async def test_a_worker_lost_in_mid_job_lets_it_run_again_from_the_beginning(
    start: Start, write: Write
) -> None:
    kernel, root = await start(**ON), write(INTERRUPTED)
    (root / "kill").touch()
    await kernel.load(root)
    await go(kernel, hours=1, minutes=1)
    assert [(r.status, r.body["attempt"]) for r in await runs(kernel)] == [
        ("host_lost", 1),
        ("success", 2),
    ]
    assert (root / "log").read_text().splitlines() == ["begun", "begun"]


async def test_a_job_left_in_the_middle_by_the_last_session_runs_again_in_the_next(
    start: Start, write: Write, tmp_path: Path
) -> None:
    root, options = write(INTERRUPTED), {**ON, "state": tmp_path / "state"}
    (root / "wait").touch()
    first = await start(**options)
    await first.load(root)
    begun = asyncio.Event()
    first.dispatch.started.connect(lambda _: begun.set())
    jump = asyncio.create_task(go(first, hours=1))
    await begun.wait()
    await first.suite.rows.settled()
    await first.close()
    await asyncio.gather(jump, return_exceptions=True)
    (root / "wait").unlink()
    second = await start(**{**options, "clock_start": MONDAY.timestamp() + 3_700})
    await second.load(root)
    await go(second, minutes=1)
    (run,) = await runs(second)
    assert (run.status, run.body["source"], run.body["value"]) == ("success", "resumed", "whole")
    problems = await second.journal.query(["problem"])
    assert [p.body["error"]["type"] for p in problems] == ["Interrupted"]


async def test_history_survives_the_session(start: Start, write: Write, tmp_path: Path) -> None:
    options = {**ON, "state": tmp_path / "state"}
    first = await start(**options)
    await first.load(write(FLAKY))
    await go(first, hours=3, minutes=1)
    await first.close()
    second = await start(state=tmp_path / "state")
    await second.load(write(FLAKY))
    job = second.schedules.job("demo", "broken")
    assert job is not None
    assert (job.runs, job.failing, job.last_error) == (3, 3, "never works")
    assert job.last_at == MONDAY.timestamp() + 3 * 3_600 + 5
    assert job.interrupted_at is None
