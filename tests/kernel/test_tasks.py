"""Background work: detached handlers and coroutines, progress, caps, cancelling, delivery."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.kernel.conftest import Start, Write, until
from workbench.kernel.audit import ledger
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile
from workbench.kernel.tasks.task import Task

SOURCE = """
async def until_told(ctx):
    while not await ctx.store.count("go"):
        await asyncio.sleep(0.005)

@ext.panel("p", slot="left")
async def p(ctx):
    return ui.Text(str(await ctx.store.count("done")))

@chat.function("flagged", description="Runs in the background by its flag.", action_type="write",
               event="flagged", background=True)
async def flagged(ctx, params: Nothing) -> ActionResult:
    await ctx.progress(40, "Working")
    await until_told(ctx)
    await ctx.store.create("done", {})
    return ActionResult.success(data={"n": 1}, summary="Flagged is ready.")

@chat.function("spawned", description="Starts a coroutine of its own.")
async def spawned(ctx, params: Nothing) -> ActionResult:
    async def work():
        await ctx.progress(50, "Halfway")
        await until_told(ctx)
        await ctx.store.create("done", {})
        return ActionResult.success(data={}, summary="Spawned is ready.")
    task_id = await ctx.background_task(work(), name="spawned work")
    return ActionResult.success(data={"task_id": task_id}, summary="I am on it.")

@chat.function("wrong", description="Returns no ActionResult from the background.")
async def wrong(ctx, params: Nothing) -> ActionResult:
    async def work():
        return {"not": "a result"}
    await ctx.background_task(work(), name="wrong work")
    return ActionResult.success(data={}, summary="Started.")

@chat.function("crashing", description="Raises in the background.", background=True)
async def crashing(ctx, params: Nothing) -> ActionResult:
    raise ValueError("background boom")

@chat.function("endless", description="Reports for ever.", background=True, long_running=False)
async def endless(ctx, params: Nothing) -> ActionResult:
    n = 0
    while True:
        n += 1
        await ctx.progress(min(n, 99), f"round {n}")
        await asyncio.sleep(0.005)

@chat.function("silent", description="Waits for ever without a word.", background=True)
async def silent(ctx, params: Nothing) -> ActionResult:
    await asyncio.Event().wait()

@chat.function("exiting", description="Ends the process.", background=True)
async def exiting(ctx, params: Nothing) -> ActionResult:
    os._exit(4)

@chat.function("say", description="Says something in the chat by itself.")
async def say(ctx, params: Nothing) -> ActionResult:
    await ctx.deliver_chat_message("x" * 70_000 if ctx.user.imperal_id == "u-ben" else "Hello!")
    return ActionResult.success(data={}, summary="")

@chat.function("go", description="Let the waiting ones end.")
async def go(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("go", {})
    return ActionResult.success(data={}, summary="")
"""


async def ended(kernel: Kernel) -> Task:
    """The session's one task, once it has ended and its result is delivered."""
    (task,) = kernel.tasks.all()
    async with asyncio.timeout(20):
        await kernel.tasks.settled()
    return task


async def test_a_flagged_function_answers_at_once_and_delivers_later(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    await kernel.panels.discover("demo")
    outcome = await kernel.call("demo", "flagged", source="chat")
    assert outcome.ok
    assert "Started 'flagged' in background" in outcome.summary
    (task,) = kernel.tasks.running()
    assert outcome.task_id == task.id
    await until(kernel.tasks.changed, lambda: task.percent == 40)
    assert (task.message, task.cap_s) == ("Working", 180)
    assert kernel.chat.turns == []
    await kernel.call("demo", "go")
    await kernel.settled()
    assert task.status == "success"
    (turn,) = kernel.chat.turns
    assert (turn.text, turn.messages[0].text) == ("", "Flagged is ready.")
    answer = kernel.panels.current("demo", "p")
    assert answer is not None
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "1"
    types = {record.name for record in await kernel.journal.query(kinds=["event"])}
    assert "demo.flagged" in types


async def test_platform_6_ignores_the_flag(start: Start, write: Write) -> None:
    kernel = await start(profile="platform-6")
    await kernel.load(write(SOURCE))
    outcome = await kernel.call("demo", "crashing")
    assert outcome.status == "error"
    assert kernel.tasks.all() == []


async def test_a_spawned_coroutine_outlives_its_turn_and_reports_to_the_chat(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    turn = await kernel.chat.say("", plan=[{"tool": "spawned"}])
    assert turn.messages[-1].text == "I am on it."
    (task,) = kernel.tasks.running()
    assert turn.steps[0].result == {"task_id": task.id}
    await until(kernel.tasks.changed, lambda: task.message == "Halfway")
    await kernel.call("demo", "go")
    task = await ended(kernel)
    assert task.status == "success"
    assert kernel.chat.turns[-1].messages[0].text == "Spawned is ready."
    calls = await kernel.journal.query(parent_id=task.id, kinds=["service"], limit=500)
    assert {"store.create", "progress.report"} <= {record.name for record in calls}
    starts = await kernel.journal.query(kinds=["task"], newest_first=False)
    assert [record.status for record in starts] == ["started", "success"]


async def test_background_work_must_return_an_action_result(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "wrong")
    task = await ended(kernel)
    assert task.status == "error"
    assert task.error is not None
    assert task.error.type == "NotAnActionResult"
    assert "instead of an ActionResult" in kernel.chat.turns[-1].messages[0].text
    rows = [row for row in await ledger(kernel.journal) if row.tool_name == "chat.deliver"]
    assert [row.critical for row in rows] == [True]


async def test_a_failure_in_the_background_reaches_the_chat(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "crashing")
    task = await ended(kernel)
    assert task.status == "error"
    turn = kernel.chat.turns[-1]
    assert turn.status == "failed"
    assert "ValueError: background boom" in turn.messages[0].text


async def test_a_cancel_is_raised_at_the_next_progress(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    outcome = await kernel.call("demo", "endless")
    (task,) = kernel.tasks.running()
    await until(kernel.tasks.changed, lambda: task.percent is not None)
    kernel.tasks.cancel(str(outcome.task_id))
    task = await ended(kernel)
    assert task.status == "cancelled"
    assert "was cancelled" in kernel.chat.turns[-1].messages[0].text
    assert kernel.chat.turns[-1].status == "done"


async def test_a_cancel_before_the_handler_was_sent_is_not_lost(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    outcome = await kernel.call("demo", "flagged")
    task = kernel.tasks.get(str(outcome.task_id))
    assert task.invocation is None
    kernel.tasks.cancel(task.id)
    await kernel.settled()
    assert task.status == "cancelled"


async def test_a_task_over_its_cap_is_interrupted(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = replace(Profile.load("seeds"), background_cap_s=0.2)
    monkeypatch.setattr(Profile, "load", lambda name: short)
    kernel = await start()
    extension = await kernel.load(write(SOURCE))
    build = extension.build
    await kernel.call("demo", "silent")
    task = await ended(kernel)
    assert task.status == "timeout"
    assert task.error is not None
    assert "more than 0.2 s" in task.error.message
    assert task.ended_at is not None
    assert task.ended_at - task.at >= 0.2
    assert extension.build is build


async def test_a_silent_task_is_noted_once_per_silence(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = replace(Profile.load("seeds"), background_heartbeat_s=0.1, background_cap_s=0.6)
    monkeypatch.setattr(Profile, "load", lambda name: quick)
    kernel = await start()
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "silent")
    await ended(kernel)
    (problem,) = await kernel.journal.query(kinds=["problem"])
    assert problem.body["error"]["type"] == "SilentTask"
    await kernel.call("demo", "endless")
    await kernel.tasks.settled()
    assert len(await kernel.journal.query(kinds=["problem"])) == 1


async def test_a_slow_call_is_detached_where_the_platform_does_so(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    promoting = replace(Profile.load("platform-6"), background_promotion_s=0.2)
    monkeypatch.setattr(Profile, "load", lambda name: promoting)
    kernel = await start()
    await kernel.load(write(SOURCE))
    quick = await kernel.call("demo", "say")
    assert (quick.ok, quick.task_id) == (True, None)
    slow = await kernel.call("demo", "flagged")
    (task,) = kernel.tasks.running()
    assert slow.task_id == task.id
    await kernel.call("demo", "go")
    await kernel.settled()
    assert task.status == "success"
    assert kernel.chat.turns[-1].messages[0].text == "Flagged is ready."


async def test_tasks_of_a_dead_child_end_as_lost(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "exiting")
    task = await ended(kernel)
    assert task.status == "host_lost"
    assert kernel.chat.turns[-1].status == "failed"


async def test_a_spawned_coroutine_of_a_dead_child_ends_as_lost(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "spawned")
    kernel.extensions["demo"].build.child.kill("for the test")
    task = await ended(kernel)
    assert task.status == "host_lost"


async def test_a_reload_leaves_running_tasks_alone(kernel: Kernel, write: Write) -> None:
    extension = await kernel.load(write(SOURCE))
    await kernel.call("demo", "spawned")
    old = extension.build
    await kernel.reload("demo")
    assert extension.draining == [old]
    await kernel.call("demo", "go")
    task = await ended(kernel)
    assert task.status == "success"
    await old.child.gone()


async def test_a_message_of_the_extension_s_own_is_a_turn_and_is_audited(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "say")
    (turn,) = kernel.chat.turns
    assert (turn.user_id, turn.messages[0].text) == ("u-ada", "Hello!")
    rows = [row for row in await ledger(kernel.journal) if row.tool_name == "chat.deliver"]
    assert [row.status for row in rows] == ["success"]


async def test_a_long_message_is_cut(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    kernel.personas.choose("u-ben")
    await kernel.call("demo", "say")
    text = kernel.chat.turns[0].messages[0].text
    assert len(text.encode()) < 66_000
    assert text.endswith("...(truncated)")
