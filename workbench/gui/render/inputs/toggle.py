"""Toggle: a switch that flips at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import ring, switch
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.inputs.marked_line import MarkedLine
from workbench.gui.render.plain import flag_of, label_of

_WIDE, _TALL = 44, 24
_MS = 150


class Switch(MarkedLine):
    """The switch and its label; the thumb slides."""

    mark, gap, least = _WIDE, 8, 28

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Switch", parent)
        self._place = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._moved)

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

    def _moved(self, place: Any) -> None:
        self._place = float(place)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Track, thumb and label."""
        track = self.mark_area(_TALL)
        switch(painter, track, self._place)
        if self.key_focus:
            ring(painter, track.adjusted(-1, -1, 1, 1), 12)
        self.draw_label(painter)


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
