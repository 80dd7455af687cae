"""Tree: nested rows that open and close; leaves run their action."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror, roles
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import RIGHT, box, corner, glyph, line, ring, text_width, theme
from workbench.gui.render.ground import reveal
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.tree_rows import TreeRow, TreeRows
from workbench.gui.render.widget_view import WidgetView

ROW, INDENT = 28, 16
_DEEPEST = 40
"""Levels that are still indented; deeper ones stand under one another."""


def row_height() -> int:
    """Height of a row."""
    return theme().space(ROW)


class TreeSurface(QWidget):
    """Paints the rows in sight; arrows move, open and close."""

    accessible_role = QAccessible.Role.Tree

    def __init__(self, view: TreeView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self.tree = view.tree
        self._hover = -1
        self._current = -1
        self._key_focus = False
        self._pressed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def rows_changed(self) -> None:
        """Rows appeared or went."""
        self._current = min(self._current, len(self.tree.rows) - 1)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the widest of the first rows."""
        widths = [
            self._left(row) + 56 + text_width(row.label[:60], "body") for row in self.tree.rows[:60]
        ]
        return QSize(min(max(widths, default=120), 480), max(len(self.tree.rows) * row_height(), 1))

    def minimumSizeHint(self) -> QSize:
        """Labels are cut."""
        return QSize(100, 0)

    def _left(self, row: TreeRow) -> int:
        return 6 + min(row.depth, _DEEPEST) * INDENT

    def _rect(self, number: int) -> QRect:
        return QRect(0, number * row_height(), self.width(), row_height())

    def _row_at(self, y: float) -> int:
        number = int(y // row_height())
        return number if 0 <= number < len(self.tree.rows) else -1

    # -- pointer ----------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer."""
        self._set_hover(self._row_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        super().leaveEvent(event)
        self._set_hover(-1)

    def _set_hover(self, number: int) -> None:
        if number == self._hover:
            return
        for changed in (self._hover, number):
            self.update(self._rect(changed))
        self._hover = number
        row = self.tree.rows[number] if number >= 0 else None
        hand = row is not None and (row.branch or row.action is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        cut = row is not None and self._room(row) < text_width(row.label, "body")
        self.setToolTip(row.label if row is not None and cut else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the row; the ring goes."""
        self._key_focus = False
        self._pressed = self._row_at(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Use the row under the pointer."""
        number = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number == self._pressed >= 0:
            self._current = number
            self._view.use(number)

    # -- keyboard ---------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard, ring a row."""
        super().focusInEvent(event)
        self._key_focus = from_keyboard(event)
        if self._key_focus and self._current < 0 and self.tree.rows:
            self._current = 0
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._key_focus = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End move; Left and Right close and open; Enter and Space use."""
        key, rows = mirror.key(self, event.key()), self.tree.rows
        if not rows:
            event.ignore()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self._current + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._current >= 0:
                self._view.use(self._current)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self._current >= 0:
            self._fold(key == Qt.Key.Key_Right)
        else:
            event.ignore()

    def _fold(self, forward: bool) -> None:
        row = self.tree.rows[self._current]
        if forward and row.branch:
            self._go(self._current + 1) if row.open else self._view.set_open(self._current, True)
        elif not forward and row.open:
            self._view.set_open(self._current, False)
        elif not forward and row.parent >= 0:
            self._go(row.parent)

    def _go(self, number: int) -> None:
        self._key_focus = True
        self._current = min(max(number, 0), len(self.tree.rows) - 1)
        self._tell()
        reveal(self, self._rect(self._current))
        self.update()

    def _tell(self) -> None:
        if 0 <= self._current < len(self.tree.rows):
            row = self.tree.rows[self._current]
            state = (", open" if row.open else ", closed") if row.branch else ""
            self.setAccessibleDescription(f"{row.label}{state}, level {row.depth + 1}")

    # -- painting ---------------------------------------------------------------------------

    def _room(self, row: TreeRow) -> float:
        badge = text_width(row.badge, "caption") + 8 if row.badge else 0
        return self.width() - self._left(row) - 40 - 4 - badge

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The rows in the exposed rectangle."""
        first = max(event.rect().top() // row_height(), 0)
        last = min(event.rect().bottom() // row_height(), len(self.tree.rows) - 1)
        for number in range(first, last + 1):
            self._draw(painter, number)

    def _draw(self, painter: QPainter, number: int) -> None:
        shown, row, rect = theme(), self.tree.rows[number], self._rect(number)
        if number == self._hover:
            box(painter, rect, corner(4), fill=shown.color("hover"))
        left, middle = self._left(row), rect.center().y() + 0.5
        muted = shown.color("text-muted")
        if row.branch:
            name = "chevron-down" if row.open else "chevron-right"
            glyph(painter, name, QPointF(left + 7, middle), 14, shown.color("text"))
        token = "warning" if row.branch else "text-muted"
        own = row.icon if not row.branch or row.icon else ""
        fallback = "folder" if row.branch else "file"
        ink = muted if own else shown.color(token)
        glyph(painter, own, QPointF(left + 27, middle), 14, ink, fallback=fallback)
        area = QRectF(left + 40, rect.top(), max(self._room(row), 0), row_height())
        line(painter, area, row.label, "body", shown.color("text"))
        badge = QRectF(rect.right() - 204, rect.top(), 200, row_height())
        line(painter, badge, row.badge, "caption", muted, RIGHT)
        if self._key_focus and number == self._current:
            ring(painter, rect, corner(4))


@register("Tree")
class TreeView(WidgetView):
    """A Tree node. What was opened or closed stays so over refreshes."""

    role = "list"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        roles.install()
        self.tree = TreeRows(node.get("nodes"))
        self.surface = TreeSurface(self, scope.surface)
        self.control = self.surface
        self._name()

    def _name(self) -> None:
        self.surface.setAccessibleName(label_of(self.node.get("label"), "Tree"))

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        self._name()
        self.tree.set_nodes(self.node.get("nodes"))
        self.surface.rows_changed()

    def measure_height(self, width: int) -> int:
        """All visible rows."""
        return len(self.tree.rows) * row_height()

    def use(self, number: int) -> None:
        """A click on a row: a branch opens or closes, a leaf runs its action."""
        row = self.tree.rows[number]
        if row.branch:
            self.set_open(number, not row.open)
        elif row.action is not None:
            fire(self.scope.actions, row.action)

    def set_open(self, number: int, opened: bool) -> None:
        """Open or close the branch in a row."""
        self.tree.set_open(number, opened)
        self.surface.rows_changed()
        self.invalidate()
