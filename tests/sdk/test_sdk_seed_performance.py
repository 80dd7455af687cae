"""What the performance guide teaches works here: each example is declared and run."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from imperal_sdk import Extension, ui
from imperal_sdk.testing import MockContext, MockedContext
from tests.sdk.seed_blocks import performance


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


async def test_panel_without_a_choice_answers_an_empty_node_and_asks_nobody() -> None:
    ctx = MockContext(extension=performance.archive)
    answer = await panel(performance.archive, "detail", ctx)
    assert answer == {
        "ui": {"type": "Empty", "props": {"message": "Choose a folder", "icon": "Archive"}},
        "panel_id": "detail",
    }
    chosen = await panel(performance.archive, "detail", ctx, folder_id="f1")
    assert [child["type"] for child in chosen["ui"]["props"]["children"]] == ["Text"]
    assert ctx.http.calls == []


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
