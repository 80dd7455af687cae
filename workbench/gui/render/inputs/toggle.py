"""Toggle: a switch that flips at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.brushwork import line, ring, switch, text_width, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.plain import flag_of, label_of

_WIDE, _TALL, _GAP = 44, 24, 8
_LINE = 28
_MS = 150


class Switch(Clickable):
    """The switch and its label; the thumb slides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Switch", parent)
        self.setCheckable(True)
        self._place = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._moved)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_on(self, on: bool, *, slide: bool) -> None:
        """Switch, sliding or at once."""
        target = 1.0 if on else 0.0
        self.setChecked(on)
        if slide and self.isVisible():
            self._slide.stop()
            self._slide.setStartValue(self._place)
            self._slide.setEndValue(target)
            self._slide.start()
        elif self._slide.state() != QVariantAnimation.State.Running:
            self._place = target
            self.update()

    def nextCheckState(self) -> None:
        """The view decides."""

    def _moved(self, place: Any) -> None:
        self._place = float(place)
        self.update()

    def sizeHint(self) -> QSize:
        """Switch and label."""
        label = text_width(self.text(), "body") + _GAP if self.text() else 0
        return QSize(_WIDE + label + 2, _LINE)

    def minimumSizeHint(self) -> QSize:
        """The label may be cut."""
        return QSize(_WIDE, _LINE)

    def draw(self, painter: QPainter) -> None:
        """Track, thumb and label."""
        track = QRectF(0, (self.height() - _TALL) / 2, _WIDE, _TALL)
        switch(painter, track, self._place)
        if self.key_focus:
            ring(painter, track.adjusted(-1, -1, 1, 1), 12)
        area = QRectF(_WIDE + _GAP, 0, self.width() - _WIDE - _GAP, self.height())
        line(painter, area, self.text(), "body", theme().color("text"))


@register("Toggle")
class ToggleView(FieldView):
    """Optimistic: it flips at once and stays flipped when its action fails."""

    param = "enabled"
    captioned = False

    def make_body(self) -> QWidget:
        """The switch."""
        self.switch = Switch()
        self.switch.when_clicked(self._flip)
        return self.switch

    def initial(self) -> Any:
        """The `value` prop as a boolean."""
        return flag_of(self.node.get("value"))

    def read(self) -> None:
        """The label beside it."""
        self.switch.setText(label_of(self.node.get("label")))
        self.switch.updateGeometry()

    def register(self) -> None:
        """A string from the form's defaults counts as its boolean."""
        super().register()
        if self._form is not None and not isinstance(self._local, bool):
            self._form.state.follow(self.name, flag_of(self._local))

    def show_value(self, value: Any) -> None:
        """Show on or off."""
        self.switch.set_on(flag_of(value), slide=False)

    def show_enabled(self, enabled: bool) -> None:
        """A running action does not block the switch."""
        self.switch.setEnabled(not self.disabled)

    def _flip(self) -> None:
        on = not flag_of(self.value)
        self.switch.set_on(on, slide=True)
        self.user_changed(on)
