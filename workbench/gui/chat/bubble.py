"""What a person said: a bubble at the right, as wide as its text and no wider."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.menu import new_menu
from workbench.gui.parts.painted import painted

_SHARE = 0.86


class Bubble(QWidget):
    """A message of the person at the desk; its context menu copies the text."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"You: {text}")
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What was said."""
        return self._text

    def hasHeightForWidth(self) -> bool:
        """Longer lines, fewer of them."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The wrapped text with its padding."""
        return int(self._wrapped(width).size.height()) + 2 * look.px(9)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(look.px(200), self.heightForWidth(look.px(320)))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(look.px(60), look.line("ui") + 2 * look.px(9))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The bubble at the right edge."""
        text = self._wrapped(self.width())
        wide = text.size.width() + 2 * look.px(13)
        rect = QRectF(self.width() - wide, 0, wide, self.height())
        paint.rounded(painter, rect, look.px(10), look.theme().color("primary-fill"))
        corner = rect.topLeft() + QPointF(look.px(13), look.px(9))
        text.draw(painter, corner, look.ink("on-primary"))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copies what was said."""
        menu = new_menu(self)
        copy = menu.addAction("Copy message")
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        menu.popup(QPoint(event.globalPos()))

    def _wrapped(self, width: int) -> paint.Wrapped:
        room = max(look.px(40), width * _SHARE - 2 * look.px(13))
        return paint.Wrapped(self._text, "ui", room)
