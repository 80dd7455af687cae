"""Dragging a list row onto another, in the same list or in another one of the window.

Done by hand with the pressed pointer instead of `QDrag`, whose nested event loop would hold every
other task of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.render.brushwork import box, corner, line, theme
from workbench.gui.render.ground import reveal
from workbench.gui.render.painted import painted

if TYPE_CHECKING:
    from workbench.gui.render.lists.surface import ListSurface

_EDGE = 24


class ListDrag:
    """One press of the pointer on a list: nothing yet, or a row on its way."""

    def __init__(self, surface: ListSurface) -> None:
        self._surface = surface
        self._start = QPoint()
        self._tag: DragTag | None = None
        self._over: ListSurface | None = None
        self._over_row = -1
        self.pressed_row = -1

    def press(self, row: int, point: QPoint) -> None:
        """The pointer went down on a row."""
        self.pressed_row, self._start = row, point

    def move(self, point: QPoint) -> bool:
        """The pressed pointer moved; True while a row is being dragged."""
        entry = self._surface.entry_at(self.pressed_row)
        if entry is None or not entry.draggable:
            return False
        if self._tag is None:
            if (point - self._start).manhattanLength() < QApplication.startDragDistance():
                return True
            self._tag = DragTag(entry.title or entry.key, self._surface.window())
        place = self._surface.viewport().mapTo(self._surface.window(), point)
        self._tag.follow(place)
        self._aim(place)
        self._scroll(point)
        return True

    def release(self) -> bool:
        """The pointer went up; True when that ended a drag (and is no click)."""
        entry = self._surface.entry_at(self.pressed_row)
        self.pressed_row = -1
        if self._tag is None:
            return False
        self._tag.hide()
        self._tag.deleteLater()
        self._tag = None
        over, row = self._over, self._over_row
        self._set_target(None, -1)
        target = over.entry_at(row) if over is not None else None
        if over is not None and entry is not None and target is not None:
            over.dropped.emit(entry.id, target.index)
        return True

    def _aim(self, place: QPoint) -> None:
        from workbench.gui.render.lists.surface import ListSurface

        window = self._surface.window()
        found: QWidget | None = window.childAt(place)
        while found is not None and not isinstance(found, ListSurface):
            found = found.parentWidget()
        if found is None:
            self._set_target(None, -1)
            return
        row = found.rows_model.rows.at(found.viewport().mapFrom(window, place).y())
        target = found.entry_at(row)
        itself = found is self._surface and row == self.pressed_row
        if target is None or not target.droppable or itself:
            self._set_target(None, -1)
        else:
            self._set_target(found, row)

    def _set_target(self, over: ListSurface | None, row: int) -> None:
        if self._over is not None and self._over is not over:
            self._over.mark_drop(-1)
        self._over, self._over_row = over, row
        if over is not None:
            over.mark_drop(row)
        shape = Qt.CursorShape.DragMoveCursor if over else Qt.CursorShape.ForbiddenCursor
        if self._tag is None:
            shape = Qt.CursorShape.ArrowCursor
        self._surface.viewport().setCursor(shape)

    def _scroll(self, point: QPoint) -> None:
        reveal(self._surface.viewport(), QRect(0, point.y() - _EDGE, 1, 2 * _EDGE))


class DragTag(QWidget):
    """The title that travels with the pointer."""

    def __init__(self, title: str, window: QWidget) -> None:
        super().__init__(window)
        self._title = title
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(220, 32)

    def follow(self, place: QPoint) -> None:
        """Stand beside the pointer, at `place` of the window."""
        self.move(place + QPoint(12, 8))
        if not self.isVisible():
            self.show()
            self.raise_()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A small raised card."""
        shown = theme()
        painter.setOpacity(0.92)
        fill, edge = shown.color("surface-card"), shown.color("primary")
        box(painter, self.rect(), corner(6), fill=fill, edge=edge)
        area = self.rect().adjusted(12, 0, -12, 0)
        line(painter, area, self._title, "caption-medium", shown.color("text"))
