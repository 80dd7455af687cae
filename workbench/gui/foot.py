"""The window's lower edge: holds the status line, and paints nothing of its own."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from workbench.gui.parts import look
from workbench.gui.shell import STATUS


class Foot(QStatusBar):
    """A status bar that is all one widget, from edge to edge."""

    def __init__(self, line: QWidget) -> None:
        super().__init__()
        self._line = line
        self.setSizeGripEnabled(False)
        line.setParent(self)  # its layout would put spaces around it
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self.setFixedHeight(look.px(STATUS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line fills it."""
        self._line.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line paints itself."""
