"""A Tree at work: what is open, what the keys do, what survives a refresh."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node
from tests.gui.render.person import activate, click_point, press
from workbench.gui.render.tree import ROW, TreeView
from workbench.gui.render.tree_rows import TreeRows

FILES: list[dict[str, Any]] = [
    {
        "id": "r",
        "label": "root",
        "badge": 12,
        "children": [
            {"id": "a", "label": "folder A", "expanded": True, "children": [{"label": "file 1"}]},
            {"id": "b", "label": "folder B", "children": [{"id": "b1", "label": "hidden"}]},
        ],
    },
    {"id": "l", "label": "leaf", "on_click": call("open")},
]


def tree(bench: Bench, nodes: Any = None) -> TreeView:
    bench.show(node("Tree", nodes=FILES if nodes is None else nodes, label="Files"))
    view = bench.view("Tree")
    assert isinstance(view, TreeView)
    return view


def labels(view: TreeView) -> list[str]:
    return [row.label for row in view.tree.rows]


def test_roots_are_open_and_deeper_branches_closed_unless_they_say_otherwise(
    bench: Bench,
) -> None:
    assert labels(tree(bench)) == ["root", "folder A", "file 1", "folder B", "leaf"]


def test_what_was_toggled_stays_over_a_refresh_with_new_children(bench: Bench) -> None:
    view = tree(bench)
    click_point(bench, view.surface, QPoint(80, 3 * ROW + 10))
    assert "hidden" in labels(view)
    changed = [{**FILES[0], "label": "renamed"}, *FILES[1:], {"label": "new"}]
    assert labels(tree(bench, changed))[0] == "renamed"
    assert "hidden" in labels(view)
    assert view.surface.height() == len(view.tree.rows) * ROW


def test_the_keyboard_opens_closes_and_climbs(bench: Bench) -> None:
    activate(bench)
    view = tree(bench)
    view.surface.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    press(bench, view.surface, Qt.Key.Key_Down)
    press(bench, view.surface, Qt.Key.Key_Left)
    assert labels(view) == ["root", "folder A", "folder B", "leaf"]
    press(bench, view.surface, Qt.Key.Key_Left)
    press(bench, view.surface, Qt.Key.Key_Left)
    assert labels(view) == ["root", "leaf"]
    press(bench, view.surface, Qt.Key.Key_Right)
    assert len(labels(view)) == 4
    press(bench, view.surface, Qt.Key.Key_End)
    press(bench, view.surface, Qt.Key.Key_Return)
    assert bench.host.actions == [call("open")]
    assert "leaf" in view.surface.accessibleDescription()


def test_children_of_closed_branches_are_not_read() -> None:
    class Trap(dict[str, Any]):
        def get(self, *_: Any) -> Any:
            raise AssertionError("a hidden node was read")

    rows = TreeRows([{"id": "r", "expanded": False, "children": [Trap(label="x")]}])
    assert len(rows.rows) == 1


def test_a_very_deep_tree_is_walked_without_recursion() -> None:
    deep: dict[str, Any] = {"label": "bottom"}
    for number in range(3000):
        deep = {"label": str(number), "expanded": True, "children": [deep]}
    assert len(TreeRows([deep]).rows) > 400


def test_plain_words_are_leaves_and_numbers_are_badges(bench: Bench) -> None:
    view = tree(bench, ["word", {"label": "x", "badge": 0}, None, 7])
    assert [(row.label, row.badge) for row in view.tree.rows] == [("word", ""), ("x", "0")]
