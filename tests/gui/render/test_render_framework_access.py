"""What assistive technology is told, and who shows that it has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from tests.gui.render.bench import Bench, call, node, stack, text

pytestmark = pytest.mark.gui

Role, Text = QAccessible.Role, QAccessible.Text


def told(bench: Bench) -> list[tuple[QAccessible.Role, str]]:
    """Role and name of everything a panel's surface reports, in order."""
    surface = QAccessible.queryAccessibleInterface(bench.panel.surface)
    children = [surface.child(index) for index in range(surface.childCount())]
    return [(child.role(), child.text(Text.Name)) for child in children]


def test_painted_nodes_and_widgets_are_reported_in_reading_order(bench: Bench) -> None:
    bench.show(
        stack(
            node("Header", text="Orders"),
            text("Three open"),
            node("Button", label="Reload", on_click=call()),
            node("Stat", label="Open", value=3),
            node("Image", alt="A chart"),
        )
    )
    assert told(bench) == [
        (Role.Heading, "Orders"),
        (Role.StaticText, "Three open"),
        (Role.Button, "Reload"),
        (Role.StaticText, "Open, 3"),
        (Role.Graphic, "A chart"),
    ]


def test_a_painted_node_has_a_place_on_the_screen_and_is_found_there(bench: Bench) -> None:
    bench.show(stack(text("one"), text("two")))
    surface = QAccessible.queryAccessibleInterface(bench.panel.surface)
    second = surface.child(1)
    centre = second.rect().center()
    assert surface.childAt(centre.x(), centre.y()).text(Text.Name) == "two"
    assert surface.indexOfChild(second) == 1


def test_a_node_that_went_is_no_longer_valid(bench: Bench) -> None:
    bench.show(stack(text("one"), text("two")))
    gone = QAccessible.queryAccessibleInterface(bench.panel.surface).child(1)
    bench.show(stack(text("one")))
    assert not gone.isValid()
    assert gone.text(Text.Name) == ""
    assert len(told(bench)) == 1


@pytest.mark.parametrize(
    ("tree", "name"),
    [
        (node("Button", icon="Trash2"), "Trash2"),
        (node("Link", label="Docs", href="https://example.com"), "Docs"),
        (node("Card", title="Open me", on_click=call()), "Open me"),
        (node("Image", alt="Logo", on_click=call()), "Logo"),
        (node("Section", title="More", collapsible=True, children=[]), "More"),
        (node("Accordion", sections=[{"id": "a", "title": "First", "children": []}]), "First"),
        (node("Tabs", tabs=[{"label": "One", "content": text("x")}]), "One"),
        (node("Error", message="m", retry=call()), "Try again"),
        (node("Alert", message="m", dismissible=True), "Close"),
    ],
)
def test_everything_that_takes_the_keyboard_has_a_name_and_a_role(
    bench: Bench, tree: dict[str, object], name: str
) -> None:
    bench.show(tree)
    found = QAccessible.queryAccessibleInterface(bench.widget(name))
    assert found.role() in {Role.Button, Role.CheckBox}
    assert found.state().focusable


def test_the_ring_is_drawn_for_the_keyboard_and_not_for_the_mouse(bench: Bench) -> None:
    bench.show(stack(node("Button", label="Go", on_click=call())))
    bench.panel.activateWindow()
    plain = bench.panel.grab().toImage()
    bench.widget("Go").setFocus(Qt.FocusReason.MouseFocusReason)
    bench.settle()
    assert bench.panel.grab().toImage() == plain
    bench.widget("Go").clearFocus()
    bench.widget("Go").setFocus(Qt.FocusReason.TabFocusReason)
    bench.settle()
    assert bench.panel.grab().toImage() != plain


def test_a_panel_with_nothing_to_stop_at_can_itself_be_reached_and_scrolled(bench: Bench) -> None:
    bench.show(stack(*[text(f"line {i}") for i in range(100)]))
    assert bench.panel.focusPolicy() & Qt.FocusPolicy.TabFocus
    bench.panel.activateWindow()
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.key(Qt.Key.Key_PageDown)
    assert bench.panel.verticalScrollBar().value() > 100
    bench.show(stack(text("a"), node("Button", label="Go")))
    assert not bench.panel.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_node_is_found_by_its_place_also_inside_other_nodes(bench: Bench) -> None:
    bench.show(stack(text("first"), node("Tooltip", content="t", children=text("inside"))))
    surface = bench.panel.surface
    first = bench.view("Text", 0)
    assert bench.panel.view_at(surface.mapTo(bench.panel, first.rect.center())) is first
    inside = bench.view("Text", 1)
    centre = inside.scope.surface.mapTo(bench.panel, inside.rect.topLeft() + QPoint(4, 4))
    assert bench.panel.view_at(centre) is inside
    assert inside.path == ("Stack[0]", "Tooltip[1]", "Text[0]")
    assert bench.panel.view_at(QPoint(2, 2)) is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_painted_text_can_be_copied_from_its_menu(bench: Bench) -> None:
    bench.show(stack(text("copy me")))
    at = bench.view("Text").rect.center()
    surface = bench.panel.surface
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(surface, QContextMenuEvent(reason, at, surface.mapToGlobal(at)))
    menu = surface.findChild(QMenu)
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "copy me"
    menu.close()
