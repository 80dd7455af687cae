"""What the platform's documents teach works here: each example is declared and run."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from imperal_sdk import ActionResult, Extension, ui
from imperal_sdk.testing import MockContext, MockedContext
from tests.sdk.seed_blocks import events, performance, recipes, schedules

# Performance guide


def panel(ext: Extension, panel_id: str, ctx: MockedContext, **params: Any) -> Any:
    return ext.call_tool(f"__panel__{panel_id}", ctx, **params)


async def test_short_ttl_skeleton_counts_in_parallel_and_survives_failure() -> None:
    ctx = MockContext(tool_type="skeleton")
    assert await performance.refresh_counts(ctx) == {"response": {"due": 0, "late": 0}}
    ctx.http.mock_get("/v1/todos", {"total": 4})
    assert await performance.refresh_counts(ctx) == {"response": {"due": 4, "late": 4}}
    assert [call.kwargs["params"]["filter"] for call in ctx.http.calls[-2:]] == ["due", "late"]
    tool: Any = performance.todo.tools["skeleton_refresh_counts"]
    assert tool._skeleton == {"section_name": "counts", "alert_on_change": True, "ttl": 30}


async def test_long_ttl_skeleton_reads_the_schema() -> None:
    ctx = MockContext()
    ctx.http.mock_post("/v1/schema", {"tables": [{"name": "a"}]})
    assert await performance.refresh_schema(ctx) == {
        "response": {"count": 1, "tables": [{"name": "a"}]}
    }
    assert ctx.http.calls[0].kwargs["json"] == {"user": "test_user"}
    ctx.http.mock_post("/v1/schema", {}, status=500)
    assert (await performance.refresh_schema(ctx))["response"]["count"] == 0


async def test_empty_panel_does_no_io() -> None:
    ctx = MockContext()
    answer = await panel(performance.reader, "page", ctx)
    assert answer["ui"]["type"] == "Empty"
    assert ctx.http.calls == []
    ctx.http.mock_get("/v1/pages/p1", {"title": "One", "text": "**bold**"})
    answer = await panel(performance.reader, "page", ctx, page_id="p1")
    kinds = [child["type"] for child in answer["ui"]["props"]["children"]]
    assert kinds == ["Header", "Markdown"]
    answer = await panel(performance.reader, "page", ctx, page_id="gone")
    assert answer["ui"]["type"] == "Error"
    assert performance.reader.panels["page"]["center_overlay"] is True


async def test_cached_panel_fetches_once_per_user() -> None:
    ctx = MockContext(extension=performance.accounts)
    ctx.http.mock_get("/v1/accounts", {"accounts": [{"id": "a", "name": "Ada"}, {"id": "b"}]})
    first = await panel(performance.accounts, "list", ctx)
    second = await panel(performance.accounts, "list", ctx)
    assert first == second
    assert [item["props"]["title"] for item in first["ui"]["props"]["items"]] == ["Ada", "?"]
    assert len(ctx.http.calls) == 1
    other = MockContext(user_id="u2", extension=performance.accounts)
    assert (await panel(performance.accounts, "list", other))["ui"]["type"] == "Empty"


def test_cache_models_are_registered_at_import() -> None:
    assert list(performance.post._cache_models) == ["page", "unread"]
    assert performance.post._resolve_cache_model_name(performance.PostPage) == "page"


async def test_skeleton_warms_the_cache_for_panels() -> None:
    ctx = MockContext(extension=performance.warehouse, tool_type="skeleton")
    ctx.http.mock_post("/v1/schema", {"tables": [{"name": "a", "columns": ["x"], "rows": 9}]})
    answer = await performance.warm_schema(ctx)
    assert answer["response"]["tables"] == [{"name": "a", "columns": ["x"]}]
    snapshot = await ctx.cache.get(performance.SNAPSHOT_KEY, performance.Snapshot)
    assert snapshot == performance.Snapshot(tables=[{"name": "a", "columns": ["x"]}], count=1)


async def test_list_loads_on_while_there_is_more() -> None:
    ctx = MockContext()
    ctx.http.mock_get(
        "/v1/people", {"people": [{"id": "p", "name": "Ada"}], "next_cursor": "c2", "total": 99}
    )
    props = (await panel(performance.people, "list", ctx))["ui"]["props"]
    assert (props["total_items"], props["page_size"]) == (99, 50)
    assert props["on_end_reached"] == {
        "action": "call",
        "function": "__panel__list",
        "params": {"cursor": "c2"},
    }
    ctx.http.mock_get("/v1/people", {"people": []})
    props = (await panel(performance.people, "list", ctx, cursor="c2"))["ui"]["props"]
    assert "on_end_reached" not in props
    assert ctx.http.calls[-1].kwargs["params"]["cursor"] == "c2"
    ctx.http.mock_get("/v1/people", {}, status=500)
    assert (await panel(performance.people, "list", ctx))["ui"]["type"] == "Error"


async def test_parallel_panel_shows_what_arrived() -> None:
    ctx = MockContext()
    ctx.http.mock_get("/v1/sales", {"amount": 1234.5})
    answer = await panel(performance.numbers, "overview", ctx)
    stats = answer["ui"]["props"]["children"][0]
    assert stats["type"] == "Stats"
    values = [stat["props"]["value"] for stat in stats["props"]["children"]]
    assert values == [0, "$1,234.50"]


async def test_chain_step_names_the_field_of_its_target() -> None:
    function = performance.shelves_chat.functions["remove_books_from_shelf"]
    assert function.id_projection == "shelf_id"
    assert function._pydantic_model is performance.EmptyShelfParams
    ctx = MockContext()
    ctx.http.mock_delete("/v1/shelves/s1/books", {"removed": 3})
    result = await function.func(ctx, performance.EmptyShelfParams(shelf_id="s1"))
    assert result.to_dict() == {
        "status": "success",
        "summary": "Removed 3 books",
        "data": {"shelf_id": "s1", "removed": 3},
        "refresh_panels": ["list"],
    }
    for shelf_id, words in (("", "required"), ("s2", "could not be removed")):
        failed = await function.func(ctx, performance.EmptyShelfParams(shelf_id=shelf_id))
        assert words in failed.error


async def test_both_kinds_of_logging_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ctx = MockContext(extension_id="printing")
    params = performance.PrintParams(kind="short")
    failed = await performance.print_summary(ctx, params)
    assert (failed.status, failed.retryable) == ("error", True)
    ctx.http.mock_post("/v1/print", {"pages": 2})
    assert (await performance.print_summary(ctx, params)).data == {"pages": 2}
    assert "print failed user=test_user status=404" in caplog.text
    assert ("ext.printing", logging.INFO, "print done user=test_user") in caplog.record_tuples


async def test_one_call_per_row_is_visible_as_such() -> None:
    """The guide's first pitfall: 50 rows are 51 calls, and the double counts them."""
    ctx = MockContext()
    ctx.http.mock_get("/v1/todos", {"todos": [{"id": str(n)} for n in range(50)]})
    await performance.one_call_per_row(ctx)
    assert len(ctx.http.calls) == 51


async def test_heavy_skeleton_keeps_its_short_ttl_and_its_answer() -> None:
    """The guide's second pitfall is legal: any TTL an author writes is kept."""
    tool: Any = performance.catalog.tools["skeleton_refresh_everything"]
    assert tool._skeleton["ttl"] == 10
    ctx = MockContext()
    ctx.http.mock_post("/v1/aggregate", {"n": 1})
    assert await performance.refresh_everything(ctx) == {"response": {"n": 1}}


def test_handlers_may_build_large_trees_without_any_io() -> None:
    rows = [ui.ListItem(id=str(n), title=str(n)) for n in range(1000)]
    assert len(ui.List(items=rows).to_dict()["props"]["items"]) == 1000


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
    await handlers["stock.item_created"](None, {})
    await handlers["stock.item_created"](None, {"item_id": "i1"})
    assert "entry written: id=e1 title=Monday" in caplog.text
    assert "event missing item_id" in caplog.text
    assert "item created: i1" in caplog.text


async def test_context_work_in_a_subscriber_crashes() -> None:
    """The example the concept marks as wrong: handlers are called with ``ctx=None``."""
    broken = events.watcher.event_handlers[-1].func
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'cache'"):
        await broken(None, {})
