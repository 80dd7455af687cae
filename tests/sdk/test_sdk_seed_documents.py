"""The platform's documents themselves: every Python block runs here, word for word.

Needs the documents: ``IMPERAL_SEEDS`` names the folder that holds them as text files. Blocks
that lost their indentation get it back (see ``seed_text``); nothing else is changed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import textwrap
import types
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from imperal_sdk import ActionResult, ChatExtension, Extension
from imperal_sdk.testing import MockContext, MockedContext
from tests.sdk import seed_text

SEEDS = os.environ.get("IMPERAL_SEEDS", "")

if not SEEDS:
    pytest.skip(
        "IMPERAL_SEEDS does not name the folder with the platform's documents",
        allow_module_level=True,
    )

MARKS = {
    "performance": "Latency budget",
    "recipe": "Pattern A",
    "schedules": "Fan-out via list_users",
    "events": "Publish-subscribe model",
}


@cache
def page(name: str) -> str:
    """Return the text of one document, found by a heading only it has."""
    for file in sorted(Path(SEEDS).glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        if MARKS[name] in text:
            return text
    raise FileNotFoundError(f"no document in {SEEDS} contains {MARKS[name]!r}")


@cache
def code(name: str) -> list[str]:
    return [block.code for block in seed_text.blocks(page(name))]


def run(source: str, **given: Any) -> types.ModuleType:
    """Run a block as a module of its own, with ``given`` names imported from elsewhere."""
    module = types.ModuleType("block")
    module.__dict__.update(given)
    exec(compile(source, "<document>", "exec"), module.__dict__)
    return module


def block(name: str, defines: str, **given: Any) -> types.ModuleType:
    """Run the one block of a document that defines ``defines``."""
    (source,) = [text for text in code(name) if re.search(rf"\bdef {defines}\b", text)]
    return run(source, **given)


def panel(module: types.ModuleType, panel_id: str, ctx: MockedContext, **params: Any) -> Any:
    return module.ext.call_tool(f"__panel__{panel_id}", ctx, **params)


def test_every_block_of_every_document_is_found() -> None:
    assert {name: len(code(name)) for name in MARKS} == {
        "performance": 13,
        "recipe": 4,
        "schedules": 2,
        "events": 7,
    }


@pytest.mark.parametrize("name", MARKS)
def test_every_block_imports_and_decorates(name: str) -> None:
    for source in code(name):
        if "import" not in source:
            continue
        chat = ChatExtension(Extension("given"))
        module = run(source, chat=chat)
        if "Extension(" in source:
            assert isinstance(module.ext, Extension)
        else:
            assert len(chat.functions) == 1


# Performance guide


async def test_skeletons_answer_with_data_and_without() -> None:
    tasks = block("performance", "skeleton_refresh_tasks")
    ctx = MockContext(tool_type="skeleton")
    assert await tasks.skeleton_refresh_tasks(ctx) == {
        "response": {"today_count": 0, "overdue_count": 0}
    }
    ctx.http.mock_get("/v1/tasks", {"total": 2})
    assert (await tasks.skeleton_refresh_tasks(ctx))["response"]["overdue_count"] == 2
    assert tasks.ext.tools["skeleton_refresh_tasks"]._skeleton["ttl"] == 30

    slow, warming = [
        run(text) for text in code("performance") if "def skeleton_refresh_db_schema" in text
    ]
    ctx = MockContext(extension=warming.ext, tool_type="skeleton")
    assert (await slow.skeleton_refresh_db_schema(ctx))["response"]["table_count"] == 0
    ctx.http.mock_post("/v1/schema", {"tables": [{"name": "a", "columns": ["x"]}]})
    assert (await slow.skeleton_refresh_db_schema(ctx))["response"]["table_count"] == 1
    assert (await warming.skeleton_refresh_db_schema(ctx))["response"]["table_count"] == 1
    stored = await ctx.cache.get(warming.SCHEMA_CACHE_KEY, warming.DbSchemaSnapshot)
    assert stored is not None
    assert stored.table_count == 1
    assert slow.ext.tools["skeleton_refresh_db_schema"]._skeleton["ttl"] > warming.SCHEMA_CACHE_TTL


async def test_empty_panels_do_no_io_and_full_ones_show_their_note() -> None:
    viewer = block("performance", "notes_viewer")
    ctx = MockContext()
    assert (await panel(viewer, "viewer", ctx))["ui"]["type"] == "Empty"
    detail = block("performance", "report_detail")
    assert (await panel(detail, "detail", ctx))["ui"]["props"]["icon"] == "BarChart2"
    assert (await panel(detail, "detail", ctx, report_id="r"))["ui"]["type"] == "Stack"
    assert ctx.http.calls == []
    ctx.http.mock_get("/v1/notes/n1", {"title": "T", "content": "C"})
    shown = await panel(viewer, "viewer", ctx, note_id="n1")
    assert [node["type"] for node in shown["ui"]["props"]["children"]] == ["Header", "Markdown"]
    assert (await panel(viewer, "viewer", ctx, note_id="gone"))["ui"]["type"] == "Error"


async def test_cached_panel_asks_once() -> None:
    module = block("performance", "accounts_sidebar")
    ctx = MockContext(extension=module.ext)
    ctx.http.mock_get("/v1/accounts", {"accounts": [{"id": "a", "name": "Ada"}]})
    first, second = [await panel(module, "sidebar", ctx) for _ in range(2)]
    assert first == second
    assert first["ui"]["type"] == "List"
    assert len(ctx.http.calls) == 1


async def test_concurrent_refreshes_of_the_cached_panel_share_one_fetch() -> None:
    module = block("performance", "accounts_sidebar")
    ctx = MockContext(extension=module.ext)
    ctx.http.mock_get("/v1/accounts", {"accounts": []})
    await asyncio.gather(*(panel(module, "sidebar", ctx) for _ in range(5)))
    assert len(ctx.http.calls) == 1


def test_models_are_registered_at_import() -> None:
    (source,) = [text for text in code("performance") if "class InboxPage" in text]
    assert list(run(source).ext._cache_models) == ["inbox_page", "unread_summary"]


async def test_paginated_and_parallel_panels() -> None:
    contacts = block("performance", "contacts_sidebar")
    ctx = MockContext()
    assert (await panel(contacts, "contacts", ctx))["ui"]["type"] == "Error"
    answer = {"contacts": [{"id": "c"}], "next_cursor": "n", "total": 80}
    ctx.http.mock_get("/v1/contacts", answer)
    props = (await panel(contacts, "contacts", ctx, cursor="x"))["ui"]["props"]
    assert props["on_end_reached"]["params"] == {"cursor": "n"}
    assert (props["total_items"], props["page_size"]) == (80, 50)

    overview = block("performance", "analytics_overview")
    ctx = MockContext()
    ctx.http.mock_get("/v1/stats/revenue", {"amount": 1000})
    stats = (await panel(overview, "overview", ctx))["ui"]["props"]["children"][0]
    assert [stat["props"]["value"] for stat in stats["props"]["children"]] == [0, "$1,000.00", 0]


async def test_chain_step_and_logging_handlers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    folders = block("performance", "fn_delete_notes_from_folder")
    function = folders.chat.functions["delete_notes_from_folder"]
    assert function.id_projection == "folder_id"
    ctx = MockContext()
    ctx.http.mock_delete("/v1/folders/f1/contents", {"deleted": 2})
    result = await function.func(ctx, function._pydantic_model(folder_id="f1"))
    assert (result.data["deleted_count"], result.refresh_panels) == (2, ["sidebar"])
    assert (await function.func(ctx, function._pydantic_model(folder_id=""))).status == "error"
    assert (await function.func(ctx, function._pydantic_model(folder_id="f2"))).status == "error"

    reports = block("performance", "fn_generate_report")
    function = reports.chat.functions["generate_report"]
    params = function._pydantic_model(report_type="weekly")
    assert (await function.func(ctx, params)).retryable is True
    ctx.http.mock_post("/v1/reports/generate", {"pages": 3})
    assert (await function.func(ctx, params)).data == {"pages": 3}
    assert "generate_report backend error user=test_user status=404" in caplog.text


async def test_what_the_guide_marks_as_slow_is_slow() -> None:
    module = block("performance", "tasks_sidebar_bad")
    ctx = MockContext()
    ctx.http.mock_get("/v1/tasks", {"tasks": [{"id": str(n)} for n in range(50)]})
    await panel(module, "tasks", ctx)
    assert len(ctx.http.calls) == 51
    heavy = block("performance", "skeleton_refresh_crm_bad")
    assert heavy.ext.tools["skeleton_refresh_crm_summary"]._skeleton["ttl"] == 10
    ctx.http.mock_post("/v1/crm/aggregate-all", {"n": 1})
    assert await heavy.skeleton_refresh_crm_bad(ctx) == {"response": {"n": 1}}


# Long-running AI calls


def recipe(defines: str) -> tuple[Any, ChatExtension]:
    ext = Extension("given")
    ext.secret("openai_api_key", "Key of the service")
    chat = ChatExtension(ext)
    return block("recipe", defines, chat=chat), chat


def with_key(chat: ChatExtension, key: str | None = "sk", status: int = 200) -> MockedContext:
    ctx = MockContext(extension=chat.ext, secrets={"openai_api_key": key} if key else None)
    answer = {"choices": [{"message": {"content": "Better."}}]}
    ctx.http.mock_post("api.openai.com", answer, status=status)
    return ctx


async def test_pattern_a_waits_for_one_call() -> None:
    module, chat = recipe("refine")
    function = chat.functions["refine"]
    params = module.RefineParams(input="so-so")
    ctx = with_key(chat)
    assert (await function.func(ctx, params)).data == {"text": "Better."}
    assert ctx.http.calls[0].kwargs["timeout"] == 120
    assert (await function.func(with_key(chat, status=500), params)).retryable is True
    assert (await function.func(with_key(chat, key=None), params)).status == "error"


async def test_pattern_b_is_declared_as_background_and_runs() -> None:
    module, chat = recipe("refine_output")
    function = chat.functions["refine_output"]
    assert (function.background, function.long_running) == (True, False)
    ctx = with_key(chat)
    result = await function.func(ctx, module.StartRefinementParams(input="so-so"))
    assert result.data == {"text": "Better."}
    assert [percent for percent, _ in ctx.progress_calls] == [15, 45, 90]
    assert [doc.data for doc in await ctx.store.list("last_refined")] == [{"value": "Better."}]


async def test_pattern_c_answers_at_once_and_delivers_later() -> None:
    module, chat = recipe("start_refinement")
    function = chat.functions["start_refinement"]
    ctx = with_key(chat)
    answer = await function.func(ctx, module.StartParams(input="so-so"))
    (task,) = await ctx.background.wait()
    assert answer.data == {"task_id": task.task_id}
    assert (task.name, task.status, task.cap_s) == ("AI refinement", "done", 180)
    assert len(ctx.chat_messages) == 1
    quick = await function.func(ctx, module.StartParams(input="so-so", fast_path=True))
    assert quick.data == {"text": "Better."}


async def test_progress_fragment_runs_inside_a_handler() -> None:
    (fragment,) = [text for text in code("recipe") if text.startswith("await ctx.progress")]
    source = "async def body(ctx):\n" + textwrap.indent(fragment, "    ")
    ctx = MockContext()
    await run(source).body(ctx)
    assert [percent for percent, _ in ctx.progress_calls] == [15, 45, 90]


# Scheduled tasks


async def test_nightly_sweep_cleans_up_for_each_user() -> None:
    module = block("schedules", "nightly_sweep")
    assert module.ext.schedules["nightly_sweep"].cron == "0 3 * * *"
    ctx = MockContext(user_id="__system__")
    for user in ("u-ada", "u-bob"):
        ctx.store.for_user(user)._data["drafts"] = {"a": {"stale": True}, "b": {"stale": False}}
    await module.nightly_sweep(ctx)
    for user in ("u-ada", "u-bob"):
        assert list(ctx.store.for_user(user)._data["drafts"]) == ["b"]


async def test_hourly_sync_goes_on_after_a_user_who_fails() -> None:
    module = block("schedules", "hourly_sync")
    ctx = MockContext(user_id="__system__", config={"api_key": "k"}, strict=True)
    ctx.http.mock_get("api.example.com", {"timestamp": "noon"})
    ctx.store.for_user("u-ada")._data["sync_accounts"] = {"x": {}}
    ctx.store.for_user("u-bob")._data.update(sync_accounts={"x": {}}, sync_state={"current": {}})
    await module.hourly_sync(ctx)
    assert ctx.store.for_user("u-bob")._data["sync_state"]["current"] == {"last_synced": "noon"}
    assert await ctx.store.for_user("u-ada").count("sync_state") == 0
    assert ctx.http.calls[0].kwargs["headers"] == {"Authorization": "Bearer k"}


# Events


def test_declarations_and_what_the_page_says_is_refused() -> None:
    notes = block("events", "_declare_events")
    assert [emit.event_type for emit in notes.ext.declared_emits] == [
        "notes.deleted",
        "notes.updated",
        "notes.created",
    ]
    billing = block("events", "_declare_billing_events")
    assert len(billing.ext.declared_emits) == 1
    refused = re.findall(r'@ext\.emits\("([^"]+)"\)`?\s*—', page("events"))
    assert len(refused) == 2
    for event_type in refused:
        with pytest.raises(ValueError, match=event_type):
            billing.ext.emits(event_type)


async def test_create_note_emits_and_the_inline_one_clears_its_cache() -> None:
    for name, defines in (("create_note", "create_note"), ("create_note_inline",) * 2):
        module = block("events", defines)
        function = module.chat.functions[name]
        ctx = MockContext(extension=module.ext)
        arguments = {"title": "T", "content": "C"}
        fields = function._pydantic_model.model_fields
        params = function._pydantic_model(**{k: v for k, v in arguments.items() if k in fields})
        result = await function.func(ctx, params)
        assert isinstance(result, ActionResult)
        (stored,) = await ctx.store.query("notes")
        assert result.data == {"note_id": stored.id}
        (event,) = ctx.extensions._emitted
        assert event["event_type"] == "notes.created"
        assert event["data"]["note_id"] == stored.id


async def test_subscribers_work_without_a_context(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    audit = block("events", "on_note_created")
    handler = audit.ext.event_handlers[0]
    assert handler.event_type == "notes.created"
    await handler.func(None, {"note_id": "n1", "title": "T"})
    stock = block("events", "on_item_created")
    await stock.on_item_created(None, {})
    await stock.on_item_created(None, {"item_id": "i1"})
    assert "note created: id=n1 title=T" in caplog.text
    assert "missing item_id" in caplog.text
    assert "item created: i1" in caplog.text


async def test_handler_the_page_marks_as_broken_crashes_as_it_says() -> None:
    broken = block("events", "on_note_created_broken").on_note_created_broken
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'cache'"):
        await broken(None, {})
