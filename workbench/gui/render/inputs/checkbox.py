"""Checkbox: a box with its label beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.brushwork import box, check, line, ring, text_width, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.forms.validation import CHECK, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.plain import flag_of, label_of

_SIDE, _GAP, _TALL = 16, 8, 20


class CheckLine(Clickable):
    """The box and its label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Checkbox", parent)
        self.setCheckable(True)
        self.required = False
        self.bad = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """The view decides."""

    def sizeHint(self) -> QSize:
        """Box and label."""
        star = 12 if self.required else 0
        return QSize(_SIDE + _GAP + text_width(self.text(), "body") + star + 2, _TALL)

    def minimumSizeHint(self) -> QSize:
        """The label may be cut."""
        return QSize(_SIDE, _TALL)

    def draw(self, painter: QPainter) -> None:
        """Box, label and, when required, the star."""
        shown = theme()
        rect = QRectF(0, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        check(painter, rect, on=self.isChecked())
        if self.bad and not self.isChecked():
            box(painter, rect, 3, edge=shown.color("danger"), width=1.5)
        if self.key_focus:
            ring(painter, rect.adjusted(-1, -1, 1, 1), 4)
        area = QRectF(_SIDE + _GAP, 0, self.width() - _SIDE - _GAP, self.height())
        width = line(painter, area, self.text(), "body", shown.color("text"))
        if self.required:
            star = QRectF(area.left() + width + 4, 0, 12, self.height())
            line(painter, star, "*", "body-medium", shown.ink("danger"))


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
