"""Dialogs, slide-overs, menus and toasts: focus, Escape, what closes them and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.render.bench import Bench, Host, call, node, stack, text
from tests.gui.render.person import activate, enter, field, press
from workbench.gui.render import PanelView
from workbench.gui.render.overlays.dialog import DialogView
from workbench.gui.render.overlays.layer import HOST_PROPERTY, Layer
from workbench.gui.render.overlays.menu import MenuView
from workbench.gui.render.overlays.slideover import SlideOverView
from workbench.gui.render.overlays.toast import ToastCard, ToastStack
from workbench.gui.render.popover import Popover

ESC = Qt.Key.Key_Escape


def layers(bench: Bench) -> list[Layer]:
    """The layers on the screen."""
    return [layer for layer in bench.panel.findChildren(Layer) if layer.isVisible()]


def dialog(bench: Bench, kind: str = "Dialog", **props: Any) -> DialogView:
    """Show a button and a dialog over it."""
    bench.resize(800, 500)
    content = {"content": node("Input", label="Reason")} | props
    bench.show(stack(node("Button", label="Behind"), node(kind, title="T", **content)))
    view = bench.view(kind)
    assert isinstance(view, DialogView)
    return view


def test_a_dialog_takes_the_first_control_and_gives_the_keyboard_back(bench: Bench) -> None:
    activate(bench)
    bench.show(stack(node("Button", label="Behind")))
    bench.widget("Behind").setFocus()
    view = dialog(bench)
    assert QApplication.focusWidget() is view.sheet.header.close_button
    view.sheet.cancel.click()
    bench.settle()
    assert QApplication.focusWidget() is bench.widget("Behind")


def test_tab_never_leaves_a_dialog(bench: Bench) -> None:
    activate(bench)
    view = dialog(bench)
    seen = set()
    for _ in range(8):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert view.layer.isAncestorOf(focus)
        seen.add(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == {"Close", "Reason", "Cancel", "Confirm"}


@pytest.mark.parametrize("way", ["escape", "backdrop", "cross", "cancel"])
def test_the_ways_out_of_a_dialog_fire_only_on_close(bench: Bench, way: str) -> None:
    view = dialog(bench, on_confirm=call("ok"), on_close=call("closed"))
    if way == "escape":
        press(bench, view.layer, ESC)
    elif way == "backdrop":
        QTest.mouseClick(view.layer, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    elif way == "cross":
        view.sheet.header.close_button.click()
    else:
        view.sheet.cancel.click()
    bench.settle()
    assert layers(bench) == []
    assert bench.host.actions == [call("closed")]


def test_a_destructive_dialog_must_be_answered(bench: Bench) -> None:
    view = dialog(bench, destructive=True, confirm_label="Delete", on_confirm=call("del"))
    press(bench, view.layer, ESC)
    QTest.mouseClick(view.layer, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert len(layers(bench)) == 1
    assert not view.sheet.header.close_button.isVisible()
    view.sheet.confirm.click()
    bench.settle()
    assert bench.host.actions == [call("del")]
    assert layers(bench) == []


def test_escape_in_a_field_of_a_dialog_closes_it(bench: Bench) -> None:
    dialog(bench)
    press(bench, enter(bench, field(bench)), ESC)
    assert layers(bench) == []


def test_a_modal_follows_open_size_and_empty_labels(bench: Bench) -> None:
    view = dialog(bench, "Modal", size="sm", cancel_label="", open=False)
    assert layers(bench) == []
    bench.show(
        stack(node("Button", label="Behind"), node("Modal", title="T", size="sm", cancel_label=""))
    )
    assert view.sheet.width() == 384
    assert not view.sheet.cancel.isVisible()
    view.sheet.confirm.click()
    bench.settle()
    assert layers(bench) == []


def test_a_dialog_is_a_sheet_at_the_bottom_of_a_narrow_window(bench: Bench) -> None:
    view = dialog(bench)
    bench.resize(400, 500)
    assert view.sheet.geometry().bottom() == view.layer.rect().bottom()
    assert view.sheet.width() == 400
    assert view.sheet.confirm.y() < view.sheet.cancel.y()


def test_long_content_scrolls_inside_the_dialog(bench: Bench) -> None:
    paragraphs = stack(*(text(f"Paragraph {number}") for number in range(60)))
    view = dialog(bench, content=paragraphs)
    assert view.sheet.height() <= 450
    assert view.sheet.body is not None
    assert view.sheet.body.verticalScrollBar().maximum() > 0


def test_a_dialog_goes_and_comes_with_its_panel(bench: Bench) -> None:
    dialog(bench)
    bench.panel.hide()
    bench.panel.show()
    bench.settle()
    assert len(layers(bench)) == 1


def test_a_layer_covers_the_window_or_the_host_that_was_marked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    part = QWidget(window)
    part.setProperty(HOST_PROPERTY, True)
    part.setGeometry(100, 0, 700, 600)
    panel = PanelView(Host(), part)
    panel.resize(700, 600)
    window.resize(900, 600)
    window.show()
    panel.set_tree(stack(node("Dialog", title="T")))
    panel.settle()
    QApplication.processEvents()
    layer = window.findChild(Layer)
    assert layer is not None
    assert layer.parentWidget() is part
    assert layer.size() == part.size()
    panel.set_tree(None)


def test_a_removed_dialog_takes_its_layer_along(bench: Bench) -> None:
    dialog(bench)
    bench.show(stack(node("Button", label="Behind")))
    assert layers(bench) == []


def test_overlays_take_no_room_in_their_panel(bench: Bench) -> None:
    bench.show(stack(text("a"), text("b")))
    before = bench.views("Text")[1].y
    bench.show(stack(text("a"), node("Dialog", title="T"), node("Toast", message="m"), text("b")))
    assert bench.views("Text")[1].y == before


def test_a_slide_over_follows_open_and_fires_on_close(bench: Bench) -> None:
    def tree(opened: bool, words: str) -> dict[str, Any]:
        props = {"open": opened, "children": [text(words)], "on_close": call("closed")}
        return stack(node("SlideOver", title="T", width="sm", **props))

    bench.resize(900, 500)
    bench.show(tree(True, "one"))
    view = bench.view("SlideOver")
    assert isinstance(view, SlideOverView)
    assert view.sheet.width() == 384
    assert view.sheet.geometry().right() == view.layer.rect().right()
    press(bench, view.layer, ESC)
    bench.show(tree(True, "two"))
    assert layers(bench) == []
    bench.show(tree(False, "two"))
    bench.show(tree(True, "two"))
    assert len(layers(bench)) == 1
    assert bench.host.actions == [call("closed")]


def menu(bench: Bench, **props: Any) -> MenuView:
    """Show a menu with three commands, one of them disabled."""
    items = [
        {"label": "Edit", "icon": "Pencil", "on_click": call("edit")},
        {"separator": True},
        {"label": "Locked", "disabled": True, "on_click": call("never")},
        {"label": "Delete", "on_click": call("del")},
    ]
    elsewhere = node("Button", label="Elsewhere")
    bench.show(stack(node("Menu", items=items, **props), elsewhere, direction="h"))
    view = bench.view("Menu")
    assert isinstance(view, MenuView)
    return view


def test_a_menu_is_worked_by_keys_and_wraps_around(bench: Bench) -> None:
    activate(bench)
    view = menu(bench)
    view.button.setFocus(Qt.FocusReason.TabFocusReason)
    press(bench, view.button, Qt.Key.Key_Down)
    assert view.panel.items[view.panel.current].label == "Edit"
    press(bench, view.panel, Qt.Key.Key_Up)
    assert view.panel.items[view.panel.current].label == "Delete"
    press(bench, view.panel, Qt.Key.Key_Return)
    assert bench.host.actions == [call("del")]
    assert not view.panel.isVisible()
    assert view.button.hasFocus()


def test_a_menu_closes_on_escape_and_on_a_press_elsewhere(bench: Bench) -> None:
    activate(bench)
    view = menu(bench)
    view.button.click()
    press(bench, view.panel, ESC)
    assert not view.panel.isVisible()
    view.button.click()
    assert view.panel.isVisible()
    bench.click("Elsewhere")
    assert not view.panel.isVisible()
    assert bench.host.actions == []


def test_a_disabled_command_and_a_separator_cannot_be_chosen(bench: Bench) -> None:
    view = menu(bench)
    view.button.click()
    for number in (1, 2):
        place = view.panel.rect_of(number).center()
        QTest.mouseClick(view.panel, Qt.MouseButton.LeftButton, pos=place)
    assert bench.host.actions == []
    assert view.panel.isVisible()


def test_a_menu_keeps_inside_the_window(bench: Bench) -> None:
    view = menu(bench, align="end")
    view.button.click()
    popover = bench.panel.findChild(Popover)
    assert popover is not None
    panel = popover.geometry().adjusted(20, 20, -20, -20)
    assert bench.panel.rect().contains(panel)
    assert panel.width() >= 192


def test_an_open_menu_goes_with_its_node(bench: Bench) -> None:
    menu(bench).button.click()
    bench.show(text("gone"))
    assert [p for p in bench.panel.findChildren(Popover) if p.isVisible()] == []


def toasts(bench: Bench) -> list[ToastCard]:
    """The toasts on the screen."""
    QApplication.processEvents()
    return list(ToastStack.of(bench.panel).cards)


def test_a_toast_says_its_words_once_and_again_when_they_change(bench: Bench) -> None:
    bench.show(stack(node("Toast", message="Saved", duration=0)))
    assert [card.message.text for card in toasts(bench)] == ["Saved"]
    toasts(bench)[0].close_button.click()
    bench.show(stack(node("Toast", message="Saved", duration=0, title="")))
    assert toasts(bench) == []
    bench.show(stack(node("Toast", message="Again", duration=0)))
    assert [card.message.text for card in toasts(bench)] == ["Again"]


def test_a_toast_goes_by_itself_but_not_under_the_pointer(bench: Bench, qtbot: QtBot) -> None:
    bench.show(stack(node("Toast", message="Short", duration=40)))
    (card,) = toasts(bench)
    place = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(place, place, place))
    qtbot.wait(80)
    assert toasts(bench) == [card]
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: toasts(bench) == [], timeout=20_000)


def test_a_toasts_action_runs_and_closes_it(bench: Bench) -> None:
    props = {"action": call("undo"), "action_label": "Undo", "duration": 0}
    bench.show(stack(node("Toast", message="Deleted", variant="danger", **props)))
    bench.click("Undo")
    assert bench.host.actions == [call("undo")]
    assert toasts(bench) == []
