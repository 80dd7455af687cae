"""Draws the cells of a pane's table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from workbench.gui.panes import cells
from workbench.gui.panes.cells import Cell
from workbench.gui.panes.table_model import CELL_ROLE
from workbench.gui.parts import look, paint
from workbench.gui.theme import icons

ROW = 28
_PAD = 10
_ALIGN = Qt.ItemDataRole.TextAlignmentRole


class CellDelegate(QStyledItemDelegate):
    """Paints a `Cell`: plain or mono text, a badge, a link or an icon, on the row's ground."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground and hairline, then the cell."""
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        paint_ground(painter, rect, state)
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell) and (cell.text or cell.points):
            right = bool(index.model().headerData(
                index.column(), Qt.Orientation.Horizontal, _ALIGN
            ) & Qt.AlignmentFlag.AlignRight)  # fmt: skip
            inner = rect.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
            self._paint_cell(painter, inner, cell, right)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(look.px(60), look.px(ROW))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The tooltip tells the whole of a text that has no room."""
        cell = index.data(CELL_ROLE)
        room = view.visualRect(index).width() - 2 * look.px(_PAD)
        shortened = isinstance(cell, Cell) and _needed(cell) > room
        QToolTip.showText(event.globalPos(), cell.text if shortened else "", view)
        return True

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, right: bool) -> None:
        if cell.look == cells.BADGE:
            mono = cell.text.startswith("__")
            words = paint.fitting_badge(cell.text, rect.width(), mono)
            paint.badge(painter, rect.left(), rect.center().y() + 0.5, words, cell.tone, mono)
            return
        if cell.look == cells.SPARK:
            paint_spark(painter, rect, cell)
            return
        if cell.look == cells.BAR:
            paint_bar(painter, rect, cell)
            return
        if cell.look == cells.ICON:
            side = look.px(14)
            top = rect.center().y() - side / 2 + 0.5
            icons.paint(painter, cell.text, rect.left(), top, side, look.ink(cell.tone))
            return
        tone = cell.tone
        if cell.look == cells.LINK:
            tone = "primary-hover" if look.theme().dark else "primary"
        side_flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint.text(painter, rect, cell.text, _role(cell), look.ink(tone), side_flag)


def _needed(cell: Cell) -> float:
    """The width a cell's text needs; bars and icons have none to shorten."""
    if cell.look == cells.BADGE:
        return paint.badge_size(cell.text, cell.text.startswith("__"))[0]
    if cell.look in (cells.SPARK, cells.BAR, cells.ICON):
        return 0
    return look.width(_role(cell), cell.text)


def _role(cell: Cell) -> str:
    return "mono" if cell.look in (cells.MONO, cells.LINK) else "small-medium"


def paint_spark(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """The last values as thin bars on a common ground line."""
    if not cell.points:
        return
    high, step = look.px(16), look.px(4)
    count = min(len(cell.points), max(1, int(rect.width() // step)))
    points = cell.points[-count:]
    most = max(points) or 1.0
    ground = rect.center().y() + high / 2
    color = look.ink(cell.tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for number, value in enumerate(points):
        tall = max(1.0, high * value / most)
        painter.fillRect(QRectF(rect.left() + number * step, ground - tall, step - 1, tall), color)


def paint_bar(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """How far something has come: a bar, and the words at its right."""
    words = look.px(52)
    high, wide = look.px(5), max(look.px(24), rect.width() - words)
    groove = QRectF(rect.left(), rect.center().y() - high / 2 + 0.5, wide, high)
    paint.rounded(painter, groove, high / 2, look.theme().color("border-subtle"))
    done = max(0.0, min(1.0, cell.points[0] if cell.points else 0.0))
    if done:
        filled = QRectF(groove.left(), groove.top(), max(high, groove.width() * done), high)
        paint.rounded(painter, filled, high / 2, look.ink(cell.tone))
    place = QRectF(groove.right() + look.px(8), rect.top(), words - look.px(8), rect.height())
    paint.text(painter, place, cell.text, "mono-tiny", look.ink("muted"))


def paint_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    """The ground of a row: selected, pointed at, or none; and the hairline under it."""
    theme = look.theme()
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color("selected"))
        if theme.strong:
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 2), look.ink("primary"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color("hover", 0.5))
    bottom = rect.bottom() - 1
    chosen = theme.strong and bool(state & QStyle.StateFlag.State_Selected)
    line = theme.color("primary" if chosen else "border-card")
    painter.fillRect(QRectF(rect.left(), bottom, rect.width(), 1), line)
