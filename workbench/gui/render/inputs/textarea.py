"""TextArea: several lines of text; Ctrl+Enter sends, in a Form too."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.forms.validation import FILL_IN
from workbench.gui.render.hint import begin_lines, paint_hint
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.long_words import wrap_mode
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, label_of, text_of, whole_of
from workbench.gui.render.scroll import OverlayScrollBar
from workbench.gui.render.well import clear_ground, paint_well

_LINE = 20
_PADDING = 22
_TALLEST = 4000


class AreaEdit(QPlainTextEdit):
    """The text itself, without a frame of its own."""

    send = Signal()

    def __init__(self, well: AreaWell) -> None:
        super().__init__(well)
        self._well = well
        self.hint = ""
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setFont(theme().font("body"))
        clear_ground(self)
        self.viewport().setAutoFillBackground(False)
        OverlayScrollBar(self)

    def changeEvent(self, event: QEvent) -> None:
        """Lines begin where the page does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            begin_lines(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, or the hint in its place."""
        super().paintEvent(event)
        paint_hint(self, self.hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter (Cmd+Enter) sends."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The well shows the focus."""
        super().focusInEvent(event)
        self._well.set_focus(True, from_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And shows that it went."""
        super().focusOutEvent(event)
        self._well.set_focus(False, False)


class AreaWell(QWidget):
    """The well around the text, with a corner to drag it taller."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = AreaEdit(self)
        self._tall = 4 * _LINE + _PADDING
        self._focused = self._ringed = self._bad = False
        self._grip = Grip(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)

    def set_rows(self, rows: int) -> None:
        """As tall as that many lines; text that does not fit scrolls."""
        self.set_height(max(rows, 2) * _LINE + _PADDING)

    def set_height(self, height: int) -> None:
        """Another height, px."""
        self._tall = min(max(height, 2 * _LINE + _PADDING), _TALLEST)
        self.updateGeometry()

    def set_focus(self, focused: bool, ringed: bool) -> None:
        """Draw with the focus, or without."""
        self._focused, self._ringed = focused, ringed
        self.update()

    def set_bad(self, bad: bool) -> None:
        """Draw the border in danger, or not."""
        self._bad = bad
        self.update()

    def sizeHint(self) -> QSize:
        """As the rows say."""
        return QSize(200, self._tall)

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(80, self._tall)

    def resizeEvent(self, event: QEvent) -> None:
        """The text fills the well."""
        mirror.lay_in(self.edit, self.rect().adjusted(13, 12, -3, -3))
        mirror.move(self._grip, self.width() - 15, self.height() - 15)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The well."""
        paint_well(
            painter,
            self.rect(),
            focused=self._focused,
            ringed=self._ringed,
            hovered=self.underMouse(),
            bad=self._bad,
            enabled=self.isEnabled(),
        )


class Grip(QWidget):
    """The two strokes in the corner; dragging them changes the height."""

    def __init__(self, well: AreaWell) -> None:
        super().__init__(well)
        self._well = well
        self._start: tuple[float, int] | None = None
        self.setFixedSize(14, 14)
        self.setCursor(Qt.CursorShape.SizeVerCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        self._start = (event.globalPosition().y(), self._well.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._start is not None:
            from_y, height = self._start
            self._well.set_height(height + round(event.globalPosition().y() - from_y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._start = None

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Two strokes."""
        painter.setPen(QPen(theme().color("text-subtle"), 1))
        painter.drawLine(2, 11, 11, 2)
        painter.drawLine(7, 11, 11, 7)


@register("TextArea")
class TextAreaView(FieldView):
    """Several lines; not trimmed, not cleared."""

    param = "text"

    def make_body(self) -> QWidget:
        """The well."""
        self.well = AreaWell()
        self.edit = self.well.edit
        self._showing = False
        self.edit.textChanged.connect(self._typed)
        self.edit.send.connect(self._send)
        return self.well

    def focus_target(self) -> QWidget:
        """The text."""
        return self.edit

    def initial(self) -> Any:
        """The `value` prop as text."""
        return text_of(self.node.get("value"))

    def read(self) -> None:
        """Rows, placeholder and read-only."""
        get = self.node.props.get
        rows = whole_of(get("rows"), 4, low=2, high=60)
        if rows != getattr(self, "_rows", None):
            self._rows = rows
            self.well.set_rows(rows)
        self.edit.hint = label_of(get("placeholder"))
        self.edit.viewport().update()
        self.edit.setReadOnly(flag_of(get("readonly")))

    def show_value(self, value: Any) -> None:
        """Show a text; the one being typed is not disturbed."""
        text = text_of(value)
        if text != self.edit.toPlainText():
            self._showing = True
            self.edit.setWordWrapMode(wrap_mode(text))
            self.edit.setPlainText(text)
            self._showing = False

    def check(self, value: Any) -> str:
        """Required."""
        return FILL_IN if self.required and not text_of(value) else ""

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.well.set_bad(bad)

    def show_enabled(self, enabled: bool) -> None:
        """While the action runs the text keeps the keyboard but cannot be changed."""
        self.well.setEnabled(not self.disabled)
        self.edit.setReadOnly(flag_of(self.node.get("readonly")) or self.pending)

    def _typed(self) -> None:
        if not self._showing:
            self.user_changed(self.edit.toPlainText(), action="")

    def _send(self) -> None:
        self.dispatch("on_submit", self.edit.toPlainText())
