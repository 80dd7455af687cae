"""What opens a Menu."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import (
    CENTER,
    box,
    corner,
    glyph,
    line,
    ring,
    text_width,
    theme,
)
from workbench.gui.render.clickables import Clickable

TRIGGER = 36
"""Height, and least width, px."""


class MenuButton(Clickable):
    """The trigger: vertical dots, or the text of the trigger node."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Open menu", parent)
        self.lit = False

    def show_text(self, text: str) -> None:
        """Show a text instead of the dots."""
        self.setText(text)
        self.setAccessibleName(text or "Open menu")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square, or the text."""
        wide = text_width(self.text(), "body") + 24 if self.text() else TRIGGER
        return QSize(wide, TRIGGER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a text that is cut."""
        super().resizeEvent(event)
        cut = self.width() - 12 < text_width(self.text(), "body")
        self.setToolTip(self.text() if cut else "")

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(TRIGGER, TRIGGER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows open as well."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.click()
            return
        super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Dots or text, lit under the pointer and while open."""
        shown = theme()
        lit = self.underMouse() or self.lit
        if lit:
            box(painter, self.rect(), corner(6), fill=shown.color("hover"))
        ink = shown.color("text")
        if self.text():
            area = QRectF(self.rect()).adjusted(6, 0, -6, 0)
            line(painter, area, self.text(), "body", ink, CENTER)
        else:
            center = QPointF(self.width() / 2, self.height() / 2)
            glyph(painter, "ellipsis-vertical", center, 20, ink, fallback="more-vertical")
        if self.key_focus:
            ring(painter, self.rect(), corner(6))
