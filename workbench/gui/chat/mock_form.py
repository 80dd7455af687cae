"""A result made up for a step: its data as JSON, or the error it is to fail with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.chat.form import Form
from workbench.gui.chat.text_well import TextWell

_EXAMPLES: Mapping[object, Any] = {
    "string": "", "integer": 0, "number": 0.0, "boolean": False, "array": [], "object": {},
}  # fmt: skip


def example(schema: Mapping[str, Any] | None) -> Any:
    """Data of the declared shape to begin with: empty texts, zeros, empty lists."""
    properties = (schema or {}).get("properties") or {}
    return {name: _EXAMPLES.get(spec.get("type")) for name, spec in properties.items()}


class MockForm(Form):
    """`applied` carries ``(data, None)`` for a success and ``(None, message)`` for a failure."""

    def __init__(self, data: Any, parent: QWidget | None = None) -> None:
        super().__init__("Use this result", parent)
        self._fails = False
        self.data = TextWell("Data of the result as JSON")
        self.error = TextWell("What the step fails with")
        self.error.editor.setPlaceholderText("What the step fails with")
        self.modes.add("success", "Success", tip="The step brings this data")
        self.modes.add("error", "Error", tip="The step fails with this message")
        self.modes.picked.connect(self.show_mode)
        self.modes.show()
        self.add_well(self.data)
        self.add_well(self.error)
        self.data.set_value(data)
        self.show_mode("success")

    def show_mode(self, mode: str) -> None:
        """A success or a failure."""
        self._fails = mode == "error"
        self.data.setVisible(not self._fails)
        self.error.setVisible(self._fails)
        self.modes.choose(mode)
        self.judge()
        if self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """The data, or the message."""
        well = self.error if self._fails else self.data
        well.setFocus(Qt.FocusReason.TabFocusReason)

    def written(self) -> tuple[Any, str | None]:
        """Data or message; raises `ValueError` for what is not JSON, or no message."""
        if not self._fails:
            return self.data.value(), None
        message = self.error.text().strip()
        if not message:
            raise ValueError("a failure needs a message")
        return None, message
