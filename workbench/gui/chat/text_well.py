"""Where several lines are written by hand, JSON mostly: a well as tall as its lines."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.line_height import lines_height
from workbench.gui.parts.painted import painted
from workbench.gui.parts.slim import slim

_MOST_LINES = 16


def is_apply(event: QKeyEvent) -> bool:
    """Whether a key press is Ctrl+Return, which takes up what was written."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Text(QPlainTextEdit):
    """The text; `applied` on Ctrl+Return, `left` on Escape. The well around it is its parent's."""

    applied = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        slim(self)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, look.ink("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, look.ink("subtle"))
        self.setPalette(palette)
        self.viewport().setAutoFillBackground(False)
        self.setFont(look.font("mono"))
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Return belongs to the text while it is written, not to a card that waits."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and is_apply(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes up or leaves."""
        if is_apply(event):
            self.applied.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower lines, more of them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(lines_height(self, _MOST_LINES, 2))


class TextWell(QWidget):
    """The text in a well whose edge shows the focus.

    `applied` on Ctrl+Return, `left` on Escape, `changed` with every letter.
    """

    applied = Signal()
    left = Signal()
    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = Text(name)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.editor)
        self.setFocusProxy(self.editor)
        self.editor.applied.connect(self.applied)
        self.editor.left.connect(self.left)
        self.editor.textChanged.connect(self.changed)
        self.editor.installEventFilter(self)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        pad = look.px(9)
        self._column.setContentsMargins(pad, pad - 1, pad, pad - 1)
        self.update()

    def set_text(self, text: str) -> None:
        """Puts a text in."""
        self.editor.setPlainText(text)

    def text(self) -> str:
        """What is written."""
        return self.editor.toPlainText()

    def set_value(self, value: Any) -> None:
        """Shows a value as indented JSON."""
        self.set_text(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def value(self) -> Any:
        """The JSON that is written.

        Raises:
            ValueError: it is not JSON; says where.
        """
        try:
            return json.loads(self.text())
        except json.JSONDecodeError as error:
            raise ValueError(f"line {error.lineno}: {error.msg}") from error

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The edge follows the focus."""
        if isinstance(event, QFocusEvent):
            self.update()
        return False

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The well."""
        theme = look.theme()
        edge = theme.color("primary" if self.editor.hasFocus() else "border-subtle")
        paint.rounded(painter, QRectF(self.rect()), look.px(6), theme.color("surface-input"), edge)
