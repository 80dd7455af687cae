"""The five LONGRUN invariants, the heartbeat, and what a user sees of background work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kernel.conftest import Start, Write, line_of, until
from workbench.kernel.audit import ledger
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

SOURCE = """
@chat.function("too_patient", description="Asks for more time than there is.", action_type="read")
async def too_patient(ctx, params: Nothing) -> ActionResult:
    await ctx.http.get("https://x.test/", timeout=181)
    return ActionResult.success(data={}, summary="")

@chat.function("hopeful", description="Asks for too much and goes on.", action_type="read")
async def hopeful(ctx, params: Nothing) -> ActionResult:
    try:
        await ctx.http.post("https://x.test/", json={"secret": "s"}, timeout=600)
    except ValueError as error:
        return ActionResult.success(data={"told": type(error).__name__}, summary="")

@chat.function("patient", description="One slow call.", action_type="read")
async def patient(ctx, params: Nothing) -> ActionResult:
    answer = await ctx.http.get("https://x.test/", timeout=180)
    return ActionResult.success(data={"status": answer.status_code}, summary="Form A.")

@chat.function("later", description="Runs in the background.", background=True, long_running=True)
async def later(ctx, params: Nothing) -> ActionResult:
    await ctx.progress(10, "Begun")
    await asyncio.Event().wait()

@chat.function("done", description="Ends at once in the background.", background=True)
async def done(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={"text": "x"}, summary="Refined output ready!")

@chat.function("spinning", description="Starts a coroutine that never yields.")
async def spinning(ctx, params: Nothing) -> ActionResult:
    async def burn():
        await ctx.progress(1, "Burning")
        while True:
            pass
    await ctx.background_task(burn(), name="number crunching")
    return ActionResult.success(data={}, summary="Started.")

@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    async def work():
        return ActionResult.success(data={}, summary="")
    try:
        await ctx.background_task(work(), name="of nobody")
    except RuntimeError as error:
        return {"refused": str(error)}

@chat.function("as_ben", description="A message in another's name.", action_type="read")
async def as_ben(ctx, params: Nothing) -> ActionResult:
    told = []
    wire = ctx.store._platform.calls
    for service, method, args in (
        ("store", "get", {"collection": "notes", "doc_id": "n"}),
        ("cache", "get", {"key": "k", "model": "m"}),
        ("chat", "deliver", {"text": "boo"}),
        ("storage", "download", {"path": "a"}),
        ("tasks", "spawn", {"name": "t"}),
    ):
        try:
            await wire.call(service, method, args, acting="u-ben")
        except PermissionError as error:
            told.append(f"{service}.{method}")
    return ActionResult.success(data={"refused": told}, summary="")
"""


async def opened(start: Start, write: Write, **settings: float) -> Kernel:
    kernel = await start(mock_default="200 {}")
    await kernel.load(write(SOURCE))
    return kernel


def profile_with(monkeypatch: pytest.MonkeyPatch, **settings: float) -> None:
    changed = replace(Profile.load("seeds"), **settings)  # type: ignore[arg-type]
    monkeypatch.setattr(Profile, "load", lambda name: changed)


async def test_http_cap_of_180_seconds_is_a_value_error_and_on_the_ledger(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    outcome = await kernel.call("demo", "too_patient")
    assert outcome.error is not None
    assert outcome.error.type == "ValueError"
    for name in ("too_patient", "http.request"):
        (row,) = [row for row in await ledger(kernel.journal) if row.tool_name == name]
        assert (row.user_id, row.status, "180" in (row.error or "")) == ("u-ada", "failed", True)
    assert (await kernel.call("demo", "patient")).data == {"status": 200}


async def test_a_request_over_the_cap_is_on_the_ledger_even_if_it_is_caught(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    outcome = await kernel.call("demo", "hopeful")
    assert outcome.data == {"told": "ValueError"}
    (row,) = [row for row in await ledger(kernel.journal) if row.tool_name == "http.request"]
    assert (row.user_id, row.status, row.args["timeout"]) == ("u-ada", "failed", 600)
    (request,) = await kernel.journal.query(["http"])
    assert request.status == "error"
    assert request.body["at"]["line"] == line_of(kernel.extensions["demo"].root, "timeout=600")


async def test_the_chat_waits_for_a_call_of_up_to_180_seconds(start: Start, write: Write) -> None:
    kernel = await opened(start, write)
    assert kernel.profile.call_function_timeout_s > kernel.profile.http_max_timeout_s


async def test_the_caps_are_180_and_1800_seconds(start: Start, write: Write) -> None:
    kernel = await opened(start, write)
    assert (kernel.profile.background_cap_s, kernel.profile.background_long_cap_s) == (180, 1800)
    await kernel.call("demo", "later")
    (task,) = kernel.tasks.running()
    assert task.cap_s == 1800


async def test_a_task_belongs_to_its_user_and_another_is_refused_and_noted(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    await kernel.call("demo", "later")
    (task,) = kernel.tasks.running()
    with pytest.raises(PermissionError, match="403"):
        kernel.tasks.cancel(task.id, user_id="u-ben")
    assert not task.cancelling
    assert kernel.tasks.all("u-ben") == []
    (row,) = [row for row in await ledger(kernel.journal) if row.tool_name == "task.cancel"]
    assert (row.user_id, row.critical, row.error_code) == ("u-ben", True, "PERMISSION_DENIED")
    assert kernel.tasks.cancel(task.id, user_id="u-ada").cancelling


async def test_a_result_reaches_the_user_who_started_it_whoever_is_signed_in(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    await kernel.call("demo", "done")
    kernel.personas.choose("u-ben")
    await kernel.settled()
    (turn,) = kernel.chat.turns
    assert (turn.user_id, turn.messages[0].text) == ("u-ada", "Refined output ready!")
    rows = [row for row in await ledger(kernel.journal) if row.tool_name == "chat.deliver"]
    assert [(row.user_id, row.status) for row in rows] == [("u-ada", "success")]


async def test_a_task_without_a_user_is_refused(start: Start, write: Write) -> None:
    kernel = await opened(start, write)
    fire = await kernel.schedules.fire("demo", "nightly")
    record = await kernel.journal.get(fire.span_id)
    assert record is not None
    assert "belongs to a user" in record.body["value"]["refused"]
    assert kernel.tasks.all() == []


async def test_a_message_that_asks_for_another_user_s_data_is_refused_and_audited(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    outcome = await kernel.call("demo", "as_ben")
    asked = ["store.get", "cache.get", "chat.deliver", "storage.download", "tasks.spawn"]
    assert outcome.data == {"refused": asked}
    rows = [row for row in await ledger(kernel.journal) if row.critical]
    assert sorted(row.tool_name for row in rows) == sorted(asked)
    assert {(row.user_id, row.target_user, row.error_code) for row in rows} == {
        ("u-ada", "u-ben", "PERMISSION_DENIED")
    }
    assert kernel.chat.turns == []


async def test_a_silent_task_is_reclaimed_and_its_user_told(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_with(monkeypatch, background_heartbeat_s=0.1, background_reclaim_s=0.3)
    kernel = await opened(start, write)
    await kernel.call("demo", "later")
    await kernel.settled()
    (task,) = kernel.tasks.all()
    assert task.error is not None
    assert (task.status, task.error.type) == ("timeout", "TaskReclaimed")
    assert task.ended_at is not None
    assert task.ended_at - task.at >= 0.3
    assert "was reclaimed" in kernel.chat.turns[-1].messages[0].text
    noted = await kernel.journal.query(kinds=["problem"])
    assert [problem.body["error"]["type"] for problem in noted] == ["SilentTask"]


async def test_a_coroutine_that_never_yields_is_named_and_stopped_at_its_cap(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_with(monkeypatch, background_cap_s=3.0, background_heartbeat_s=0.0)
    kernel = await start()
    root = write(SOURCE)
    extension = await kernel.load(root)
    await kernel.call("demo", "spinning")
    await until(kernel.build_changed, lambda: extension.status == "blocked")
    assert extension.problem is not None
    assert "background task 'number crunching'" in extension.problem.message
    body = range(line_of(root, "while True:"), line_of(root, "while True:") + 2)
    assert extension.problem.line in body
    await kernel.settled()
    (task,) = kernel.tasks.all()
    assert task.status == "timeout"
