"""Checkbox: a box with its label beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import box, check, ring, theme
from workbench.gui.render.forms.validation import CHECK, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.inputs.marked_line import MarkedLine
from workbench.gui.render.plain import flag_of, label_of

_SIDE = 16


class CheckLine(MarkedLine):
    """The box and its label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Checkbox", parent)
        self.bad = False

    def draw(self, painter: QPainter) -> None:
        """Box, label and, when required, the star."""
        rect = self.mark_area(_SIDE)
        check(painter, rect, on=self.isChecked())
        if self.bad and not self.isChecked():
            box(painter, rect, 3, edge=theme().color("danger"), width=1.5)
        if self.key_focus:
            ring(painter, rect.adjusted(-1, -1, 1, 1), 4)
        self.draw_label(painter)


@register("Checkbox")
class CheckboxView(FieldView):
    """Its value is a boolean; `required` means it must be ticked."""

    param = "checked"
    captioned = False

    def make_body(self) -> QWidget:
        """The box."""
        self.box = CheckLine()
        self.box.when_clicked(self._flip)
        return self.box

    def initial(self) -> Any:
        """The `value` prop as a boolean."""
        return flag_of(self.node.get("value"))

    def read(self) -> None:
        """The label beside it."""
        self.box.setText(label_of(self.node.get("label")))
        self.box.required = self.required
        self.box.updateGeometry()

    def register(self) -> None:
        """A string from the form's defaults counts as its boolean."""
        super().register()
        if self._form is not None and not isinstance(self._local, bool):
            self._form.state.follow(self.name, flag_of(self._local))

    def show_value(self, value: Any) -> None:
        """Ticked or not."""
        self.box.setChecked(flag_of(value))
        self.box.update()

    def check(self, value: Any) -> str:
        """Required: ticked."""
        return check_chosen(flag_of(value), required=self.required, message=CHECK)

    def show_bad(self, bad: bool) -> None:
        """A danger frame."""
        self.box.bad = bad
        self.box.update()

    def _flip(self) -> None:
        on = not flag_of(self.value)
        self.show_value(on)
        self.user_changed(on)
