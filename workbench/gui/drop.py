"""The hint over the window while a folder is dragged onto it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons


def folders(data: QMimeData) -> list[Path]:
    """Extension folders among what is dragged; a dropped main.py stands for its folder."""
    found = []
    for url in data.urls():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.name == "main.py" and path.is_file():
            path = path.parent
        if path is not None and path.is_dir():
            found.append(path)
    return found


class DropHint(QWidget):
    """A tinted frame with a sentence; it never takes the pointer."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self) -> None:
        """Covers the window."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Frame, icon and words."""
        theme = look.theme()
        painter.fillRect(self.rect(), theme.color("surface-0", 0.82))
        frame = QRectF(self.rect()).adjusted(14, 14, -14, -14)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("primary"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("primary", 0.06))
        painter.drawRoundedRect(frame, look.px(12), look.px(12))
        side = look.px(28)
        middle = frame.center()
        icons.paint(
            painter,
            "folder-open",
            middle.x() - side / 2,
            middle.y() - side,
            side,
            look.ink("primary"),
        )
        line = QRectF(frame.left(), middle.y() + look.px(8), frame.width(), look.px(24))
        centre = Qt.AlignmentFlag.AlignHCenter
        words = "Drop the folder to open the extension"
        paint.text(painter, line, words, "ui-strong", look.ink("text"), centre)


def hint(window: QWidget) -> DropHint:
    """The one hint of a window."""
    found = window.findChild(DropHint)
    return found if isinstance(found, DropHint) else DropHint(window)
