"""Time skips while the kernel itself lets a call or a handler wait: a simulated latency, a fault
rule's delay, another handler, an event on its way."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}
SLACK = 20.0
"""Virtual seconds that work may take which runs one to one: time never skips over it."""

ASKS = """
@ext.schedule("asks", cron="0 * * * *")
async def asks(ctx):
    began, mono = time.time(), time.monotonic()
    answer = await ctx.ai.complete("Sum up the day")
    return {"text": answer.text, "slept": time.time() - began, "really": time.monotonic() - mono}
"""
SLOW_MODEL = '[[ai.rule]]\nmatch = "Sum up"\ntext = "Quiet."\nlatency_ms = 90000\n'

HOURLY = """
@ext.schedule("hourly", cron="0 * * * *")
async def hourly(ctx):
    began = time.time()
    await ctx.store.count("c")
    return {"woke": began, "slept": time.time() - began}

@ext.schedule("beside", cron="*/10 * * * *")
async def beside(ctx):
    return {"woke": time.time()}
"""


async def opened(start: Start, *roots: Path, **options: Any) -> Kernel:
    kernel = await start(**{**ON, **options})
    for root in roots:
        await kernel.load(root)
    return kernel


async def ran(kernel: Kernel, name: str, **span: float) -> list[Record]:
    """Let time run, and return the runs of one handler, oldest first."""
    await kernel.clock.jump((MONDAY + timedelta(**span)).timestamp())
    await kernel.drivers.settled()
    records = await kernel.journal.query(
        ["schedule", "event", "ipc"], newest_first=False, limit=1_000
    )
    return [record for record in records if record.name == name]


def rules(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "faults.toml"
    file.write_text(text)
    return file


async def test_a_model_s_simulated_latency_costs_virtual_seconds_only(
    start: Start, write: Write
) -> None:
    root = write(ASKS)
    (root / "workbench.toml").write_text(SLOW_MODEL)
    runs = await ran(await opened(start, root), "asks", hours=24, minutes=5)
    assert [run.status for run in runs] == ["success"] * 24
    for run in runs:
        value = run.body["value"]
        assert value["text"] == "Quiet."
        assert 90 <= value["slept"] < 90 + SLACK
        assert value["really"] < SLACK


async def test_the_tiers_latencies_cost_virtual_time_only_when_a_profile_simulates_them(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = replace(
        Profile.load("seeds"), latency_simulate=True, latency_store_ms=(40_000.0, 50_000.0)
    )
    monkeypatch.setattr(Profile, "load", lambda name: slow)
    runs = await ran(await opened(start, write(HOURLY)), "hourly", hours=12, minutes=5)
    assert len(runs) == 12
    assert all(40 <= run.body["value"]["slept"] < 50 + SLACK for run in runs)


async def test_a_delay_by_rule_on_a_call_is_skipped_over_up_to_the_handler_s_cap(
    start: Start, write: Write, tmp_path: Path
) -> None:
    faults = rules(
        tmp_path,
        """
        [[rule]]
        on = "store.count"
        do = "delay"
        seconds = 300
        times = 1

        [[rule]]
        on = "store.count"
        do = "delay"
        seconds = 100000
        """,
    )
    kernel = await opened(start, write(HOURLY), faults=faults)
    delayed, over = await ran(kernel, "hourly", hours=2, minutes=30)
    assert 300 <= delayed.body["value"]["slept"] < 300 + SLACK
    assert over.status == "timeout"
    assert 600e3 <= over.body["virtual_ms"] < (600 + SLACK) * 1e3


async def test_a_handler_that_a_rule_holds_up_begins_later_and_has_its_whole_cap(
    start: Start, write: Write, tmp_path: Path
) -> None:
    faults = rules(tmp_path, '[[rule]]\non = "schedule:hourly"\ndo = "delay"\nseconds = 1500\n')
    kernel = await opened(start, write(HOURLY), faults=faults)
    (run,) = await ran(kernel, "hourly", hours=1, minutes=40)
    due = (MONDAY + timedelta(hours=1)).timestamp()
    assert run.status == "success"
    assert run.at == due + 1_500
    assert run.body["value"]["woke"] == pytest.approx(due + 1_500, abs=SLACK)
    others = await ran(kernel, "beside", hours=1, minutes=50)
    assert sorted(other.at - due for other in others)[-6:] == [0, 600, 1_200, 1_800, 2_400, 3_000]


async def test_a_request_gives_up_at_its_own_timeout_of_virtual_time(
    start: Start, write: Write
) -> None:
    root = write("""
    @ext.schedule("asks", cron="0 * * * *")
    async def asks(ctx):
        began = time.time()
        try:
            await ctx.http.get("https://slow.test/", timeout=120)
        except Exception as error:
            return {"error": type(error).__name__, "slept": time.time() - began}
    """)
    rule = '[[http.rule]]\nurl = "https://slow.test/"\nstatus = 200\nlatency_ms = 170000\n'
    (root / "workbench.toml").write_text(rule)
    (run,) = await ran(await opened(start, root), "asks", hours=1, minutes=30)
    assert run.body["value"]["error"] == "ReadTimeout"
    assert 120 <= run.body["value"]["slept"] < 120 + SLACK


async def test_time_does_not_skip_over_work_beside_a_call_that_waits(
    start: Start, write: Write
) -> None:
    root = write("""
    @ext.schedule("both", cron="0 * * * *")
    async def both(ctx):
        began = time.time()
        asking = asyncio.create_task(ctx.ai.complete("Sum up the day"))
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            await asyncio.sleep(0)
        worked = time.time() - began
        await asking
        return {"worked": worked, "slept": time.time() - began}
    """)
    (root / "workbench.toml").write_text(SLOW_MODEL)
    (run,) = await ran(await opened(start, root), "both", hours=1, minutes=30)
    assert 0.3 <= run.body["value"]["worked"] < SLACK
    assert 90 <= run.body["value"]["slept"] < 90 + SLACK


async def test_a_caller_waits_with_the_handler_it_has_called(start: Start, write: Write) -> None:
    asker = write(
        """
        @ext.schedule("calls", cron="0 * * * *")
        async def calls(ctx):
            began = time.time()
            answer = await ctx.extensions.call("sleeper", "nap")
            return {"answer": answer, "slept": time.time() - began}
        """,
        app_id="asker",
    )
    sleeper = write(
        """
        @ext.expose("nap")
        async def nap(ctx):
            await asyncio.sleep(50)
            return "rested"
        """,
        app_id="sleeper",
    )
    began = time.monotonic()
    runs = await ran(await opened(start, asker, sleeper), "calls", hours=3, minutes=5)
    assert time.monotonic() - began < 60
    assert [run.body["value"]["answer"] for run in runs] == ["rested"] * 3
    assert all(50 <= run.body["value"]["slept"] < 50 + SLACK for run in runs)


async def test_an_event_reaches_its_subscriber_at_the_instant_it_was_emitted(
    start: Start, write: Write
) -> None:
    root = write("""
    @ext.on_event("demo.hour")
    async def heard(ctx, event):
        await asyncio.sleep(30)
        return {"at": time.time()}
    """)
    kernel = await opened(start, root)
    hours = [(MONDAY + timedelta(hours=hour)).timestamp() for hour in range(1, 13)]
    emitted: list[asyncio.Task[str]] = []

    def emit() -> None:
        emitting = kernel.events.emit("demo", "demo.hour", {}, user=kernel.personas.current)
        emitted.append(asyncio.ensure_future(emitting))

    for hour in hours:
        kernel.clock.call_at(hour, emit)
    runs = await ran(kernel, "demo.hour#0", hours=12, minutes=30)
    assert len(runs) == len(emitted) == 12
    for run, hour in zip(runs, hours, strict=True):
        assert hour <= run.at < hour + SLACK
        assert hour + 30 <= run.body["value"]["at"] < hour + 30 + SLACK


EVERYTHING = """
@ext.schedule("sweep", cron="0 * * * *")
async def sweep(ctx):
    await asyncio.sleep(100)
    await ctx.store.count("c")
    await ctx.extensions.emit("demo.swept", {})

@ext.emits("demo.swept")
async def swept():
    pass

@ext.on_event("demo.swept")
async def heard(ctx, event):
    await asyncio.sleep(50)

@ext.skeleton("work", ttl=7200, description="Starts a task for each user.")
async def work(ctx):
    async def later():
        for n in range(4):
            await ctx.progress(n * 20, f"step {n}")
            await asyncio.sleep(60)
        return ActionResult.success(data={}, summary="Done.")
    await ctx.background_task(later(), name="later")
    return {"response": {"n": 1}}
"""


async def test_two_runs_with_tasks_events_sleeps_and_delays_do_the_same_in_the_same_minutes(
    start: Start, write: Write, tmp_path: Path
) -> None:
    faults = rules(tmp_path, '[[rule]]\non = "store.count"\ndo = "delay"\nseconds = 30\n')
    root, runs = write(EVERYTHING), []
    for _ in range(2):
        kernel = await opened(start, root, faults=faults)
        await kernel.clock.jump((MONDAY + timedelta(hours=6, minutes=30)).timestamp())
        kinds = ["schedule", "event", "skeleton", "task", "problem"]
        records = await kernel.journal.query(kinds, newest_first=False, limit=1_000)
        said = [(r.kind, r.name, r.actor, r.status, (r.at + 5) // 60) for r in records]
        runs.append(sorted(said, key=repr))
        assert {task.status for task in kernel.tasks.all()} == {"timeout"}
    first, second = runs
    assert first == second
    happened = [(kind, status) for kind, _, _, status, _ in first]
    assert happened.count(("schedule", "success")) == 6
    assert happened.count(("event", "published")) == happened.count(("event", "success")) == 6
    assert happened.count(("task", "timeout")) == happened.count(("task", "started")) == 12
