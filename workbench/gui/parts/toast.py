"""Short messages at the bottom right of the window that go away by themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Paragraph

SHOWN_MS = 5_000
_KEPT = 3


class Toast(Row):
    """One message; a click takes it away."""

    def __init__(self, text: str, tone: str, icon: str, parent: QWidget) -> None:
        super().__init__(gap=10, margins=(14, 11, 16, 11), parent=parent)
        words = Paragraph(text, "small-medium")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        words.setCursor(Qt.CursorShape.ArrowCursor)
        self.add(Mark(icon, tone, 16), words)
        self.layout_.setStretch(1, 1)
        self.text = text
        self.topic = ""
        self.setAccessibleName(text)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """An overlay surface with an edge."""
        theme = look.theme()
        paint.rounded(
            painter,
            QRectF(self.rect()),
            look.px(8),
            theme.color("surface-1"),
            theme.color("border"),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the message away."""
        self.timer.start(0)


class Toasts(QObject):
    """The messages of one window, newest at the bottom."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    def show(self, text: str, tone: str = "info", icon: str = "info", topic: str = "") -> None:
        """Shows a message; one of the same text or the same `topic` gives way to it."""
        if not text:
            return
        for old in list(self._toasts):
            if old.text == text or (topic and old.topic == topic):
                self._drop(old)
        toast = Toast(text, tone, icon, self._window)
        toast.topic = topic
        toast.timer.timeout.connect(lambda: self._drop(toast))
        toast.timer.start(SHOWN_MS)
        self._toasts.append(toast)
        for old in self._toasts[:-_KEPT]:
            self._drop(old)
        self._place()

    def texts(self) -> list[str]:
        """What is shown now."""
        return [toast.text for toast in self._toasts]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _drop(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        wide = min(look.px(380), self._window.width() - look.px(32))
        bottom = self._window.height() - look.px(40)
        for toast in reversed(self._toasts):
            inner = min(wide, toast.sizeHint().width() + look.px(8))
            high = max(toast.heightForWidth(inner), toast.minimumSizeHint().height())
            bottom -= high
            left = self._window.width() - inner - look.px(16)
            toast.setGeometry(left, bottom, inner, high)
            toast.show()
            toast.raise_()
            bottom -= look.px(8)
