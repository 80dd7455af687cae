"""An element as it was sent, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.gui.panes.description import LONGEST
from workbench.gui.parts import look
from workbench.gui.parts.button import SECONDARY, Button
from workbench.gui.parts.slim import slim
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line


class JsonPage(QWidget):
    """Read-only text with a button that copies all of it; `copy_asked` is the button's."""

    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName("The node as JSON")
        slim(self.text)
        self.copy = Button("Copy", icon="copy", variant=SECONDARY)
        self.copy.setAccessibleName("Copy the JSON")
        self._size = Line("", "tiny", "subtle", stretch=True)
        foot = Row(gap=8, margins=(14, 8, 12, 10))
        foot.add(self._size, self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.text, 1)
        column.addWidget(foot)
        self.copy.clicked.connect(self.copy_asked)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        palette = QPalette(self.text.palette())
        palette.setColor(QPalette.ColorRole.Base, look.ground())
        palette.setColor(QPalette.ColorRole.Text, look.ink("muted"))
        self.text.setPalette(palette)
        self.text.setFont(look.font("mono-tiny"))
        self.text.document().setDocumentMargin(look.px(12))

    def show_text(self, text: str) -> None:
        """Shows a text, of a very long one the beginning; the place scrolled to stays."""
        shown = text[:LONGEST]
        if shown != self.text.toPlainText():
            bar = self.text.verticalScrollBar()
            place = bar.value()
            self.text.setPlainText(shown)
            bar.setValue(place)
        count = f"{len(text):,} characters".replace(",", "\u202f")
        self._size.set_text(f"{count}, the beginning shown" if len(text) > LONGEST else count)
