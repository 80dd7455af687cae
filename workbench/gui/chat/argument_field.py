"""One argument as a typed field: its name and type, an editor, and what is wrong with the value."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.argument_rules import (
    ABSENT,
    ArgumentError,
    Parameter,
    complaint_about,
    read,
    written,
)
from workbench.gui.chat.choice import Choice
from workbench.gui.chat.text_well import TextWell
from workbench.gui.parts import look
from workbench.gui.parts.field import Field
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph

_LONG = 60


class Input(Field):
    """A one-line field that leaves Return and Escape to the form."""

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__(placeholder)
        self.setAccessibleName(name)

    def restyle(self) -> None:
        """Values are set in the mono face."""
        super().restyle()
        self.setFont(look.font("mono"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The form takes up or leaves."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class ArgumentField(QWidget):
    """A label, an editor of the parameter's kind, and a complaint.

    A value nobody touched is handed back as it was, whatever it is. `changed` with every touch;
    `applied` and `left` come from an editor of several lines.
    """

    changed = Signal()
    applied = Signal()
    left = Signal()

    def __init__(self, parameter: Parameter, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._value = value
        self._shown = self._text_of(value)
        self._complaint = Paragraph("", "tiny", "danger")
        self.editor = self._make_editor()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._label())
        self._column.addWidget(self.editor)
        self._column.addWidget(self._complaint)
        self.setFocusProxy(self.editor)
        if parameter.description:
            self.setToolTip(parameter.description)
            self.editor.setAccessibleDescription(parameter.description)
        self._judge()
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._column.setSpacing(look.px(3))

    def value(self) -> Any:
        """The value; `ABSENT` when none is given.

        Raises:
            ArgumentError: what is written is no such value.
        """
        if self.text() == self._shown:
            complaint = complaint_about(self.parameter, self._value)
            if complaint:
                raise ArgumentError(complaint)
            return self._value
        return read(self.parameter, self.text())

    def complaint(self) -> str:
        """What is wrong with the value; empty if nothing is."""
        try:
            self.value()
        except ArgumentError as error:
            return str(error)
        return ""

    def text(self) -> str:
        """What is written."""
        if isinstance(self.editor, TextWell):
            return self.editor.text()
        if isinstance(self.editor, Choice):
            return self.editor.text_chosen()
        assert isinstance(self.editor, Input)
        return self.editor.text()

    def _label(self) -> QWidget:
        row = Row(gap=8)
        tone = "primary" if self.parameter.known else "warning"
        hint = Line(self.parameter.hint, "tiny", "subtle", stretch=True)
        name = Line(self.parameter.name, "mono", tone)
        row.add(name, hint)
        return row

    def _text_of(self, value: Any) -> str:
        if isinstance(value, dict | list):
            import json

            return json.dumps(value, ensure_ascii=False, indent=2, default=str)
        return written(self.parameter, value)

    def _make_editor(self) -> QWidget:
        parameter, shown = self.parameter, self._shown
        if parameter.kind in ("boolean", "choice"):
            values = [written(parameter, one) for one in parameter.choices] or ["true", "false"]
            nothing = "" if parameter.required else parameter.placeholder
            choice = Choice(parameter.name, values, nothing)
            choice.choose(shown)
            choice.changed.connect(self._touched)
            return choice
        if parameter.kind == "json" or len(shown) > _LONG or "\n" in shown:
            well = TextWell(parameter.name)
            well.editor.setPlaceholderText(parameter.placeholder)
            well.set_text(shown)
            well.changed.connect(self._touched)
            well.applied.connect(self.applied)
            well.left.connect(self.left)
            return well
        field = Input(parameter.placeholder, parameter.name)
        field.setText(shown)
        field.textChanged.connect(self._touched)
        return field

    def _touched(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        complaint = self.complaint() if self.text() != self._shown or self._given() else ""
        self._complaint.set_text(complaint)
        self._complaint.setVisible(bool(complaint))

    def _given(self) -> bool:
        return self._value is not ABSENT
