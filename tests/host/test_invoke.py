from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import Peer, context, loaded, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAIN = """
import asyncio
from datetime import date
from pydantic import BaseModel, Field
from imperal_sdk import ActionResult, ChatExtension, Extension, HealthStatus, WebhookResponse, ui

ext = Extension("kinds")
chat = ChatExtension(ext, "kinds_chat", "talks")


class Rename(BaseModel):
    item_id: str
    name: str = Field(min_length=2)
    tags: list[str] = []


@ext.panel("list", slot="left")
async def list_panel(ctx, page: int = 1):
    return ui.Stack([ui.Text(f"page {page} for {ctx.user.imperal_id}")])


@ext.panel("plain")
async def plain_panel(ctx, shape="dict"):
    return {"dict": {"a": 1}, "node": ui.Text("x").to_dict(), "none": None,
            "list": [ui.Text("x")], "ui": {"ui": ui.Text("x").to_dict(), "panel_id": "p"}}[shape]


@ext.panel("sync")
def sync_panel(ctx):
    return ui.Text("x")


@ext.panel("deep")
async def deep_panel(ctx, levels=1000, around=False):
    node = ui.Text("bottom")
    top = node
    for _ in range(levels):
        top = ui.Stack([top])
    if around:
        node.props["children"] = [top]
    return top


@ext.panel("dated")
async def dated_panel(ctx):
    node = ui.Text("x")
    node.props["when"] = date(2026, 1, 5)
    return node


@ext.panel("fails")
async def failing_panel(ctx):
    return helper()


def helper():
    raise LookupError("no such list")


@ext.panel("group")
async def group_panel(ctx):
    async with asyncio.TaskGroup() as group:
        group.create_task(fail_later())


async def fail_later():
    await asyncio.sleep(0)
    raise OSError("in the group")


@ext.widget("w")
async def widget(ctx):
    return ui.Text("w")


@ext.tray("t", icon="Bell")
async def tray(ctx):
    return ui.Text("t")


@ext.menu_item("m")
async def menu(ctx):
    return ui.Text("m")


@ext.tool("plain_tool")
def plain_tool(ctx, n):
    return n + 1


@chat.function("rename", "Rename an item", action_type="write")
async def rename(ctx, params: Rename) -> ActionResult:
    return ActionResult.success(params, "renamed", ui=ui.Text("done"), refresh_panels=["list"])


@chat.function("loose", "Takes anything")
async def loose(ctx, a, b=2):
    return ActionResult.error(f"{a} {b}", retryable=True, code="TOO_BAD")


@chat.function("own_model", "Fails inside")
async def own_model(ctx, params: Rename):
    return Rename(item_id=1)


@ext.skeleton("counts")
async def counts(ctx):
    return {"response": {"tool_type": ctx._tool_type}}


@ext.tool("skeleton_alert_counts")
async def counts_alert(ctx, old, new):
    return f"{old} -> {new}"


@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    return ctx.user.imperal_id


@ext.on_event("a.b")
async def first(ctx, event):
    return [ctx, event]


@ext.on_event("a.b")
async def second(ctx, event):
    await ctx.cache.delete("x")


@ext.webhook("/hook")
async def hook(ctx, headers, body, query_params):
    return WebhookResponse(201, {"got": [headers, body, query_params]}, {"X-A": "b"})


@ext.expose("lookup")
async def lookup(ctx, name, times=1):
    return [name] * times


@ext.on_upgrade("2.0.0")
async def upgrade(ctx, from_version):
    return from_version


@ext.on_install
async def install(ctx):
    return "installed"


@ext.health_check
async def health(ctx):
    return HealthStatus.ok({"secret": await ctx.secrets.get("x")})
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def peer(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    root = write(tmp_path_factory.mktemp("kinds"), main=MAIN)
    async with loaded(root) as started:
        yield started


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(MAIN.splitlines(), 1) if text in line)


async def value(peer: Peer, kind: str, name: str = "", *args: Any, **options: Any) -> Any:
    result = await peer.invoke(kind, name, *args, **options)
    assert result["ok"], result
    return result["value"]


async def error(
    peer: Peer, kind: str, name: str = "", *args: Any, **options: Any
) -> dict[str, Any]:
    result = await peer.invoke(kind, name, *args, **options)
    assert not result["ok"], result
    found: dict[str, Any] = result["error"]
    return found


# -- kinds -----------------------------------------------------------------------------------------


async def test_a_panel_answers_in_the_envelope_of_the_sdk(peer: Peer) -> None:
    result = await peer.invoke("panel", "list", {"page": 3})
    assert result["shape"] == "ui"
    assert result["value"]["panel_id"] == "list"
    assert result["value"]["ui"]["props"]["children"][0]["props"]["content"] == "page 3 for u-ada"
    assert result["duration_ms"] > 0
    assert result["cpu_ms"] >= 0


@pytest.mark.parametrize("shape", ["dict", "node", "none", "ui"])
async def test_a_panel_that_answers_in_another_shape_is_passed_through(
    peer: Peer, shape: str
) -> None:
    result = await peer.invoke("panel", "plain", {"shape": shape})
    assert result["shape"] == shape
    assert (result["value"] is None) == (shape == "none")


async def test_a_list_of_nodes_is_no_panel_and_its_raw_nodes_are_noted(peer: Peer) -> None:
    result = await peer.invoke("panel", "plain", {"shape": "list"})
    assert result["shape"] == "other"
    assert result["converted"] == [{"path": "[0]", "type": "UINode"}]


async def test_widgets_tray_and_menu_answer_in_their_envelopes(peer: Peer) -> None:
    assert (await value(peer, "widget", "w"))["widget_id"] == "w"
    tray = await value(peer, "tray", "t")
    assert (tray["tray_id"], tray["icon"]) == ("t", "Bell")
    assert (await value(peer, "menu", "m"))["item_id"] == "m"


async def test_a_function_gets_its_model_and_answers_an_action_result(peer: Peer) -> None:
    result = await peer.invoke("function", "rename", {"item_id": "1", "name": "new"})
    assert result["shape"] == "action_result"
    assert result["value"]["status"] == "success"
    assert result["value"]["data"] == {"item_id": "1", "name": "new", "tags": []}
    assert result["value"]["ui"]["type"] == "Text"
    assert result["value"]["refresh_panels"] == ["list"]


async def test_a_function_without_a_model_gets_keyword_arguments(peer: Peer) -> None:
    answer = await value(peer, "function", "loose", {"a": 1})
    assert (answer["status"], answer["error"], answer["retryable"], answer["error_code"]) == (
        "error",
        "1 2",
        True,
        "TOO_BAD",
    )


async def test_a_plain_tool_runs_the_way_the_sdk_runs_it(peer: Peer) -> None:
    assert await value(peer, "tool", "plain_tool", {"n": 1}) == 2


async def test_skeletons_and_their_alerts(peer: Peer) -> None:
    spec = context(tool_type="skeleton")
    assert await value(peer, "skeleton", "counts", ctx=spec) == {
        "response": {"tool_type": "skeleton"}
    }
    params = {"old": {"n": 1}, "new": {"n": 2}}
    assert await value(peer, "skeleton_alert", "counts", params) == "{'n': 1} -> {'n': 2}"


async def test_a_schedule_runs_as_the_system(peer: Peer) -> None:
    spec = context(user={"imperal_id": "__system__", "email": ""}, tenant=None)
    assert await value(peer, "schedule", "nightly", ctx=spec) == "__system__"


async def test_an_event_handler_gets_no_context_and_the_raw_data(peer: Peer) -> None:
    assert await value(peer, "event", "a.b#0", {"n": 1}, ctx=None) == [None, {"n": 1}]


async def test_an_event_handler_that_touches_ctx_is_told_why_it_failed(peer: Peer) -> None:
    report = await error(peer, "event", "a.b#1", {}, ctx=None)
    assert report["type"] == "AttributeError"
    assert report["line"] == line_of('await ctx.cache.delete("x")')
    assert "ctx=None" in report["hint"]


async def test_a_webhook_gets_headers_body_and_query(peer: Peer) -> None:
    params = {"headers": {"H": "1"}, "body": "text", "query_params": {"q": "2"}}
    for path in ("/hook", "hook"):
        answer = await value(peer, "webhook", path, params)
        assert answer["status_code"] == 201
        assert answer["headers"] == {"X-A": "b"}
        assert "text" in str(answer)


async def test_exposed_methods_lifecycle_hooks_and_health(peer: Peer) -> None:
    assert await value(peer, "exposed", "lookup", {"name": "a", "times": 2}) == ["a", "a"]
    upgrade = {"from_version": "1.0.0", "to_version": "2.0.0"}
    assert await value(peer, "lifecycle", "on_upgrade:2.0.0", upgrade) == "1.0.0"
    assert await value(peer, "lifecycle", "on_install", upgrade) == "installed"
    healthy = await value(peer, "health")
    assert (healthy["status"], healthy["details"]) == ("ok", {"secret": None})


@pytest.mark.parametrize(
    ("kind", "name", "code", "hint"),
    [
        ("panel", "lisst", "UNKNOWN_TOOL", "list"),
        ("function", "renam", "UNKNOWN_SUB_FUNCTION", "rename"),
        ("tool", "nothing_like_it", "UNKNOWN_TOOL", "declared:"),
        ("event", "a.b#9", "UNKNOWN_TOOL", "a.b#0"),
        ("event", "c.d#0", "UNKNOWN_TOOL", "a.b#0"),
        ("schedule", "weekly", "UNKNOWN_TOOL", "nightly"),
        ("webhook", "/other", "UNKNOWN_TOOL", "hook"),
        ("lifecycle", "on_enable", "UNKNOWN_TOOL", "on_install"),
        ("exposed", "look", "UNKNOWN_TOOL", "lookup"),
    ],
)
async def test_what_is_not_declared_is_refused_with_what_is(
    peer: Peer, kind: str, name: str, code: str, hint: str
) -> None:
    report = await error(peer, kind, name)
    assert report["type"] == "NotDeclaredError"
    assert report["code"] == code
    assert hint in report["hint"]


# -- failures --------------------------------------------------------------------------------------


async def test_an_exception_leads_to_the_innermost_line_of_the_authors(peer: Peer) -> None:
    report = await error(peer, "panel", "fails")
    assert (report["type"], report["message"]) == ("LookupError", "no such list")
    assert report["function"] == "helper"
    assert report["line"] == line_of('raise LookupError("no such list")')
    functions = [frame["function"] for frame in report["traceback"]]
    assert functions[-2:] == ["failing_panel", "helper"]
    assert not any("workbench/host" in frame["file"] for frame in report["traceback"])


async def test_a_group_of_exceptions_is_told_by_its_first(peer: Peer) -> None:
    report = await error(peer, "panel", "group")
    assert (report["type"], report["function"]) == ("OSError", "fail_later")


async def test_a_synchronous_panel_fails_as_in_production_with_the_way_out(peer: Peer) -> None:
    report = await error(peer, "panel", "sync")
    assert report["type"] == "TypeError"
    assert "async def" in report["hint"]
    assert report["line"] == line_of('@ext.panel("sync")')


async def test_an_unexpected_panel_parameter_is_explained(peer: Peer) -> None:
    report = await error(peer, "panel", "list", {"folder": "x"})
    assert report["type"] == "TypeError"
    assert "**kwargs" in report["hint"]


async def test_parameters_that_do_not_fit_name_every_field(peer: Peer) -> None:
    report = await error(peer, "function", "rename", {"name": "x", "tags": "no"})
    assert (report["type"], report["code"]) == ("ValidationError", "VALIDATION_MISSING_FIELD")
    assert "item_id: Field required" in report["message"]
    assert "name: String should have at least 2 characters (got 'x')" in report["message"]
    assert report["line"] == line_of('@chat.function("rename"')
    report = await error(peer, "function", "rename", {"item_id": "1", "name": 7})
    assert report["code"] == "VALIDATION_TYPE_ERROR"


async def test_a_model_of_the_authors_that_fails_inside_the_handler_is_an_ordinary_error(
    peer: Peer,
) -> None:
    report = await error(peer, "function", "own_model", {"item_id": "1", "name": "ok"})
    assert (report["type"], report["code"]) == ("ValidationError", None)
    assert report["line"] == line_of("return Rename(item_id=1)")


# -- limits ----------------------------------------------------------------------------------------


async def test_a_tree_deeper_than_the_wire_is_cut_at_its_place(peer: Peer) -> None:
    result = await peer.invoke("panel", "deep", {"levels": 1000})
    assert (result["ok"], result["shape"]) == (True, "ui")
    node = result["value"]["ui"]
    depth = 0
    while node["type"] == "Stack":
        node = node["props"]["children"][0]
        depth += 1
    assert node["type"] == "Error"
    assert node["props"]["reason"] == "depth"
    assert 290 < depth < 310


async def test_a_tree_that_the_wire_can_carry_arrives_whole(peer: Peer) -> None:
    result = await peer.invoke("panel", "deep", {"levels": 290})
    assert "Error" not in str(result["value"])
    assert "bottom" in str(result["value"])


async def test_a_tree_that_contains_itself_is_cut_at_its_place(peer: Peer) -> None:
    result = await peer.invoke("panel", "deep", {"levels": 3, "around": True})
    assert (result["ok"], result["shape"]) == (True, "ui")
    assert result["value"]["panel_id"] == "deep"
    text = str(result["value"])
    assert "'reason': 'cycle'" in text
    assert "ui.props.children[0].props.children[0].props.children[0]" in text


async def test_conversions_in_a_panel_are_told(peer: Peer) -> None:
    result = await peer.invoke("panel", "dated")
    assert result["value"]["ui"]["props"]["when"] == "2026-01-05"
    assert result["converted"] == [{"path": "ui.props.when", "type": "date"}]


async def test_many_invocations_at_once_each_get_their_own_answer(peer: Peer) -> None:
    pages = range(100)
    results = await asyncio.gather(*(peer.invoke("panel", "list", {"page": n}) for n in pages))
    texts = [r["value"]["ui"]["props"]["children"][0]["props"]["content"] for r in results]
    assert texts == [f"page {n} for u-ada" for n in pages]
