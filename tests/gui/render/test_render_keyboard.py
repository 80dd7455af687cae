"""Every control can be reached, told apart and worked by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.gui.render.bench import Bench, call, node, stack, text

pytestmark = pytest.mark.gui

ACT = call("f")
OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
ROWS = [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}]
COLUMNS = [{"key": "name", "label": "Name", "sortable": True}]
ENTER, SPACE, DOWN, RIGHT = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Down,
    Qt.Key.Key_Right,
)

PRESSED: list[tuple[dict[str, Any], list[Qt.Key]]] = [
    (node("Button", label="Go", on_click=ACT), [ENTER]),
    (node("Button", label="Go", on_click=ACT), [SPACE]),
    (node("Card", title="Go", on_click=ACT), [ENTER]),
    (node("Link", label="Go", on_click=ACT), [ENTER]),
    (node("Image", src="", alt="Go", on_click=ACT), [ENTER]),
    (node("Empty", message="None", action=ACT), [SPACE]),
    (node("Error", message="Bad", retry=ACT), [SPACE]),
    (node("Toggle", label="On", on_change=ACT), [SPACE]),
    (node("Checkbox", label="On", on_change=ACT), [SPACE]),
    (node("RadioGroup", options=OPTIONS, value="a", on_change=ACT), [DOWN]),
    (node("Select", options=OPTIONS, value="a", on_change=ACT), [SPACE, DOWN, ENTER]),
    (node("List", items=[{"id": "a", "title": "A", "on_click": ACT}]), [ENTER]),
    (node("Tree", nodes=[{"id": "a", "label": "A", "on_click": ACT}]), [ENTER]),
    (node("DataTable", columns=COLUMNS, rows=ROWS, on_row_click=ACT), [DOWN, ENTER]),
    (node("Menu", items=[{"id": "a", "label": "A", "on_click": ACT}]), [ENTER, ENTER]),
    (node("Form", children=[], action="f"), [ENTER]),
    (node("Canvas", nodes=[{"id": "a", "title": "A", "on_click": ACT}]), [RIGHT, ENTER]),
    (node("Graph", nodes=[{"id": "a", "label": "A"}], on_node_click=ACT), []),
    (
        node("MorphingState", context="c", summary="s", affordances=[{"id": "a", "label": "A"}]),
        [],
    ),
]

TYPED: list[tuple[dict[str, Any], str, Qt.Key]] = [
    (node("Input", on_submit=ACT), "hello", ENTER),
    (node("Password", on_submit=ACT), "hello", ENTER),
    (node("TagInput", on_change=ACT), "hello", ENTER),
]

REACHED = [
    *(tree for tree, _ in PRESSED),
    *(tree for tree, _, _ in TYPED),
    node("TextArea"),
    node("MultiSelect", options=OPTIONS),
    node("Slider", label="Volume"),
    node("DatePicker", label="Day"),
    node("RichEditor", content="<p>x</p>"),
    node("FileUpload"),
    node("BulkUpload", endpoint="https://example.com"),
    node("Tabs", tabs=[{"id": "a", "label": "A", "content": text("x")}]),
    node("Accordion", sections=[{"id": "a", "title": "A", "children": [text("x")]}]),
    node("Section", title="S", collapsible=True, children=[text("x")]),
    node("Alert", message="x", dismissible=True),
    node("Video", src="https://example.com/a.mp4"),
    node("Audio", src="https://example.com/a.mp3"),
]


def _name(value: Any) -> str:
    return str(value["type"]) if isinstance(value, dict) and "type" in value else ""


def _tab_in(bench: Bench, tree: dict[str, Any]) -> QWidget:
    """Press Tab from a button before the node until the keyboard is in the node."""
    bench.show(stack(node("Button", label="before"), tree))
    bench.panel.activateWindow()
    QApplication.processEvents()
    bench.widget("before").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bench.widget("before"), Qt.Key.Key_Tab)
    bench.settle()
    found = QApplication.focusWidget()
    assert found is not None
    assert found.accessibleName() != "before", "the Tab key did not reach the node"
    return found


@pytest.mark.parametrize("tree", REACHED, ids=_name)
def test_the_tab_key_reaches_a_named_control_with_a_role(
    bench: Bench, tree: dict[str, Any]
) -> None:
    widget = _tab_in(bench, tree)
    known = QAccessible.queryAccessibleInterface(widget)
    assert known is not None
    assert known.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client)
    assert known.text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("tree", "keys"), [row for row in PRESSED if row[1]], ids=lambda value: _name(value)
)
def test_keys_alone_run_the_action(bench: Bench, tree: dict[str, Any], keys: list[Qt.Key]) -> None:
    _tab_in(bench, tree)
    for key in keys:
        bench.key(key)
        QApplication.processEvents()
    assert bench.host.actions


@pytest.mark.parametrize(("tree", "words", "key"), TYPED, ids=lambda value: _name(value))
def test_words_typed_and_entered_are_sent(
    bench: Bench, tree: dict[str, Any], words: str, key: Qt.Key
) -> None:
    edit = _tab_in(bench, tree)
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, key)
    QApplication.processEvents()
    assert words in str(bench.host.actions)


def test_tab_passes_what_is_veiled(bench: Bench) -> None:
    veiled = node("Ghost", child=node("Button", label="veiled", on_click=ACT))
    bench.show(stack(node("Button", label="before"), veiled, node("Button", label="after")))
    bench.panel.activateWindow()
    bench.widget("before").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bench.widget("before"), Qt.Key.Key_Tab)
    found = QApplication.focusWidget()
    assert found is not None
    assert found.accessibleName() == "after"


def test_toasts_stand_in_the_order_of_their_nodes(bench: Bench) -> None:
    bench.show(stack(*[node("Toast", message=f"toast {number}") for number in range(3)]))
    QApplication.processEvents()
    bench.settle()
    from workbench.gui.render.overlays.toast import ToastStack

    (toasts,) = bench.panel.window().findChildren(ToastStack)
    said = [card.message.text for card in sorted(toasts.cards, key=lambda card: card.y())]
    assert said == ["toast 0", "toast 1", "toast 2"]
