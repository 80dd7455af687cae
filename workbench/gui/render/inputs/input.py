"""Input: one line of text, with its send button when it has an action of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRegularExpression, QSize, Qt
from PySide6.QtGui import QPainter, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from workbench.gui.render.brushwork import box, corner, glyph, mixed, ring, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.forms.validation import check_text
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.plain import action_of, flag_of, label_of, text_of
from workbench.gui.render.well import WellEdit

KINDS = frozenset({"text", "password", "email", "number", "url", "search", "tel"})
_ANYTHING = QRegularExpression(r"^(?s:.*)$")
_NUMBER = QRegularExpression(r"^-?\d*\.?\d*(?:[eE][+-]?\d*)?$")


class SendButton(Clickable):
    """The square primary button beside a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Send", parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As tall as the field, and a little wider."""
        side = theme().height("field")
        return QSize(side + 4, side)

    def draw(self, painter: QPainter) -> None:
        """A paper plane on primary."""
        shown = theme()
        fill = shown.color("primary")
        if self.isEnabled() and self.underMouse():
            fill = mixed(fill, shown.color("text-on-primary"), 0.08)
        area = self.rect()
        if self.key_focus:
            ring(painter, area, corner(8))
            area = area.adjusted(3, 3, -3, -3)
        box(painter, area, corner(6), fill=fill)
        center = QPointF(self.width() / 2, self.height() / 2)
        glyph(painter, "send", center, 16, shown.color("text-on-primary"))


@register("Input", "Password")
class InputView(FieldView):
    """A line of text. Enter sends outside a Form and does nothing inside one."""

    def make_body(self) -> QWidget:
        """The field and the send button in a row."""
        body = QWidget()
        self.edit = WellEdit()
        self.send = SendButton()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.edit)
        row.addWidget(self.send)
        self._validator = QRegularExpressionValidator(_ANYTHING, self.edit)
        self.edit.setValidator(self._validator)
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self._submit)
        self.send.when_clicked(self._submit)
        return body

    def focus_target(self) -> QWidget:
        """The field."""
        return self.edit

    def initial(self) -> Any:
        """The `value` prop: a number stays a number until it is edited."""
        value = self.node.get("value")
        return value if isinstance(value, str | int | float) else text_of(value)

    def read(self) -> None:
        """Type, placeholder, read-only and the send button."""
        get = self.node.props.get
        kind = text_of(get("type")).lower()
        self.kind = "password" if self.node.kind == "password" else kind
        if self.kind not in KINDS:
            self.kind = "text"
        echo = QLineEdit.EchoMode
        self.edit.setEchoMode(echo.Password if self.kind == "password" else echo.Normal)
        number = self.kind == "number"
        self._validator.setRegularExpression(_NUMBER if number else _ANYTHING)
        self.edit.set_icon("search" if self.kind == "search" else "")
        self.edit.set_ghost(get("variant") == "ghost")
        self.edit.setPlaceholderText(label_of(get("placeholder")))
        self.edit.setReadOnly(flag_of(get("readonly")))
        self.send.setVisible(action_of(get("on_submit")) is not None and not self.in_form)
        self.edit.setInputMethodHints(_HINTS.get(self.kind, Qt.InputMethodHint.ImhNone))

    def show_value(self, value: Any) -> None:
        """Show a value as text; what is being typed is not disturbed."""
        text = text_of(value)
        if text != self.edit.text():
            self.edit.setText(text)
        self._show_send()

    def check(self, value: Any) -> str:
        """Required, email, url and number, as a browser checks them."""
        return check_text(text_of(value), self.kind, required=self.required)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.edit.set_bad(bad)

    def show_enabled(self, enabled: bool) -> None:
        """While the action runs the field keeps the keyboard but takes no text."""
        self.edit.setEnabled(not self.disabled)
        self.edit.setReadOnly(flag_of(self.node.get("readonly")) or self.pending)
        self.edit.set_dimmed(self.pending)
        self._show_send()

    def _show_send(self) -> None:
        ready = bool(self.edit.text().strip()) and not self.pending and not self.disabled
        self.send.setEnabled(ready)

    def _typed(self, text: str) -> None:
        self.user_changed(text, action="")
        self._show_send()

    def _submit(self) -> None:
        text = self.edit.text().strip()
        if not self.in_form and text and not self.disabled:
            self.dispatch("on_submit", text, self._submitted)

    def _submitted(self, ok: bool) -> None:
        if ok:
            self._local = ""
            self.show_value("")
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


_HINTS = {
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "url": Qt.InputMethodHint.ImhUrlCharactersOnly,
    "number": Qt.InputMethodHint.ImhFormattedNumbersOnly,
    "tel": Qt.InputMethodHint.ImhDialableCharactersOnly,
    "password": Qt.InputMethodHint.ImhSensitiveData,
}
