"""Arguments edited where they stand: a typed field for each parameter, or all of them as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.argument_field import ArgumentField
from workbench.gui.chat.argument_rules import (
    ABSENT,
    ArgumentError,
    complaints,
    parameters,
)
from workbench.gui.chat.form import Form
from workbench.gui.chat.text_well import TextWell
from workbench.gui.parts import look

_MOST_NAMED = 3


class ArgumentForm(Form):
    """The arguments of one step.

    Fields hold only what the parameter model takes. As JSON anything goes that is an object, with a
    warning: an author may want to see what the gates make of it.
    """

    def __init__(
        self,
        schema: Mapping[str, Any] | None,
        args: Mapping[str, Any],
        verb: str = "Apply",
        parent: QWidget | None = None,
    ) -> None:
        self._fields_page = QWidget()
        self._rows = QVBoxLayout(self._fields_page)
        self._rows.setContentsMargins(0, 0, 0, 0)
        super().__init__(verb, parent)
        self._schema = schema
        self._args = dict(args)
        self._as_json = False
        self.fields: list[ArgumentField] = []
        self.json = TextWell("Arguments as JSON")
        self.modes.add("fields", "Fields", tip="A typed field for each parameter")
        self.modes.add("json", "JSON", tip="All arguments as JSON")
        self.modes.picked.connect(self.show_mode)
        self.modes.show()
        self.body.addWidget(self._fields_page)
        self.add_well(self.json)
        self._fill(self._args)
        self._show("fields" if self.fields else "json")

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        super().restyle()
        self._rows.setSpacing(look.px(9))

    def mode(self) -> str:
        """fields or json."""
        return "json" if self._as_json else "fields"

    def show_mode(self, mode: str) -> None:
        """Goes over to the other way of writing, with what has been written so far."""
        if mode == self.mode():
            return
        if mode == "fields":
            try:
                self._args = self._object()
            except ValueError:
                return
            self._fill(self._args)
        self._show(mode)
        self.focus_first()

    def focus_first(self) -> None:
        """The first field, or the JSON."""
        first: QWidget = self.json if self._as_json else self.fields[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def written(self) -> dict[str, Any]:
        """The arguments; raises `ValueError` for no object, or a field's fault."""
        if self._as_json:
            return self._object()
        found = {field.parameter.name: field.value() for field in self.fields}
        return {name: value for name, value in found.items() if value is not ABSENT}

    def warning(self) -> str:
        """What the parameter model will say to the JSON."""
        if not self._as_json:
            return ""
        wrong = complaints(self._schema, self._object())
        named = "; ".join([f"{name} {text}" for name, text in wrong.items()][:_MOST_NAMED])
        return f"The model will refuse: {named}" if named else ""

    def complain(self, text: str, tone: str = "danger") -> None:
        """A field says by itself what is wrong with it."""
        super().complain(text if self._as_json else "", tone)

    def _show(self, mode: str) -> None:
        if mode == "json":
            self.json.set_value(self._kept())
        self._as_json = mode == "json"
        self.json.setVisible(self._as_json)
        self._fields_page.setVisible(not self._as_json)
        self.modes.choose(mode)
        self.judge()

    def _fill(self, args: Mapping[str, Any]) -> None:
        for field in self.fields:
            self._rows.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = [
            ArgumentField(parameter, args.get(parameter.name, ABSENT))
            for parameter in parameters(self._schema, args)
        ]
        for field in self.fields:
            self._rows.addWidget(field)
            field.changed.connect(self.judge)
            field.applied.connect(self.take_up)
            field.left.connect(self.left)
        self.modes.segments["fields"].setEnabled(bool(self.fields))

    def _kept(self) -> dict[str, Any]:
        """What the fields hold; one that holds nonsense keeps the value it had."""
        found = dict(self._args)
        for field in self.fields:
            name = field.parameter.name
            try:
                value = field.value()
            except ArgumentError:
                continue
            if value is ABSENT:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    def _object(self) -> dict[str, Any]:
        value = self.json.value()
        if not isinstance(value, dict):
            raise ValueError("arguments are a JSON object")
        return value
