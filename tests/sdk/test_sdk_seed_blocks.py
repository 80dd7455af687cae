"""What the platform's documents teach works here: each example is declared and run.

The performance guide's are in ``test_sdk_seed_performance``.
"""

from __future__ import annotations

import logging

import pytest

from imperal_sdk import ActionResult, Extension
from imperal_sdk.chat import TaskCancelled
from imperal_sdk.testing import MockContext, MockedContext
from tests.sdk.seed_blocks import events, recipes, schedules

# Long-running AI calls


def with_model(key: str | None = "sk", text: str = "Better.", status: int = 200) -> MockedContext:
    ctx = MockContext(extension=recipes.ext, secrets={"model_key": key} if key else None)
    answer = {"choices": [{"message": {"content": text}}]}
    ctx.http.mock_post("models.test", answer, status=status)
    return ctx


def test_functions_without_a_name_take_their_own() -> None:
    assert list(recipes.chat.functions) == ["polish", "polish_in_background", "start_polish"]
    background = recipes.chat.functions["polish_in_background"]
    assert (background.background, background.long_running) == (True, False)
    assert background._pydantic_model is recipes.StartParams
    assert recipes.chat.functions["polish"].event == "text_polished"


async def test_waiting_pattern_gives_one_call_more_time() -> None:
    ctx = with_model()
    result = await recipes.polish(ctx, recipes.PolishParams(text="so-so"))
    assert (result.summary, result.data) == ("Polished!", {"text": "Better."})
    assert ctx.http.calls[0].kwargs["timeout"] == 120
    assert ctx.http.calls[0].kwargs["headers"] == {"Authorization": "Bearer sk"}
    failed = await recipes.polish(with_model(status=503), recipes.PolishParams(text="x"))
    assert (failed.error, failed.retryable) == ("The model answered 503", True)
    unset = await recipes.polish(with_model(key=None), recipes.PolishParams(text="x"))
    assert (unset.status, unset.retryable) == ("error", False)


async def test_background_handler_itself_is_an_ordinary_one() -> None:
    ctx = with_model()
    result = await recipes.polish_in_background(ctx, recipes.StartParams(text="so-so"))
    assert result.data == {"text": "Better."}
    assert [percent for percent, _ in ctx.progress_calls] == [15, 45, 90]
    assert [doc.data for doc in await ctx.store.list("last_polished")] == [{"value": "Better."}]


async def test_progress_is_told_step_by_step_and_stops_where_the_user_cancels() -> None:
    ctx = MockContext(extension=recipes.ext)
    await recipes.in_three_steps(ctx)
    assert ctx.progress_calls == [
        (15, "Fetching context"),
        (45, "Asking the model"),
        (90, "Saving"),
    ]
    ctx.cancel()
    with pytest.raises(TaskCancelled):
        await recipes.in_three_steps(ctx)


async def test_explicit_background_answers_at_once_and_delivers_later() -> None:
    ctx = with_model()
    answer = await recipes.start_polish(ctx, recipes.StartParams(text="so-so"))
    assert answer.summary == "On it, about 90 s"
    assert ctx.chat_messages == []
    (task,) = await ctx.background.wait()
    assert answer.data == {"task_id": task.task_id}
    assert (task.name, task.cap_s, task.status) == ("Polish", 180, "done")
    assert [message.text for message in ctx.chat_messages] == ["Polished later"]


async def test_explicit_background_can_run_at_once_instead() -> None:
    ctx = with_model()
    answer = await recipes.start_polish(ctx, recipes.StartParams(text="so-so", quick=True))
    assert answer.data == {"text": "Better."}
    assert ctx.background.tasks == []
    assert ctx.http.calls[0].kwargs["timeout"] == 30


async def test_per_call_timeout_is_capped_at_180_seconds() -> None:
    with pytest.raises(ValueError, match=r"timeout=181.*180 seconds"):
        await MockContext().http.post("https://models.test", timeout=181)


async def test_background_coroutine_must_answer_an_action_result() -> None:
    ctx = MockContext(extension=Extension("demo"))

    async def work() -> str:
        return "just text"

    await ctx.background_task(work(), name="wrong")
    (task,) = await ctx.background.wait()
    assert "I-LONGRUN-BG-CORO-RETURNS-ACTIONRESULT" in task.error
    assert [message.text for message in ctx.chat_messages] == [
        "The background task 'wrong' failed."
    ]


# Scheduled tasks


def system() -> MockedContext:
    return MockContext(
        user_id="__system__", extension=schedules.ext, config={"api_key": "k"}, strict=True
    )


def test_schedules_are_kept_with_their_cron() -> None:
    crons = {name: entry.cron for name, entry in schedules.ext.schedules.items()}
    assert crons["nightly_rake"] == "0 3 * * *"
    assert crons["hourly_water"] == "0 * * * *"


def test_system_context_has_no_real_user() -> None:
    ctx = system()
    assert (ctx.user.imperal_id, ctx.user.email, ctx.tenant) == ("__system__", "", None)


async def test_nightly_task_works_for_each_user_in_turn() -> None:
    ctx = system()
    for user in ("u-ada", "u-bob"):
        leaves = {"old": {"stale": True}, "new": {"stale": False}}
        ctx.store.for_user(user)._data["leaves"] = leaves
    await schedules.nightly_rake(ctx)
    for user in ("u-ada", "u-bob"):
        assert list(ctx.store.for_user(user)._data["leaves"]) == ["new"]


async def test_one_users_failure_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ctx = system()
    ctx.http.mock_get("water.test", {"timestamp": "noon"})
    ctx.store.for_user("u-ada")._data["beds"] = {"b": {}}
    ctx.store.for_user("u-bob")._data.update(beds={"b": {}}, state={"current": {}})
    await schedules.hourly_water(ctx)
    assert ctx.store.for_user("u-bob")._data["state"]["current"] == {"watered": "noon"}
    assert (
        "state" not in ctx.store.for_user("u-ada")._data
        or not (ctx.store.for_user("u-ada")._data["state"])
    )
    assert "hourly_water: user u-ada failed" in caplog.text
    assert ctx.http.calls[0].kwargs["headers"] == {"Authorization": "Bearer k"}


async def test_without_isolation_the_first_failure_stops_the_rest() -> None:
    ctx = system()
    ctx.store.for_user("u-ada")._data["leaves"] = {"x": {"broken": True}}
    ctx.store.for_user("u-bob")._data["leaves"] = {"y": {"broken": False}}
    with pytest.raises(RuntimeError, match="u-ada has a broken leaf"):
        await schedules.without_isolation(ctx)
    assert list(ctx.store.for_user("u-bob")._data["leaves"]) == ["y"]


async def test_running_a_task_twice_changes_nothing_more() -> None:
    ctx = system()
    ctx.store.for_user("u-ada")._data["leaves"] = {"old": {"stale": True}, "new": {"stale": False}}
    await schedules.nightly_rake(ctx)
    once = ctx.store.for_user("u-ada")._data["leaves"].copy()
    await schedules.nightly_rake(ctx)
    assert ctx.store.for_user("u-ada")._data["leaves"] == once


def test_ordinary_context_may_not_act_for_others() -> None:
    with pytest.raises(RuntimeError, match="only a system context"):
        MockContext().as_user("u-ada")


# Events


def test_stacked_declarations_are_all_kept() -> None:
    declared = [emit.event_type for emit in events.journal.declared_emits]
    assert declared == ["journal.removed", "journal.edited", "journal.written"]


def test_an_event_of_the_own_namespace_is_declared() -> None:
    (declared,) = events.ledger.declared_emits
    assert (declared.event_type, declared.schema_ref) == ("ledger.topup_booked", None)
    with pytest.raises(ValueError, match=r"'payments\.charged'.*ledger\."):
        events.ledger.emits("payments.charged")
    with pytest.raises(ValueError, match="'ledger_topup_booked'"):
        events.ledger.emits("ledger_topup_booked")


@pytest.mark.parametrize("event_type", ["ledger.charged", "journal_written"])
def test_other_namespaces_and_undotted_names_fail_at_decoration(event_type: str) -> None:
    with pytest.raises(ValueError, match=event_type):

        @events.journal.emits(event_type)
        async def never() -> None: ...


async def test_write_emits_after_it_stored() -> None:
    ctx = MockContext(extension=events.journal)
    params = events.EntryParams(title="Monday", text="…")
    result = await events.write_entry(ctx, params)
    (stored,) = await ctx.store.query("entries")
    assert result.data == {"entry_id": stored.id}
    assert ctx.extensions._emitted == [
        {"event_type": "journal.written", "data": {"entry_id": stored.id, "title": "Monday"}}
    ]


async def test_work_that_needs_a_context_is_done_inline() -> None:
    ctx = MockContext(extension=events.journal)
    result = await events.write_entry_inline(ctx, events.EntryParams(title="Monday"))
    assert isinstance(result, ActionResult)
    assert result.status == "success"


async def test_subscribers_work_from_the_event_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    handlers = {entry.event_type: entry.func for entry in events.watcher.event_handlers}
    await handlers["journal.written"](None, {"entry_id": "e1", "title": "Monday"})
    assert "entry written: id=e1 title=Monday" in caplog.text


async def test_subscribers_check_the_fields_they_need(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    handlers = {entry.event_type: entry.func for entry in events.watcher.event_handlers}
    await handlers["stock.item_created"](None, {})
    await handlers["stock.item_created"](None, {"item_id": "i1"})
    assert "event missing item_id" in caplog.text
    assert "item created: i1" in caplog.text


async def test_context_work_in_a_subscriber_crashes() -> None:
    """The example the concept marks as wrong: handlers are called with ``ctx=None``."""
    broken = events.watcher.event_handlers[-1].func
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'cache'"):
        await broken(None, {})
