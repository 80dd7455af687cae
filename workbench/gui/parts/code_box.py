"""Read-only text in the mono face, in a well as tall as its lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from workbench.gui.parts import look
from workbench.gui.parts.line_height import lines_height
from workbench.gui.parts.slim import slim

_PAD = 8


class CodeBox(QPlainTextEdit):
    """A text to read and to copy from, as tall as its lines up to a limit.

    The padding belongs to the box and not to the text, so that whole lines are seen in it wherever
    a text longer than the limit is scrolled to.
    """

    def __init__(self, most_lines: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most_lines
        self._text = ""
        slim(self)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        palette = QPalette(self.palette())
        ground = "surface-card" if look.theme().dark else "surface-0"
        palette.setColor(QPalette.ColorRole.Base, look.theme().color(ground))
        palette.setColor(QPalette.ColorRole.Text, look.ink("muted"))
        self.setPalette(palette)
        self.setFont(look.font("mono-tiny"))
        pad = look.px(_PAD)
        self.setViewportMargins(pad, pad, pad, pad - 1)
        self._fit()

    def set_text(self, text: str) -> None:
        """Changes the text; the place scrolled to stays if it is the same."""
        if text != self._text:
            self._text = text
            self.setPlainText(text)
        self.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower lines, more of them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as the wrapped lines."""
        self.setFixedHeight(lines_height(self, self._most) + 2 * look.px(_PAD) - 1)
