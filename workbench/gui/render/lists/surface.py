"""The rows of a List as one widget: painting what is exposed, the pointer and the keyboard."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.ground import reveal
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.lists.badges import RowBadges
from workbench.gui.render.lists.delegate import (
    RowLook,
    RowParts,
    draw,
    draw_heading,
    place,
    tip_at,
)
from workbench.gui.render.lists.drag import ListDrag
from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.row_view import RowView
from workbench.gui.render.lists.rows import ListRows, row_height
from workbench.gui.render.lists.selection import Selection
from workbench.gui.render.lists.stops import NOWHERE, STEPS, first_stop, next_stop, row_of
from workbench.gui.render.painted import painted


class ListSurface(RowView):
    """Rows, the pointer over them and the keyboard among them; decides nothing about actions."""

    row_activated = Signal(int)
    """A row was clicked, or Enter or Space pressed on it; carries the item's index."""
    box_clicked = Signal(int)
    """The checkbox of an item was clicked."""
    action_clicked = Signal(int, int)
    """A hover action: the item's index and the action's number."""
    dropped = Signal(object, int)
    """Something was dropped: the id of the dragged item and the index of the target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selectable = False
        self.selection = Selection()
        self.opened: set[str] = set()
        self.badges: RowBadges | None = None
        self._hover = NOWHERE
        self._hot = NOWHERE
        self._current = NOWHERE
        self._drop_row = NOWHERE
        self._key_focus = False
        self._drag = ListDrag(self)

    # -- content ----------------------------------------------------------------------------

    def show_rows(self, items: ListItems, rows: ListRows) -> None:
        """Show other rows; the keyboard's row is kept when its item is still there."""
        kept = self._current_key()
        self.rows_model.show(items, rows)
        self._hover = self._hot = self._drop_row = NOWHERE
        self._current = row_of(self.rows_model, kept)
        self.viewport().update()

    def replace_rows(self, items: ListItems, changed: list[int]) -> bool:
        """Repaint only the `changed` items; False when their heights changed too."""
        model = self.rows_model
        if any(
            row_height(items.raw[number]) != row_height(model.items.raw[number])
            for number in changed
        ):
            return False
        model.replace(items, changed)
        wanted = set(changed)
        for row in self.rows_seen():
            if model.rows.places[row] in wanted:
                self.repaint_row(row)
        return True

    def resize_rows(self, rows: ListRows) -> None:
        """The same rows with other heights."""
        self.rows_model.resize(rows)
        self.viewport().update()

    def look(self, row: int) -> RowLook:
        """How a row is drawn just now."""
        number = max(self.rows_model.rows.places[row], 0)
        key = self.rows_model.items.key(number)
        badges, wide = self.badges, self.viewport().width()
        return RowLook(
            below=self.below.get(number, 0),
            beside=badges.beside(number, wide) if badges else 0,
            live=badges is not None and badges.has(number),
            selectable=self.selectable,
            selecting=len(self.selection) > 0,
            checked=key in self.selection,
            hovered=row == self._hover,
            hot_action=self._hot if row in (self._hover, self._ringed()) else NOWHERE,
            ringed=row == self._ringed(),
            opened=key in self.opened,
            drop_target=row == self._drop_row,
        )

    def parts(self, row: int) -> RowParts | None:
        """Where the parts of a row are; None for a heading."""
        entry = self.entry_at(row)
        return None if entry is None else place(self.head_rect(row), entry, self.look(row))

    def mark_drop(self, row: int) -> None:
        """Show where a dragged row would land."""
        if row != self._drop_row:
            before, self._drop_row = self._drop_row, row
            self.repaint_row(before)
            self.repaint_row(row)

    # -- painting ---------------------------------------------------------------------------

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the rows that touch the exposed rectangle."""
        exposed = event.rect()
        rows = self.rows_model.rows
        for row in rows.between(exposed.top(), exposed.bottom()):
            entry = self.rows_model.entry(row)
            if entry is None:
                draw_heading(painter, self.row_rect(row), rows.row(row).heading or "")
            else:
                draw(painter, self.head_rect(row), entry, self.look(row))

    def _ringed(self) -> int:
        return self._current if self._key_focus else NOWHERE

    # -- pointer ----------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer: hover, hot action, or a drag."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton and self._drag.move(point):
            return
        self._set_hover(self.rows_model.rows.at(point.y()), self._spot(point))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard without a ring, and remember where a drag may begin."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._key_focus = False
        point = event.position().toPoint()
        row = self.rows_model.rows.at(point.y())
        self._set_hover(row, self._spot(point))
        if self.head_rect(row).contains(point) if row >= 0 else False:
            self._current = row
            self._drag.press(row, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a drag, or click the part under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed = self._drag.pressed_row
        if self._drag.release():
            return
        point = event.position().toPoint()
        row = self.rows_model.rows.at(point.y())
        if row >= 0 and row == pressed and self.head_rect(row).contains(point):
            self._click(row, self._spot(point))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is a press."""
        self.mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Drop the hover when the pointer leaves; show tooltips of actions."""
        if event.type() == QEvent.Type.Leave:
            self._set_hover(NOWHERE, QPoint(-1, -1))
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(self._spot(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def _spot(self, point: QPoint) -> QPoint:
        """Where a point is in what is painted."""
        return mirror.spot(self.viewport(), point)

    def _tip(self, point: QPoint) -> str:
        row = self.rows_model.rows.at(point.y())
        entry = self.entry_at(row)
        return "" if entry is None else tip_at(point, self.head_rect(row), entry, self.look(row))

    def _set_hover(self, row: int, point: QPoint) -> None:
        before = self._hover
        self._hover = row
        parts = self.parts(row) if row >= 0 else None
        hot = parts.action_at(point) if parts is not None else NOWHERE
        if row == before and hot == self._hot:
            return
        self._hot = hot
        self.repaint_row(before)
        self.repaint_row(row)
        entry = self.entry_at(row)
        hand = entry is not None and (entry.clickable or self.selectable or hot >= 0)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _click(self, row: int, point: QPoint) -> None:
        entry, parts = self.entry_at(row), self.parts(row)
        if entry is None or parts is None:
            return
        number = parts.action_at(point)
        if number >= 0:
            self.action_clicked.emit(entry.index, number)
            return
        if self.selectable and parts.checkbox.adjusted(-12, -12, 4, 12).contains(point):
            self.box_clicked.emit(entry.index)
            return
        self.row_activated.emit(entry.index)

    # -- keyboard ---------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard, ring a row: the last one, the highlighted one, or the first."""
        super().focusInEvent(event)
        self._key_focus = from_keyboard(event)
        if self._key_focus and self.entry_at(self._current) is None:
            self._move_to(first_stop(self.rows_model))
        self.repaint_row(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._key_focus = False
        self.repaint_row(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space activate, left and right reach the actions or the body."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._key_focus = True
            self._move_by(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._activate_current()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._reach(1 if mirror.key(self, event.key()) == Qt.Key.Key_Right else -1)
        else:
            event.ignore()

    def _activate_current(self) -> None:
        entry = self.entry_at(self._current)
        if entry is None:
            return
        if 0 <= self._hot < len(entry.actions):
            self.action_clicked.emit(entry.index, self._hot)
        else:
            self.row_activated.emit(entry.index)

    def _reach(self, step: int) -> None:
        entry = self.entry_at(self._current)
        if entry is None:
            return
        if entry.expandable and not entry.actions:
            if (entry.key in self.opened) != (step > 0):
                self.row_activated.emit(entry.index)
            return
        self._key_focus = True
        self._hot = min(max(self._hot + step, NOWHERE), len(entry.actions) - 1)
        self.repaint_row(self._current)

    def _move_by(self, step: int) -> None:
        target = next_stop(self.rows_model, self._current, step)
        if target == NOWHERE:
            here = self.entry_at(self._current) is not None
            target = self._current if here else first_stop(self.rows_model)
        self._move_to(target)

    def _move_to(self, row: int) -> None:
        before, self._current, self._hot = self._current, row, NOWHERE
        self.repaint_row(before)
        self.repaint_row(row)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.rows_model.index(row), flag)
            reveal(self.viewport(), self.head_rect(row))

    def _current_key(self) -> str | None:
        entry = self.entry_at(self._current)
        return None if entry is None else entry.key
