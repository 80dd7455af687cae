"""The nodes SDK 6 adds: ghosts, presence, canvases, morphing states, stages, tray answers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.person import click_point, drag, field
from workbench.gui.render import registered_types
from workbench.gui.render.canvas import CanvasView
from workbench.gui.render.ghost import Veil

SERVICES = [
    {"id": "a", "title": "API", "x": 0, "y": 0, "metrics": {"rps": 12}, "on_click": call("own")},
    {"id": "b", "title": "Orders", "x": 300, "y": 60, "status": "degraded"},
]


def test_all_types_of_both_sdks_can_be_drawn() -> None:
    sdk6 = {"Modal", "Toast", "Ghost", "AgentPresence", "Canvas", "MorphingState", "Stage"}
    assert sdk6 | {"List", "DataTable", "Form", "Tree", "Chart", "Graph"} <= registered_types()


def test_what_is_veiled_is_seen_but_cannot_be_used(bench: Bench) -> None:
    child = stack(text("ghosted"), node("Button", label="Save", on_click=call("save")))
    bench.show(node("Ghost", child=child, reason="Working", pulse=False))
    veil = bench.panel.findChild(Veil)
    assert veil is not None
    assert veil.accessibleName() == "Working"
    button = bench.widget("Save")
    place = button.mapTo(veil.parentWidget(), button.rect().center())
    assert veil.parentWidget().childAt(place) is veil
    assert "ghosted" in bench.spoken()


def test_presence_says_who_does_what_and_how_far(bench: Bench) -> None:
    bench.show(node("AgentPresence", status="executing", action="Deploying", progress=40))
    assert bench.spoken() == ["Deploying, executing, 40 percent"]
    bench.show(node("AgentPresence", status="idle", progress="nonsense"))
    assert bench.spoken() == ["Idle, idle"]


def canvas(bench: Bench, **props: Any) -> CanvasView:
    edges = [{"from": "a", "to": "b", "protocol": "http", "latency_ms": 3}]
    bench.show(node("Canvas", nodes=SERVICES, edges=edges, height=300, **props))
    view = bench.view("Canvas")
    assert isinstance(view, CanvasView)
    view.surface.fit()
    return view


def test_a_cards_own_action_wins_over_the_canvass(bench: Bench) -> None:
    view = canvas(bench, on_node_click=call("any"))
    for card in view.surface.cards:
        click_point(bench, view.surface, view.surface.rect_of(card).center().toPoint())
    assert bench.host.actions == [call("own"), call("any", node_id="b")]


def test_dragging_a_canvas_is_no_tap(bench: Bench) -> None:
    view = canvas(bench, on_node_click=call("any"))
    start = view.surface.rect_of(view.surface.cards[1]).center().toPoint()
    drag(view.surface, start, start + QPoint(40, 20))
    assert bench.host.actions == []
    moved = view.surface.rect_of(view.surface.cards[1]).center().toPoint()
    assert (moved - start).manhattanLength() > 40
    bench.click("Show all")
    assert view.surface.rect().contains(view.surface.rect_of(view.surface.cards[0]).toAlignedRect())


def test_a_canvas_can_be_for_looking_only(bench: Bench) -> None:
    view = canvas(bench, interactive=False, show_controls=False)
    before = view.surface.rect_of(view.surface.cards[0])
    drag(view.surface, QPoint(20, 20), QPoint(80, 80))
    assert view.surface.rect_of(view.surface.cards[0]) == before
    assert not view.surface.buttons[0].isVisible()


def test_affordances_run_and_ask_first_when_they_must(bench: Bench) -> None:
    affordances = [
        {"id": "open", "label": "Open", "payload": {"x": 1}},
        {"id": "pay", "label": "Pay", "requires_confirmation": True, "description": "Really pay?"},
    ]
    fields = {"context": "billing", "summary": "3 overdue", "affordances": affordances}
    bench.show({"type": "MorphingState", "props": {}, **fields})
    assert "3 overdue" in bench.spoken()
    bench.click("Open")
    bench.host.answer = False
    bench.click("Pay")
    bench.host.answer = True
    bench.click("Pay")
    assert bench.host.questions == ["Really pay?", "Really pay?"]
    assert bench.host.actions == [call("open", x=1), call("pay")]


def test_a_stage_draws_children_from_props_or_from_the_top(bench: Bench) -> None:
    head = {"title": "Review", "hotkeys": {"a": "approve"}, "telemetry": {"latency": 12}}
    bench.show({"type": "Stage", "props": head, "children": [text("inside")]})
    assert {"Review", "inside", "a approve"} <= set(bench.spoken())
    bench.show(node("Stage", **head, children=[node("Input", param_name="kept")]))
    QTest.keyClicks(field(bench).focus_target(), "typed")
    bench.show(node("Stage", **head, status="done", children=[node("Input", param_name="kept")]))
    assert field(bench).value == "typed"


def test_a_tray_answer_shows_its_badge_and_its_panel(bench: Bench) -> None:
    bench.show(node("TrayResponse", badge=node("Badge", label="3"), panel=text("panel")))
    assert bench.spoken() == ["3", "panel"]


def test_keys_reach_nothing_under_a_veil_by_the_mouse(bench: Bench) -> None:
    child = node("Button", label="Save", on_click=call("save"))
    bench.show(node("Ghost", child=child, pulse=False))
    veil = bench.panel.findChild(Veil)
    assert veil is not None
    QTest.mousePress(veil, Qt.MouseButton.LeftButton, pos=veil.rect().center())
    assert bench.host.actions == []
