"""A mark (box, circle, switch) with its label beside it; the label wraps, as on the web."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.brushwork import line, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.text_block import TextBlock

_LINE = 20
_STAR = 14


class MarkedLine(Clickable):
    """Base of checkboxes, radio buttons and switches.

    ``mark`` is the width of the mark, ``gap`` the space after it and ``least`` the height of a
    single line, all in px. ``required`` puts a star after the label.
    """

    mark, gap, least = 16, 8, _LINE
    required = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def nextCheckState(self) -> None:
        """The view decides."""

    def _label(self) -> TextBlock:
        return TextBlock(theme(), self.text(), "body")

    @property
    def left(self) -> int:
        """Where the label starts."""
        return self.mark + (self.gap if self.text() else 0)

    def room(self, width: int) -> int:
        """The width of the label's lines."""
        return max(width - self.left - (_STAR if self.required else 0), 1)

    def sizeHint(self) -> QSize:
        """Mark and label on one line."""
        star = _STAR if self.required else 0
        label = self._label().natural() if self.text() else 0
        width = self.left + label + star
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The label wraps."""
        return QSize(self.mark, self.least)

    def hasHeightForWidth(self) -> bool:
        """The label wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the label needs."""
        lines = self._label().height(self.room(width)) if self.text() else _LINE
        return lines + self.least - _LINE

    def mark_area(self, tall: int) -> QRectF:
        """Where the mark is: beside the first line of the label."""
        return QRectF(0, (self.least - tall) / 2, self.mark, tall)

    def draw_label(self, painter: QPainter) -> None:
        """The label and, when required, the star."""
        label, room, top = self._label(), self.room(self.width()), (self.least - _LINE) // 2
        label.paint(painter, self.left, top, room, theme().color("text"))
        if self.required:
            star = QRectF(self.left + min(label.natural(), room) + 4, top, _STAR - 4, _LINE)
            line(painter, star, "*", "body-medium", theme().ink("danger"))
