"""Background tasks as cards: what runs, how far it is, what it may still take, and a way to end it.

The cards are painted by the delegate of a list, so that a thousand of them cost what is in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from workbench.gui.keys import key_book
from workbench.gui.panes.picking import Picking
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.panes.task_lines import first_line, last_line
from workbench.gui.panes.task_words import TaskCard
from workbench.gui.parts import look, paint
from workbench.gui.theme import icons

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

Index = QModelIndex | QPersistentModelIndex

ROW = 96
_SIDE, _ABOVE, _BELOW = 14, 8, 4
_PAD = 14
_CANCEL = 24


class TaskDelegate(QStyledItemDelegate):
    """Paints the card that `card` makes of a record."""

    def __init__(self, card: Callable[[Record], TaskCard], view: TaskCards) -> None:
        super().__init__(view)
        self._card = card
        self._view = view

    def card(self, index: Index) -> TaskCard | None:
        """The card of a row."""
        record = index.data(ITEM_ROLE)
        return self._card(record) if record is not None else None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One card with the space around it."""
        return QSize(look.px(240), look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, name and stage, bar, times and limits."""
        card = self.card(index)
        if card is None:
            return
        painter.save()
        rect = card_rect(option.rect)
        self._paint_ground(painter, rect, option.state)
        for placed in (*first_line(card, _inside(rect)), *last_line(card, _inside(rect))):
            placed.paint(painter)
        if card.cancellable:
            self._paint_cancel(painter, index, rect)
        _paint_bar(painter, _inside(rect), card)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme, radius = look.theme(), look.px(9)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        edge = theme.color("border-subtle" if theme.dark else "border")
        fill = theme.color("surface-card")
        if selected:
            edge, fill = theme.color("primary"), theme.over("selected", None, "surface-card")
        elif state & QStyle.StateFlag.State_MouseOver:
            edge = theme.color("border-strong")
        paint.rounded(painter, rect, radius, fill, edge)
        if selected and self._view.ringed:
            paint.focus_ring(painter, rect, radius)

    def _paint_cancel(self, painter: QPainter, index: Index, rect: QRectF) -> None:
        place, side = cancel_rect(rect), look.px(14)
        hot = self._view.hot == index.row()
        if hot:
            paint.rounded(painter, place, look.px(6), look.theme().color("hover"))
        left, top = place.center().x() - side / 2, place.center().y() - side / 2
        icons.paint(painter, "x", left, top, side, look.ink("text" if hot else "muted"))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """What the cross does, or the whole of what has no room."""
        card = self.card(index)
        if card is None:
            QToolTip.hideText()
            return True
        rect = card_rect(view.visualRect(index))
        told = [*first_line(card, _inside(rect)), *last_line(card, _inside(rect))]
        text = "\n".join(placed.text for placed in told if placed.cut)
        if card.cancellable and cancel_rect(rect).contains(event.pos()):
            text = key_book().named("Cancel: it is told at its next sign of life", "tasks.cancel")
        QToolTip.showText(event.globalPos(), text, view)
        return True


class TaskCards(Picking, QListView):
    """The cards, the newest first.

    `cancel_asked` carries the record of a task that somebody wants to end: by a click on its cross,
    or by Delete on the card that is current.
    """

    cancel_asked = Signal(object)

    def __init__(
        self,
        model: RecordModel,
        card: Callable[[Record], TaskCard],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.hot = -1
        self._pressed = -1
        self.setModel(model)
        self.setUniformItemSizes(True)
        self._delegate = TaskDelegate(card, self)
        self.setItemDelegate(self._delegate)
        self.start_picking()
        self.setAccessibleName("Background tasks")
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.wear_theme()
        self.scheduleDelayedItemsLayout()

    def row_height(self) -> int:
        """Height of a card with the space around it."""
        return look.px(ROW)

    @property
    def ringed(self) -> bool:
        """Whether the keyboard is here."""
        return self.hasFocus()

    # -- cancelling

    def cancel_at(self, point: QPoint) -> int:
        """The row whose cross is at a point, or -1."""
        index = self.indexAt(point)
        card = self._delegate.card(index) if index.isValid() else None
        if card is None or not card.cancellable:
            return -1
        inside = cancel_rect(card_rect(self.visualRect(index))).contains(point.toPointF())
        return index.row() if inside else -1

    def _ask_to_cancel(self, row: int) -> None:
        record = self.model().index(row, 0).data(ITEM_ROLE)
        if record is not None:
            self.cancel_asked.emit(record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete cancels the task that is current."""
        index = self.currentIndex()
        heeded = event.key() == Qt.Key.Key_Delete and not key_book().silent("Del")
        if heeded and index.isValid():
            self._ask_to_cancel(index.row())
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a cross waits for its release there."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.cancel_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the task be cancelled whose cross was clicked."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, -1
        if pressed >= 0 and pressed == self.cancel_at(event.position().toPoint()):
            self._ask_to_cancel(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A cross is lit under the pointer."""
        super().mouseMoveEvent(event)
        self._light(self.cancel_at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Nothing stays lit when the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self._light(-1)
        return super().viewportEvent(event)

    def _light(self, row: int) -> None:
        if row != self.hot:
            self.hot = row
            shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()


def card_rect(row: QRect) -> QRectF:
    """Where the card stands in its row."""
    side = look.px(_SIDE)
    return QRectF(row).adjusted(side, look.px(_ABOVE), -side, -look.px(_BELOW))


def cancel_rect(card: QRectF) -> QRectF:
    """Where the cross of a card is."""
    side = look.px(_CANCEL)
    right, top = card.right() - look.px(_PAD) + look.px(5), card.top() + look.px(10)
    return QRectF(right - side, top, side, side)


def _inside(card: QRectF) -> QRectF:
    pad = look.px(_PAD)
    return card.adjusted(pad, 0, -pad, 0)


def _paint_bar(painter: QPainter, inside: QRectF, card: TaskCard) -> None:
    """How far it is; the groove stays empty while nobody knows."""
    high = look.px(5)
    groove = QRectF(inside.left(), inside.top() + look.px(41), inside.width(), high)
    paint.rounded(painter, groove, high / 2, look.theme().color("border-subtle"))
    if card.share:
        filled = QRectF(groove.left(), groove.top(), max(high, groove.width() * card.share), high)
        paint.rounded(painter, filled, high / 2, look.ink(card.tone))
