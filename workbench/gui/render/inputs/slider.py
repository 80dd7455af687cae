"""Slider: a number between two limits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import (
    DISABLED_OPACITY,
    RIGHT,
    box,
    line,
    ring,
    text_width,
    theme,
)
from workbench.gui.render.forms.validation import slider_limits
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import label_of, number_of, text_of

_TALL, _HEAD = 44, 20
_KNOB, _TRACK = 16, 6
_MOST_STEPS = 1_000_000


class RangeTrack(QAbstractSlider):
    """The track with its knob, in whole steps; `dragged` tells of changes a person made."""

    dragged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key_focus = False
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A comfortable hit area."""
        return QSize(160, _TALL)

    def minimumSizeHint(self) -> QSize:
        """May be short."""
        return QSize(60, _TALL)

    def _part(self) -> float:
        span = self.maximum() - self.minimum()
        return (self.value() - self.minimum()) / span if span else 0.0

    def _take(self, point: QPointF) -> None:
        room = max(self.width() - _KNOB, 1)
        along = mirror.spot_f(self, point).x() - _KNOB / 2
        part = min(max(along / room, 0.0), 1.0)
        self._set(self.minimum() + round(part * (self.maximum() - self.minimum())))

    def _set(self, value: int) -> None:
        before = self.value()
        self.setValue(value)
        if self.value() != before:
            self.dragged.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._take(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows one step, Page keys a tenth, Home and End the limits."""
        tenth = max((self.maximum() - self.minimum()) // 10, 1)
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: tenth,
            Qt.Key.Key_PageDown: -tenth,
            Qt.Key.Key_Home: self.minimum() - self.value(),
            Qt.Key.Key_End: self.maximum() - self.value(),
        }
        step = steps.get(Qt.Key(mirror.key(self, event.key())))
        if step is None:
            event.ignore()
        else:
            self._set(self.value() + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel, it does not change values."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember who brought the focus."""
        self.key_focus = from_keyboard(event)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget it."""
        self.key_focus = False
        super().focusOutEvent(event)
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Track, the part up to the value, and the knob."""
        shown = theme()
        if not self.isEnabled():
            painter.setOpacity(DISABLED_OPACITY)
        middle = self.height() / 2
        track = QRectF(0, middle - _TRACK / 2, self.width(), _TRACK)
        box(painter, track, _TRACK / 2, fill=shown.color("surface-3"))
        x = _KNOB / 2 + self._part() * (self.width() - _KNOB)
        done = QRectF(0, track.top(), x, _TRACK)
        tone = shown.color("primary" if self.isEnabled() else "border-strong")
        box(painter, done, _TRACK / 2, fill=tone)
        knob = QRectF(0, 0, _KNOB, _KNOB)
        knob.moveCenter(QPointF(x, middle))
        box(painter, knob, _KNOB / 2, fill=tone)
        if self.key_focus:
            ring(painter, knob.adjusted(-4, -4, 4, 4), _KNOB)


class SliderBody(QWidget):
    """Label at the left, value at the right, the track below."""

    def __init__(self) -> None:
        super().__init__()
        self.track = RangeTrack(self)
        self.label = ""
        self.shown = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.track)

    def sizeHint(self) -> QSize:
        """With or without the line of text."""
        return QSize(160, _TALL + (_HEAD + 4 if self.label else 0))

    def minimumSizeHint(self) -> QSize:
        """May be short."""
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """The track stands at the bottom."""
        mirror.lay(self.track, 0, self.height() - _TALL, self.width(), _TALL)
        self.hint()

    def hint(self) -> None:
        """A tooltip tells a label that is too long."""
        room = self.width() - text_width(self.shown, "body") - 12
        self.setToolTip(self.label if text_width(self.label, "body") > room else "")

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Label and value."""
        if not self.label:
            return
        shown = theme()
        if not self.isEnabled():
            painter.setOpacity(DISABLED_OPACITY)
        value = QRectF(self.width() - 120, 0, 120, _HEAD)
        width = line(painter, value, self.shown, "body", shown.color("text-muted"), RIGHT)
        area = QRectF(0, 0, self.width() - width - 12, _HEAD)
        line(painter, area, self.label, "body", shown.color("text"))


@register("Slider")
class SliderView(FieldView):
    """Its value is a number: whole when limits and step are whole."""

    captioned = False

    def make_body(self) -> QWidget:
        """Label, value and track."""
        self.slider = SliderBody()
        self.slider.track.dragged.connect(self._dragged)
        return self.slider

    def focus_target(self) -> QWidget:
        """The track."""
        return self.slider.track

    def initial(self) -> Any:
        """The `value` prop as a number."""
        return self._number(self.node.get("value"), 50.0)

    def _number(self, value: Any, default: float) -> int | float:
        number = number_of(value, default)
        return int(number) if number.is_integer() else number

    def read(self) -> None:
        """Limits, step and label."""
        get = self.node.props.get
        self.low, self.high, self.step = slider_limits(get("min"), get("max"), get("step"))
        self.step = max(self.step, (self.high - self.low) / _MOST_STEPS)
        self.slider.label = label_of(get("label"))
        self.slider.hint()
        steps = int((self.high - self.low) / self.step + 1e-9) if self.step else 0
        self.slider.track.setRange(0, max(steps, 0))
        self.slider.updateGeometry()

    def show_value(self, value: Any) -> None:
        """Move the knob; a value outside the limits stands at the nearest."""
        number = min(max(number_of(value, self.low), self.low), self.high)
        place = round((number - self.low) / self.step) if self.step else 0
        self.slider.track.setValue(place)
        shown = self._number(number_of(value, self.low), self.low)
        self.slider.shown = text_of(min(max(shown, self.low), self.high))
        self.slider.update()

    def _dragged(self) -> None:
        exact = self.low + self.slider.track.value() * self.step
        value = self._number(round(exact, 10), 0.0)
        self.slider.shown = text_of(value)
        self.slider.update()
        self.user_changed(value, action="")
