"""Pages of which one is shown, and which is only as large as that one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """A `QStackedWidget` asks for the room of its largest page; this one for that of the shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """That of the page shown."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """That of the page shown."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize(0, 0)
