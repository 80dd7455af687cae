"""What a person does to a panel: types, clicks, points, drags, presses keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.gui.render.bench import Bench
from workbench.gui.render.inputs.field import FieldView
from workbench.gui.render.lists.surface import ListSurface
from workbench.gui.render.lists.view import ListNodeView
from workbench.gui.render.tables.grid import TableGrid
from workbench.gui.render.tables.view import DataTableView

LEFT = Qt.MouseButton.LeftButton


def field(bench: Bench, index: int = 0) -> FieldView:
    """The form control number `index` of the panel, in reading order."""
    found = [view for view in bench.views() if isinstance(view, FieldView)]
    return found[index]


def activate(bench: Bench) -> None:
    """The panel's window is the one that gets keys."""
    bench.panel.window().activateWindow()
    QApplication.processEvents()


def enter(bench: Bench, view: FieldView) -> QWidget:
    """Give a control the keyboard."""
    activate(bench)
    target = view.focus_target()
    target.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return target


def type_text(bench: Bench, view: FieldView, text: str, *, instead: bool = True) -> QWidget:
    """Type into a control, in place of what was there."""
    target = enter(bench, view)
    if instead and hasattr(target, "selectAll"):
        target.selectAll()
    if text:
        QTest.keyClicks(target, text)
    elif instead:
        QTest.keyClick(target, Qt.Key.Key_Delete)
    bench.settle()
    return target


def shown_text(view: FieldView) -> str:
    """What stands in a text control."""
    target: Any = view.focus_target()
    return target.toPlainText() if isinstance(target, QPlainTextEdit) else target.text()


def press(bench: Bench, target: QWidget, key: Qt.Key, *, control: bool = False) -> None:
    """Press a key on a widget."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(target, key, modifier)
    bench.settle()


def click_point(bench: Bench, widget: QWidget, point: QPoint) -> None:
    """Click a point of a widget."""
    QTest.mouseClick(widget, LEFT, pos=point)
    bench.settle()


def hover(widget: QWidget, point: QPoint) -> None:
    """Move the pointer over a point of a widget, without a button."""
    place = QPointF(point)
    away = widget.mapToGlobal(place)
    QApplication.sendEvent(widget, QEnterEvent(place, place, away))
    no_button = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, away, no_button, no_button, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, move)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, release."""
    QTest.mousePress(widget, LEFT, pos=start)
    for part in (0.2, 0.5, 0.8, 1.0):
        place = QPointF(start) + QPointF(end - start) * part
        away = widget.mapToGlobal(place)
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            away,
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, LEFT, pos=end)


# -- lists --------------------------------------------------------------------------------------


def list_view(bench: Bench, index: int = 0) -> ListNodeView:
    """A List of the panel."""
    return [view for view in bench.views() if isinstance(view, ListNodeView)][index]


def row_middle(surface: ListSurface, row: int) -> QPoint:
    """A point in the middle of a row."""
    return surface.head_rect(row).center()


def click_row(bench: Bench, row: int, index: int = 0) -> None:
    """Click a row of a list in its middle."""
    surface = list_view(bench, index).surface
    click_point(bench, surface.viewport(), row_middle(surface, row))


def click_box(bench: Bench, row: int) -> None:
    """Point at a row and click its checkbox."""
    surface = list_view(bench).surface
    hover(surface.viewport(), row_middle(surface, row))
    parts = surface.parts(row)
    assert parts is not None
    click_point(bench, surface.viewport(), parts.checkbox.center())


def click_action(bench: Bench, row: int, number: int) -> None:
    """Point at a row and click one of its hover actions."""
    surface = list_view(bench).surface
    hover(surface.viewport(), row_middle(surface, row))
    parts = surface.parts(row)
    assert parts is not None
    assert parts.actions, "the row shows no actions under the pointer"
    click_point(bench, surface.viewport(), parts.actions[number].center())


# -- tables -------------------------------------------------------------------------------------


def grid_of(bench: Bench, index: int = 0) -> TableGrid:
    """The grid of a DataTable of the panel."""
    return [view for view in bench.views() if isinstance(view, DataTableView)][index].grid


def click_cell(bench: Bench, row: int, column: int) -> None:
    """Click a cell in its middle."""
    grid = grid_of(bench)
    rect = grid.visualRect(grid.table.index(row, column))
    click_point(bench, grid.viewport(), rect.center())


def click_header(bench: Bench, column: int) -> None:
    """Click a column's header."""
    head = grid_of(bench).head
    left = head.sectionViewportPosition(column)
    click_point(bench, head.viewport(), QPoint(left + 20, head.height() // 2))


def column_texts(bench: Bench, column: int) -> list[str]:
    """What a column shows, from top to bottom."""
    table = grid_of(bench).table
    return [str(table.data(table.index(row, column))) for row in range(table.rowCount())]
