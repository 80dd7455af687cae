"""What a Graph shows, said at the lower right of its canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import CENTER, box, corner, theme
from workbench.gui.render.painted import painted


class StatusLine(QWidget):
    """A translucent strip with a text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The strip and its text."""
        shown = theme()
        box(painter, self.rect(), corner(6), fill=shown.color("surface-2", 0.85))
        painter.setFont(shown.font("mono-tiny"))
        painter.setPen(shown.color("text-muted"))
        painter.drawText(self.rect(), int(CENTER), self._text)
