"""A splitter whose handles are hairlines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from workbench.gui.parts import look
from workbench.gui.parts.painted import painted


class Handle(QSplitterHandle):
    """A hairline that can be dragged."""

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """One line in the middle of the handle."""
        color = look.theme().color("border-card")
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.fillRect(self.width() // 2, 0, 1, self.height(), color)
        else:
            painter.fillRect(0, self.height() // 2, self.width(), 1, color)


class Splitter(QSplitter):
    """A splitter with hairline handles."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """A hairline, grabbed a few pixels beside it too."""
        return Handle(self.orientation(), self)
