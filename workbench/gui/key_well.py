"""Catches the keys a person presses, whatever they mean elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.keys import pressed
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

_LEAVE = "Esc leaves it as it is"


class KeyWell(QWidget):
    """`caught` carries a key; `confirmed` is Return after `ask_again`, `left` Escape or a click
    elsewhere."""

    caught = Signal(str)
    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._tone = "text"
        self._again = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(look.px(240), look.px(50))

    def ask(self, text: str) -> None:
        """Waits for a key."""
        self._say(text, "text")
        self._again = False
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def ask_again(self, text: str) -> None:
        """Says something about the key caught; Return confirms it, another key replaces it."""
        self._say(text, "warning")
        self._again = True

    def object(self, text: str) -> None:
        """Says why the key caught will not do."""
        self._say(text, "danger")
        self._again = False

    def _say(self, text: str, tone: str) -> None:
        self.text, self._tone = text, tone
        self.setAccessibleName(text)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Takes keys before any command does."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)  # Tab too, which would otherwise move the focus
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Return confirms what was asked again, any other key is caught."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif plain and self._again and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif key := pressed(event):
            self.caught.emit(key)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere leaves."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() == Qt.FocusReason.MouseFocusReason:
            self.left.emit()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A well with what is asked, and how to leave."""
        side, theme = look.px(8), look.theme()
        well = QRectF(self.rect()).adjusted(side, side, -side, -side)
        paint.rounded(
            painter, well, look.px(6), theme.color("surface-input"), theme.color("primary")
        )
        inner = well.adjusted(look.px(12), 0, -look.px(12), 0)
        paint.text(painter, inner, self.text, "ui-medium", look.ink(self._tone))
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, inner, _LEAVE, "tiny", look.ink("subtle"), right)
