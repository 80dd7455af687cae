"""The main window's frame: its place on the screen, its first picture, dropping and closing.

What stands in it is made by `Chrome` after the first frame, so this module imports next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow

from workbench.gui.settings import WindowSettings
from workbench.gui.shell import Shell

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome

SIZE = QSize(1440, 900)
SMALLEST = QSize(900, 560)
FRAME = QSize(8, 40)


def smallest(percent: int) -> QSize:
    """The least size of a window at a zoom; a larger one leaves it the same part of the screen."""
    return SMALLEST * min(100 / percent, 1.0)


class MainWindow(QMainWindow):
    """A window that shows a shell until `fill` has made its content.

    `closing` is emitted once, when the window is closed for good; `resized` after each change of
    its size; `dropped` carries the extension folders dropped onto it.
    """

    closing = Signal()
    resized = Signal()
    dropped = Signal(object)

    def __init__(self, settings: WindowSettings) -> None:
        super().__init__()
        self.settings = settings
        self.chrome: Chrome | None = None
        self._closed = False
        self.setWindowTitle("Imperal Workbench")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.setCentralWidget(Shell(settings.split))
        if not self.restoreGeometry(settings.geometry):
            screen = QGuiApplication.primaryScreen()
            # The window manager's frame comes on top of what is asked for.
            self.resize(SIZE.boundedTo(screen.availableSize() - FRAME))

    def fill(self) -> Chrome:
        """Makes the content in place of the shell; a second call returns the same."""
        if self.chrome is None:
            from workbench.gui.chrome import Chrome

            self.chrome = Chrome(self)
        return self.chrome

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu of Qt's over the docks: they have buttons, and their tabs a menu of their own."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells the content."""
        super().resizeEvent(event)
        self.resized.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Extension folders may be dropped."""
        from workbench.gui import drop

        if drop.folders(event.mimeData()):
            event.acceptProposedAction()
            drop.hint(self).appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The hint goes."""
        from workbench.gui import drop

        drop.hint(self).hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands over what was dropped."""
        from workbench.gui import drop

        drop.hint(self).hide()
        event.acceptProposedAction()
        self.dropped.emit(drop.folders(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the place and lets the program end."""
        if not self._closed:
            self._closed = True
            self.settings.geometry = self.saveGeometry()
            self.closing.emit()
            self.settings.save()
        event.accept()
