"""Where a message is written: grows with the text, Enter sends, Shift+Enter breaks the line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.painted import painted

_MOST_LINES = 6
_REMEMBERED = 50


class Editor(QPlainTextEdit):
    """The text itself.

    `entered` when Enter is pressed, `asked` with -1 for an older message or +1 for a newer one.
    """

    entered = Signal()
    asked = Signal(int)
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def minimumSizeHint(self) -> QSize:
        """One line: the composer around it decides."""
        return QSize(look.px(60), look.line("ui"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; arrows at the ends go through earlier messages."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.entered.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Up and self._on_line(first=True):
            self.asked.emit(-1)
            return
        if event.key() == Qt.Key.Key_Down and self._on_line(first=False):
            self.asked.emit(1)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame around it shows the focus."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame around it shows that it left."""
        super().focusOutEvent(event)
        self.focused.emit()

    def _on_line(self, *, first: bool) -> bool:
        block = self.textCursor().blockNumber()
        return block == (0 if first else self.blockCount() - 1)


class Composer(QWidget):
    """The input of the chat; `sent` carries the text."""

    sent = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[str] = []
        self._at = 0
        self.editor = Editor()
        self.send = Button(icon="corner-down-left", height=24)
        self.send.setToolTip("Send (Enter)")
        row = QHBoxLayout(self)
        row.addWidget(self.editor, 1)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.editor.entered.connect(self._send)
        self.editor.asked.connect(self._recall)
        self.editor.focused.connect(self.update)
        self.editor.textChanged.connect(self.updateGeometry)
        self.send.clicked.connect(self._send)
        self.setFocusProxy(self.editor)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._row.setContentsMargins(look.px(11), look.px(11), look.px(7), look.px(7))
        self._row.setSpacing(look.px(6))
        palette = QPalette(self.editor.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, look.ink("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, look.ink("subtle"))
        self.editor.setPalette(palette)
        self.editor.setFont(look.font("ui"))
        self.editor.viewport().setAutoFillBackground(False)
        self.updateGeometry()
        self.update()

    def set_placeholder(self, text: str) -> None:
        """Says who will read the message."""
        self.editor.setPlaceholderText(text)
        self.editor.setAccessibleName(text)

    def text(self) -> str:
        """What is written so far."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Puts a text in, e.g. one that could not be sent."""
        self.editor.setPlainText(text)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def sizeHint(self) -> QSize:
        """From one to six lines of text."""
        lines = max(1, min(_MOST_LINES, self._lines()))
        spacing = int(look.metrics("ui").lineSpacing()) + 1
        high = max(lines * spacing, look.px(20)) + look.px(17)
        return QSize(look.px(200), high + look.px(5))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A well with an edge that shows the focus."""
        theme = look.theme()
        focus = self.editor.hasFocus()
        edge = theme.color("primary") if focus else theme.color("border-subtle")
        if not focus and not theme.dark:
            edge = theme.color("border")
        paint.rounded(painter, QRectF(self.rect()), look.px(7), theme.color("surface-input"), edge)

    def _lines(self) -> int:
        layout = self.editor.document().documentLayout()
        return max(1, round(layout.documentSize().height()))

    def _send(self) -> None:
        text = self.text().strip()
        if not text or not self.send.isEnabled():
            return
        self._said = [*self._said, text][-_REMEMBERED:]
        self._at = len(self._said)
        self.editor.clear()
        self.sent.emit(text)

    def _recall(self, step: int) -> None:
        """Brings back an earlier message; what stands there unsent is only replaced by those."""
        if not self._said or (self.text() and self.text() not in self._said):
            return
        self._at = max(0, min(len(self._said), self._at + step))
        self.set_text(self._said[self._at] if self._at < len(self._said) else "")
