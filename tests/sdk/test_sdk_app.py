"""App and its guessed views, the dwell guard, the surface bus, the hosted engine."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from imperal_sdk.app import App, create_ambient_context
from imperal_sdk.auto_ui import project_to_declarative_ir
from imperal_sdk.catalog import callable_function_names, callable_functions
from imperal_sdk.cross_surface_bus import CrossSurfaceLiveBus, MarathonLiveEvent
from imperal_sdk.dwell_guard import DwellGuard
from imperal_sdk.manifest import generate_manifest
from imperal_sdk.runtime.hosted_client import HostedClient


def counter() -> App:
    """An app with one plain and one awaited tool."""
    app = App("word-counter")

    @app.tool(destructive=True, pricing=3)
    def count(text: str, times: int = 1) -> dict[str, Any]:
        """Count words."""
        return {"count": len(text.split()) * times}

    @app.tool("who", "Say who asks.", scopes=["user:read"])
    async def whoever(ctx: Any, tags: list[str] | None = None) -> str:
        return str(ctx.user.imperal_id)

    return app


async def test_tools_run_whichever_way_the_context_is_passed() -> None:
    app = counter()
    ctx = create_ambient_context("ada")
    answer = await app.call_tool("count", ctx, text="one two")
    assert answer["count"] == 2
    assert answer["_ui"]["type"] == "metric_card"
    assert await app.call_tool("who", ctx) == "ada"
    who = app.tools["who"].func
    assert await who(ctx=ctx) == "ada"
    assert await who() == "ambient_user"


def test_the_apps_own_manifest_describes_arguments_prices_and_scopes() -> None:
    manifest = counter().to_manifest()
    count, who = manifest["tools"]
    assert count["parameters"] == {
        "type": "object",
        "properties": {
            "text": {"type": "string", "description": "Argument text"},
            "times": {"type": "integer", "description": "Argument times", "default": 1},
        },
        "required": ["text"],
    }
    assert (count["action_type"], count["pricing"]) == ("destructive", 3)
    assert who["parameters"]["properties"]["tags"]["items"] == {"type": "string"}
    assert manifest["permissions"]["scopes"] == ["user:read", "word-counter:count"]
    assert (manifest["name"], manifest["category"]) == ("Word Counter", "general")


def test_an_app_is_an_extension_for_manifest_and_catalogue() -> None:
    app = counter()
    assert callable_function_names(app) == {"count", "who"}
    tools = generate_manifest(app)["tools"]
    assert list(tools[0]["parameters"]) == ["text", "times"]


def test_the_catalogue_of_nothing_is_empty() -> None:
    assert callable_functions(None) == []
    assert callable_function_names(object()) == set()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ([{"a": 1}, {"a": 2}], "table"),
        ({"status": "ok", "progress": 5}, "metric_card"),
        ({"count": 3}, "metric_card"),
        ({"other": 3}, None),
        ([1, 2], None),
        ("text", None),
        ([], None),
    ],
)
def test_a_view_is_guessed_from_the_form_of_an_answer(data: Any, kind: str | None) -> None:
    view = project_to_declarative_ir(data, "Title")
    assert (view or {}).get("type") == kind
    if view is not None:
        assert view["title"] == "Title"


def test_the_guard_alarms_on_dwelling_depth_and_growth() -> None:
    guard = DwellGuard(max_dwell_steps=2)
    steps = [guard.step(0.5, "a") for _ in range(4)]
    assert [step.dwell_steps for step in steps] == [1, 2, 3, 4]
    assert [step.is_limit_cycle for step in steps] == [False, False, True, True]
    assert [step.v_barrier for step in steps] == [0.0, 0.0, 5.0, 20.0]
    assert guard.step(0.6, "a").dwell_steps == 1
    assert "depth 3" in (guard.step(0.6, "b", subtask_depth=3).alarm_reason or "")
    growing = DwellGuard()
    reasons = [growing.step(0.5, "a", micro_error=error).alarm_reason for error in range(7)]
    assert reasons[:5] == [None] * 5
    assert "grew" in (reasons[5] or "")


def test_the_bus_tells_everybody_and_survives_one_that_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bus, heard = CrossSurfaceLiveBus("p"), list[MarathonLiveEvent]()

    def fail(event: MarathonLiveEvent) -> None:
        raise RuntimeError("gone")

    bus.subscribe(fail)
    bus.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        bus.publish("cli", "started", payload={"a": 1})
    bus.publish("panel", "done", macro_coverage=1.0)
    assert [event.event_type for event in heard] == ["started", "done"]
    assert [event.event_type for event in bus.get_recent_events(1)] == ["done"]
    assert bus.get_recent_events(0) == []
    assert "a subscriber failed on started" in caplog.text


async def test_the_hosted_engine_hands_over_and_returns_what_comes_back() -> None:
    async def dispatch(function: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        return {"ran": function["name"], **params}

    engine = HostedClient(dispatch)
    assert await engine.run_function({"name": "f"}, {"a": 1}) == {"ran": "f", "a": 1}
