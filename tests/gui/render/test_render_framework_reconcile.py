"""A refresh touches what changed and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.gui.render.bench import Bench, call, node, stack, text
from workbench.gui.render.node import Node
from workbench.gui.render.text import TextView

pytestmark = pytest.mark.gui


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Contents of the texts that were patched."""
    seen: list[str] = []
    original = TextView.patch

    def patch(self: TextView, fresh: Node) -> None:
        seen.append(str(fresh.get("content")))
        original(self, fresh)

    monkeypatch.setattr(TextView, "patch", patch)
    return seen


def test_an_equal_tree_touches_nothing(bench: Bench, patched: list[str]) -> None:
    tree = stack(text("a"), text("b"))
    bench.show(tree)
    before = bench.views()
    bench.show(copy.deepcopy(tree))
    assert bench.views() == before
    assert patched == []


def test_one_changed_text_of_a_thousand_is_the_only_one_patched(
    bench: Bench, patched: list[str]
) -> None:
    bench.show(stack(*[text(f"line {i}") for i in range(1000)]))
    before = bench.views("Text")
    bench.show(stack(*[text("new" if i == 500 else f"line {i}") for i in range(1000)]))
    assert bench.views("Text") == before
    assert patched == ["new"]


@pytest.mark.parametrize("mark", ["id", "key"])
def test_marked_children_keep_their_view_when_they_move(bench: Bench, mark: str) -> None:
    def row(*names: str) -> dict[str, Any]:
        return stack(*[text(name, **{mark: name}) for name in names])

    bench.show(row("a", "b", "c"))
    views = {view.spoken(): view for view in bench.views("Text")}
    bench.show(row("c", "x", "a"))
    after = bench.views("Text")
    assert [view.spoken() for view in after] == ["c", "x", "a"]
    assert after[0] is views["c"]
    assert after[2] is views["a"]
    assert after[0].y < after[1].y < after[2].y


def test_unmarked_children_are_matched_by_type_and_place(bench: Bench) -> None:
    bench.show(stack(text("a"), node("Badge", label="b")))
    first, badge = bench.view("Text"), bench.view("Badge")
    bench.show(stack(text("A"), node("Badge", label="B")))
    assert bench.view("Text") is first
    assert bench.view("Badge") is badge
    bench.show(stack(node("Badge", label="b"), text("a")))
    assert bench.view("Badge") is not badge


def test_another_type_under_the_same_id_is_another_view(bench: Bench) -> None:
    bench.show(stack({**text("a"), "id": "x"}))
    bench.show(stack({**node("Badge", label="b"), "id": "x"}))
    assert [view.node.type for view in bench.views()] == ["Stack", "Badge"]


def test_two_children_with_the_same_key_are_both_drawn(bench: Bench) -> None:
    tree = stack(text("one", key="k"), text("two", key="k"))
    bench.show(tree)
    bench.show(stack(text("one!", key="k"), text("two!", key="k")))
    assert bench.spoken() == ["one!", "two!"]


def test_the_focused_button_keeps_the_focus_over_a_refresh(bench: Bench) -> None:
    button = {**node("Button", label="Save", on_click=call()), "id": "save"}
    bench.show(stack(text("v1"), button))
    bench.panel.activateWindow()
    widget = bench.widget("Save")
    widget.setFocus()
    bench.show(stack(text("v2"), text("more"), button))
    assert bench.widget("Save") is widget
    assert widget.hasFocus()


def test_the_scroll_position_survives_a_refresh(bench: Bench) -> None:
    lines = [text(f"line {i}") for i in range(100)]
    bench.show(stack(*lines))
    bench.panel.verticalScrollBar().setValue(700)
    bench.show(stack(*lines[:50], text("changed"), *lines[51:]))
    assert bench.panel.verticalScrollBar().value() == 700


def test_widgets_of_removed_nodes_go(bench: Bench) -> None:
    bench.show(stack(node("Button", label="Old")))
    bench.show(stack(text("none")))
    with pytest.raises(AssertionError):
        bench.widget("Old")
    assert bench.panel.view_count == 2


def test_no_tree_shows_nothing(bench: Bench) -> None:
    bench.show(stack(text("a")))
    bench.show(None)
    assert bench.views() == []
    assert bench.panel.node() is None
    assert bench.panel.view_count == 0


def test_the_tab_key_follows_the_tree_even_for_buttons_that_came_later(bench: Bench) -> None:
    def buttons(*names: str) -> dict[str, Any]:
        return stack(*[{**node("Button", label=name), "id": name} for name in names])

    bench.show(buttons("a", "c"))
    bench.show(buttons("x", "a", "b", "c"))
    bench.panel.activateWindow()
    bench.widget("x").setFocus(Qt.FocusReason.TabFocusReason)
    visited = []
    for _ in range(4):
        focused = bench.panel.focusWidget()
        visited.append(focused.accessibleName() if focused else "")
        bench.key(Qt.Key.Key_Tab)
    assert visited == ["x", "a", "b", "c"]
