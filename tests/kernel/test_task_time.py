"""Background work in virtual time: caps, silence and reclaiming, with the documented lengths."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel
from workbench.kernel.tasks.task import Task

MONDAY = datetime(2026, 3, 2, tzinfo=UTC).timestamp()
STANDING = {"clock_start": MONDAY, "clock_paused": True}
HOUR = 3_600.0
SLACK = 20.0
"""Virtual seconds that work may take which runs one to one: time never skips over it."""

SOURCE = """
@chat.function("sleeps", description="Sleeps for an hour.", background=True)
async def sleeps(ctx, params: Nothing) -> ActionResult:
    await asyncio.sleep(3600)
    return ActionResult.success(data={}, summary="Slept well.")

@chat.function("waits", description="Waits for what never comes.", background=True)
async def waits(ctx, params: Nothing) -> ActionResult:
    await asyncio.Event().wait()

@chat.function("spawns", description="Starts a coroutine that sleeps for an hour.")
async def spawns(ctx, params: Nothing) -> ActionResult:
    async def work():
        await asyncio.sleep(3600)
    await ctx.background_task(work(), name="long sleep")
    return ActionResult.success(data={}, summary="Started.")

@chat.function("reports", description="Works for hours, and says so.", background=True,
               long_running=True)
async def reports(ctx, params: Nothing) -> ActionResult:
    for n in range(600):
        await ctx.progress(n / 6, f"step {n}")
        await asyncio.sleep(30)

@chat.function("spawns_long", description="Starts a long coroutine that reports.")
async def spawns_long(ctx, params: Nothing) -> ActionResult:
    async def work():
        for n in range(600):
            await ctx.progress(n / 6, f"step {n}")
            await asyncio.sleep(30)
    await ctx.background_task(work(), name="long work", long_running=True)
    return ActionResult.success(data={}, summary="Started.")

@chat.function("silent", description="Says nothing for an hour.", background=True,
               long_running=True)
async def silent(ctx, params: Nothing) -> ActionResult:
    await asyncio.sleep(3600)

@chat.function("in_time", description="Ends before its cap.", background=True)
async def in_time(ctx, params: Nothing) -> ActionResult:
    began = time.time()
    for _ in range(5):
        await asyncio.sleep(35)
        await ctx.store.create("steps", {})
    return ActionResult.success(data={"took": time.time() - began}, summary="Done.")

@chat.function("computes", description="Uses the processor.", background=True)
async def computes(ctx, params: Nothing) -> ActionResult:
    began, until = time.time(), time.monotonic() + 0.3
    while time.monotonic() < until:
        await asyncio.sleep(0)
    return ActionResult.success(data={"took": time.time() - began}, summary="Computed.")

@chat.function("stubborn", description="Does not leave when cancelled.", background=True)
async def stubborn(ctx, params: Nothing) -> ActionResult:
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            pass
"""


async def opened(start: Start, write: Write, **options: object) -> Kernel:
    kernel = await start(**options)
    await kernel.load(write(SOURCE))
    return kernel


async def after_an_hour(kernel: Kernel, function: str) -> Task:
    """Call a function, let an hour pass, and return the one task that this began."""
    assert (await kernel.call("demo", function)).ok
    (task,) = kernel.tasks.all()
    await kernel.clock.jump(MONDAY + HOUR)
    assert task.done.is_set()
    assert task.ended_at is not None
    return task


def lasted(task: Task) -> float:
    assert task.ended_at is not None
    return task.ended_at - task.at


@pytest.mark.parametrize("function", ["sleeps", "waits", "spawns"])
async def test_a_task_that_only_waits_is_stopped_at_180_virtual_seconds(
    start: Start, write: Write, function: str
) -> None:
    kernel = await opened(start, write, **STANDING)
    began = time.monotonic()
    task = await after_an_hour(kernel, function)
    assert time.monotonic() - began < 60
    assert task.error is not None
    assert (task.status, task.error.type) == ("timeout", "DeadlineExceeded")
    assert "more than 180 s" in task.error.message
    assert 180 <= lasted(task) < 180 + SLACK


@pytest.mark.parametrize("function", ["reports", "spawns_long"])
async def test_a_long_one_that_reports_is_stopped_at_1800_virtual_seconds(
    start: Start, write: Write, function: str
) -> None:
    kernel = await opened(start, write, **STANDING)
    task = await after_an_hour(kernel, function)
    assert task.error is not None
    assert (task.status, "more than 1800 s" in task.error.message) == ("timeout", True)
    assert 1_800 <= lasted(task) < 1_800 + SLACK
    assert task.message in {"step 58", "step 59", "step 60"}


async def test_a_long_one_that_is_silent_is_noted_at_30_and_reclaimed_at_200_virtual_seconds(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write, **STANDING)
    task = await after_an_hour(kernel, "silent")
    assert task.error is not None
    assert (task.status, task.error.type) == ("timeout", "TaskReclaimed")
    assert 200 <= lasted(task) < 200 + SLACK
    (noted,) = await kernel.journal.query(kinds=["problem"])
    assert noted.body["error"]["type"] == "SilentTask"
    assert noted.at == pytest.approx(task.at + 30, abs=0.01)


async def test_the_result_is_delivered_at_the_virtual_instant_the_task_ends(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write, **STANDING)
    task = await after_an_hour(kernel, "in_time")
    assert task.status == "success"
    assert 175 <= lasted(task) < 180
    (turn,) = kernel.chat.turns
    assert turn.messages[0].text == "Done."
    assert turn.messages[0].at == pytest.approx(task.ended_at, abs=SLACK)


async def test_a_task_that_computes_does_not_let_time_skip(start: Start, write: Write) -> None:
    kernel = await opened(start, write, **STANDING)
    task = await after_an_hour(kernel, "computes")
    assert task.status == "success"
    assert 0.3 <= lasted(task) < SLACK


async def test_one_that_does_not_leave_when_cancelled_is_killed_two_virtual_seconds_later(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write, **STANDING)
    task = await after_an_hour(kernel, "stubborn")
    assert task.status == "timeout"
    assert 182 <= lasted(task) < 182 + SLACK


async def test_tasks_beside_each_other_each_have_their_own_cap(start: Start, write: Write) -> None:
    kernel = await opened(start, write, **STANDING)
    for function in ("sleeps", "reports", "spawns", "in_time"):
        await kernel.call("demo", function)
    await kernel.clock.jump(MONDAY + HOUR)
    ends = {task.name: (task.status, lasted(task)) for task in kernel.tasks.all()}
    assert {name: status for name, (status, _) in ends.items()} == {
        "sleeps": "timeout",
        "reports": "timeout",
        "long sleep": "timeout",
        "in_time": "success",
    }
    assert 180 <= ends["sleeps"][1] < 200 > ends["long sleep"][1] >= 180
    assert 175 <= ends["in_time"][1] < 180
    assert 1_800 <= ends["reports"][1] < 1_800 + SLACK


async def test_a_task_begun_in_the_machine_s_time_is_skipped_over_by_a_later_jump(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    await kernel.call("demo", "sleeps")
    (task,) = kernel.tasks.running()
    async with asyncio.timeout(60):
        await kernel.clock.jump(kernel.clock.now() + HOUR)
    assert task.status == "timeout"
    assert 180 <= lasted(task) < 180 + SLACK


async def test_an_accelerated_clock_runs_over_a_sleeping_task(start: Start, write: Write) -> None:
    kernel = await opened(start, write, clock_start=MONDAY)
    kernel.clock.accelerate(3_600)
    began = time.monotonic()
    await kernel.call("demo", "sleeps")
    async with asyncio.timeout(60):
        await kernel.tasks.settled()
    (task,) = kernel.tasks.all()
    assert task.status == "timeout"
    assert time.monotonic() - began < 60


async def test_a_user_s_cancel_reaches_a_sleeping_task_at_its_next_progress(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write, **STANDING)
    await kernel.call("demo", "reports")
    await kernel.clock.jump(MONDAY + 100)
    (task,) = kernel.tasks.running()
    assert task.message == "step 3"
    kernel.tasks.cancel(task.id)
    await kernel.clock.jump(MONDAY + 300)
    assert task.status == "cancelled"
    assert 120 <= lasted(task) < 120 + SLACK
