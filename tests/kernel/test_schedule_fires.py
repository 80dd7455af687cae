"""Scheduled tasks on virtual time: instants, the system context, retries, dead and cut jobs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.audit import ledger
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}


async def runs(kernel: Kernel, app_id: str | None = None) -> list[Record]:
    return await kernel.journal.query(["schedule"], app_id=app_id, newest_first=False, limit=10_000)


async def go(kernel: Kernel, **span: float) -> None:
    await kernel.clock.jump(kernel.clock.now() + timedelta(**span).total_seconds())


def hours(records: list[Record]) -> list[str]:
    return [datetime.fromtimestamp(record.at, UTC).strftime("%d %H:%M:%S") for record in records]


SWEEP = """
@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    asked = type(ctx.store.list_users("drafts")).__name__
    own = await ctx.store.query("drafts")
    await ctx.notify("is anybody there?")
    done = []
    async for user_id in ctx.store.list_users("drafts"):
        user_ctx = ctx.as_user(user_id)
        try:
            page = await user_ctx.store.query("drafts", limit=500)
            for doc in page.data:
                if doc.data.get("bad"):
                    raise ValueError("a corrupt record")
                await user_ctx.store.update("drafts", doc.id, {"seen": True})
                await user_ctx.store.delete("drafts", doc.id)
            await user_ctx.store.create("swept", {"by": ctx.user.imperal_id})
            await user_ctx.notify(f"swept for {user_ctx.user.imperal_id}")
            done.append(user_id)
        except ValueError:
            pass
    return {"user": ctx.user.imperal_id, "email": ctx.user.email, "tenant": ctx.tenant,
            "own": len(own.data), "done": done, "asked": asked}

class Draft(BaseModel):
    bad: bool = False

@chat.function("draft", description="Write a draft.")
async def draft(ctx, params: Draft) -> ActionResult:
    await ctx.store.create("drafts", {"bad": params.bad})
    return ActionResult.success(data={}, summary="")

@ext.schedule("nosy", cron="30 3 * * *")
async def nosy(ctx):
    return [doc.data for doc in (await ctx.store.query("swept")).data]
"""


async def sweep(kernel: Kernel, write: Write) -> list[Record]:
    await kernel.load(write(SWEEP))
    for user, bad in (("u-ada", False), ("u-ben", True), ("u-chiara", False)):
        kernel.personas.choose(user)
        await kernel.call("demo", "draft", {"bad": bad})
    await go(kernel, hours=4)
    return await runs(kernel)


async def test_it_runs_once_for_all_users_as_the_system_without_mail_or_tenant(
    start: Start, write: Write
) -> None:
    nightly, _ = await sweep(await start(**ON), write)
    value = nightly.body["value"]
    assert (value["user"], value["email"], value["tenant"]) == ("__system__", "", None)
    assert nightly.actor == "__system__"
    assert nightly.body["ctx"]["user"]["imperal_id"] == "__system__"
    assert hours([nightly]) == ["02 03:00:00"]


async def test_one_user_s_failure_does_not_keep_the_others_from_their_turn(
    start: Start, write: Write
) -> None:
    nightly, _ = await sweep(await start(**ON), write)
    assert nightly.status == "success"
    assert nightly.body["value"]["done"] == ["u-ada", "u-chiara"]


async def test_the_system_sees_its_own_namespace_and_users_only_through_as_user(
    start: Start, write: Write
) -> None:
    nightly, nosy = await sweep(await start(**ON), write)
    assert nightly.body["value"]["own"] == 0
    assert nosy.body["value"] == []


async def test_a_notification_of_the_system_reaches_nobody_and_a_user_s_reaches_them(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    sent: list[str] = []
    kernel.suite.notify.sent.connect(lambda told: sent.append(told.user_id))
    await sweep(kernel, write)
    assert sent == ["u-ada", "u-chiara"]


async def test_every_write_for_a_user_is_on_the_ledger_under_the_system(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await sweep(kernel, write)
    rows = [row for row in await ledger(kernel.journal) if row.source == "schedule"]
    written = {(row.tool_name, row.target_user) for row in rows}
    assert written == {
        (f"store.{method}", user)
        for method in ("create", "update", "delete")
        for user in ("u-ada", "u-chiara")
    }
    assert {(row.user_id, row.action_type) for row in rows} == {("__system__", "system_schedule")}
    fires = [row for row in await ledger(kernel.journal) if row.tool_name == "nightly"]
    assert [(row.action_type, row.source) for row in fires] == [("system_schedule", "time")]


async def test_nothing_asks_for_confirmation(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await sweep(kernel, write)
    assert await kernel.journal.query(["confirmation"]) == []


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
