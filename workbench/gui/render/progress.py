"""Progress: a bar or a ring."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.render.brushwork import box
from workbench.gui.render.choices import one_of
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, label_of, number_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_BARS = {"sm": 4, "md": 8, "lg": 12}
_RINGS = {"sm": (40, 3), "md": (56, 4), "lg": (72, 5)}
_TOKENS = {"blue": "primary", "green": "success", "red": "danger", "yellow": "warning"}
_COLORS = frozenset({*_TOKENS, "purple"})
_RING_COLORS = {
    "blue": "blue-500",
    "green": "green-500",
    "red": "red-500",
    "yellow": "yellow-500",
    "purple": "purple",
}
"""A ring has the same colours in both themes (UI reference, Progress)."""
_ABOVE = 6
_UNDER_RING = 4
_MOVE_MS = 500
_NATURAL_BAR = 160


def percent_of(value: object, most: object) -> float:
    """How much of ``most`` is done, in 0..100; a ``most`` of nothing or less counts as 100."""
    whole = number_of(most, 100.0)
    whole = whole if whole > 0 else 100.0
    return min(max(number_of(value, 0.0) / whole * 100, 0.0), 100.0)


@register("Progress")
class ProgressView(NodeView):
    """How far something has come; a changed value moves there in half a second."""

    role = "progress"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._move: QVariantAnimation | None = None
        self._read()
        self._shown = self._percent

    def _read(self) -> None:
        get = self.node.props.get
        self._percent = percent_of(get("value"), get("max"))
        self._ring = get("variant") == "circular"
        self._size = one_of(get("size"), _BARS, "md")
        self._color = one_of(get("color"), _COLORS, "blue")
        label = label_of(get("label"))
        self._label = TextBlock(self.theme, label, "caption", truncate=True) if label else None
        self._with_value = flag_of(get("show_value"))
        role = "caption-strong" if self._ring else "caption"
        self._value = TextBlock(self.theme, f"{round(self._percent)}%", role)

    def changed(self, before: Node) -> None:
        """Read the props again and move to the new value."""
        self._read()
        if self._move is None:
            self._move = QVariantAnimation(self.scope.surface)
            self._move.setDuration(_MOVE_MS)
            self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
            self._move.valueChanged.connect(self._moved)
        self._move.stop()
        self._move.setStartValue(self._shown)
        self._move.setEndValue(self._percent)
        self._move.start(QVariantAnimation.DeletionPolicy.KeepWhenStopped)

    def _moved(self, value: float) -> None:
        self._shown = value
        self.update()

    def dispose(self) -> None:
        """Stop moving."""
        if self._move is not None:
            self._move.stop()
            self._move.deleteLater()
            self._move = None
        super().dispose()

    def _color_now(self) -> QColor:
        if self._ring:
            return self.theme.color(_RING_COLORS[self._color])
        return self.theme.color(_TOKENS.get(self._color, "accent"))

    # -- size -------------------------------------------------------------------------------

    def measure_natural(self) -> int:
        """The ring or its label; a bar takes what it gets."""
        label = self._label.natural() if self._label else 0
        return max(_RINGS[self._size][0], label) if self._ring else max(_NATURAL_BAR, label + 48)

    def measure_minimum(self) -> int:
        """The ring, or a short bar."""
        return _RINGS[self._size][0] if self._ring else 48

    def _header(self) -> int:
        return self._value.line + _ABOVE if self._label or self._with_value else 0

    def measure_height(self, width: int) -> int:
        """Bar or ring, and its texts."""
        if self._ring:
            label = self._label.line + _UNDER_RING if self._label else 0
            return _RINGS[self._size][0] + label
        return self._header() + _BARS[self._size]

    # -- drawing ----------------------------------------------------------------------------

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Bar or ring."""
        if self._ring:
            self._paint_ring(painter)
        else:
            self._paint_bar(painter)

    def _label_room(self) -> int:
        """How wide the label may be: a bar's stands beside the value."""
        if self._ring or not self._with_value:
            return self.w
        return max(self.w - self._value.natural() - 8, 0)

    def _paint_bar(self, painter: QPainter) -> None:
        theme, y = self.theme, self.y
        muted = theme.color("text-muted")
        value = self._value.natural() if self._with_value else 0
        if self._label is not None:
            self._label.paint(painter, self.x, y, self._label_room(), muted)
        if value:
            self._value.paint(painter, self.x + self.w - value, y, value, muted)
        y += self._header()
        tall = _BARS[self._size]
        track = QRectF(self.x, y, self.w, tall)
        box(painter, track, tall / 2, fill=theme.color("progress-track"))
        wide = self.w * self._shown / 100
        if wide > 0:
            fill = QRectF(self.x, y, max(wide, tall), tall)
            box(painter, fill, tall / 2, fill=self._color_now())

    def _paint_ring(self, painter: QPainter) -> None:
        side, stroke = _RINGS[self._size]
        left = self.x + (self.w - side) / 2
        area = QRectF(left, self.y, side, side).adjusted(stroke, stroke, -stroke, -stroke)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("surface-3"), stroke))
        painter.drawEllipse(area)
        pen = QPen(self._color_now(), stroke)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._shown > 0:
            painter.drawArc(area, 90 * 16, round(-self._shown * 3.6 * 16))
        middle = Qt.AlignmentFlag.AlignHCenter
        if self._with_value:
            top = self.y + (side - self._value.line) / 2
            self._value.paint(painter, left, top, side, self.theme.color("text"), middle)
        if self._label is not None:
            top = self.y + side + _UNDER_RING
            ink = self.theme.color("text-muted")
            self._label.paint(painter, self.x, top, self.w, ink, middle)

    def tooltip_at(self, point: QPoint) -> str:
        """All of a label that is cut."""
        label = self._label
        return label.text if label is not None and label.elided(self._label_room()) else ""

    def spoken(self) -> str:
        """The label and the percentage."""
        return f"{self._label.text if self._label else 'Progress'} {self._value.text}"
