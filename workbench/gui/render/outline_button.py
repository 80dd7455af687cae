"""The small outlined button of empty and failed panels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import box, ring, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.text_block import TextBlock

_PAD_X, _PAD_Y = 13, 7


class OutlineButton(Clickable):
    """Text and border in one token's colour; a tint of it under the pointer."""

    def __init__(self, parent: QWidget, token: str) -> None:
        super().__init__("", parent)
        self._token = token
        self._block = TextBlock(theme(), "", "caption", truncate=True)

    def show_label(self, label: str) -> None:
        """Show this label."""
        self._block = TextBlock(theme(), label, "caption", truncate=True)
        self.setText(label)
        self.setAccessibleName(label)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a label that is cut."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.width() < self.wanted_width() else "")

    def wanted_width(self) -> int:
        """Label and padding."""
        return self._block.natural() + 2 * _PAD_X

    def wanted_height(self) -> int:
        """One line and padding."""
        return self._block.line + 2 * _PAD_Y

    def draw(self, painter: QPainter) -> None:
        """Border, tint and label."""
        area, radius = QRectF(self.rect()), theme().radius("md")
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        fill = theme().color(self._token, 0.1) if lit else None
        box(painter, area, radius, fill=fill, edge=theme().color(self._token))
        ink, middle = theme().ink(self._token, 0.1), Qt.AlignmentFlag.AlignHCenter
        room = self.width() - 2 * _PAD_X
        self._block.paint(painter, _PAD_X, _PAD_Y, room, ink, middle)
        if self.key_focus:
            ring(painter, area, radius)
