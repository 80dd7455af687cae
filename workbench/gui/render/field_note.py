"""The small lines of a field: the caption above it, the help or the error below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.brushwork import glyph, line, theme
from workbench.gui.render.painted import painted
from workbench.gui.render.text_block import TextBlock

_STAR = 12

_ICON = 20


class FieldNote(QWidget):
    """Help in muted ink, or an error in danger with its icon; wraps, hidden while empty."""

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bad = False
        self._block = TextBlock(theme(), "", "caption")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._block.text

    @property
    def bad(self) -> bool:
        """Whether it is an error."""
        return self._bad

    def show_note(self, text: str, *, bad: bool) -> None:
        """Show a text, or nothing."""
        if text != self._block.text or bad != self._bad:
            self._block = TextBlock(theme(), text, "caption")
            self._bad = bad
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()
        self.setVisible(bool(text))

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as it takes."""
        return self._block.height(max(width - (_ICON if self._bad else 0), 1))

    def sizeHint(self) -> QSize:
        """One line, up to a readable width."""
        width = min(self._block.natural() + (_ICON if self._bad else 0), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(40, 16)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Icon and text."""
        ink = theme().ink("danger" if self._bad else "text-muted")
        left = 0
        if self._bad:
            glyph(painter, "circle-alert", QPointF(7, 8), 14, ink)
            left = _ICON
        self._block.paint(painter, left, 0, self.width() - left, ink)


class FieldLabel(QWidget):
    """The caption above a field; a click gives the field the keyboard."""

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, buddy: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buddy = buddy
        self._text = ""
        self._required = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_label(self, text: str, required: bool) -> None:
        """Show a caption, or nothing."""
        self._text, self._required = text, required
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def _block(self) -> TextBlock:
        return TextBlock(theme(), self._text, "field-label")

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._block().natural() + _STAR, self._block().line)

    def minimumSizeHint(self) -> QSize:
        """It wraps."""
        return QSize(20, self._block().line)

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as it needs."""
        return self._block().height(max(width - _STAR, 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As a label on the web."""
        self._buddy().setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was all."""
        event.accept()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Caption and, when required, the star."""
        shown = theme()
        block, room = self._block(), max(self.width() - _STAR, 1)
        block.paint(painter, 0, 0, room, shown.color("text-muted"))
        if self._required:
            star = QRectF(min(block.natural(), room) + 3, 0, _STAR - 3, block.line)
            line(painter, star, "*", "field-label", shown.ink("danger"))
