"""Where the parts of a line, bar or area chart stand: plot, axes, labels and legend."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from workbench.gui.render.brushwork import text_width
from workbench.gui.render.charts.data import Axis, ChartData, Series, tick_text

_TOP, _EDGE = 5, 8
_BOTTOM = 30
_LABEL_GAP = 8
LEGEND = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot rectangle with its axes; maps categories and values to px."""

    data: ChartData
    plot: QRectF
    left: Axis | None
    right: Axis | None

    def axis(self, series: Series) -> Axis:
        """The axis a series is drawn against."""
        chosen = self.right if series.right else self.left
        other = self.left or self.right
        found = chosen or other
        assert found is not None
        return found

    def y(self, axis: Axis, value: float) -> float:
        """Height of a value."""
        part = min(max(axis.part(value), -0.5), 1.5)
        return self.plot.bottom() - part * self.plot.height()

    @property
    def band(self) -> float:
        """Width of one category."""
        count = len(self.data.categories)
        if self.data.kind == "bar":
            return self.plot.width() / max(count, 1)
        return self.plot.width() / max(count - 1, 1)

    def x(self, place: int) -> float:
        """Where category number `place` stands (the middle of its band for bars)."""
        if self.data.kind == "bar":
            return self.plot.left() + (place + 0.5) * self.band
        if len(self.data.categories) == 1:
            return self.plot.center().x()
        return self.plot.left() + place * self.band

    def place_at(self, x: float) -> int:
        """The category nearest to an x, or -1 outside the plot."""
        if not self.plot.left() - 8 <= x <= self.plot.right() + 8:
            return -1
        offset = x - self.plot.left()
        place = int(offset // self.band) if self.data.kind == "bar" else round(offset / self.band)
        if len(self.data.categories) == 1:
            place = 0
        return min(max(place, 0), len(self.data.categories) - 1)

    def label_step(self) -> int:
        """Every how many categories there is room for a label."""
        sample = self.data.categories[:: max(1, len(self.data.categories) // 40)]
        widest = min(max((text_width(text, "small") for text in sample), default=0), 120)
        return max(1, -(-(widest + 12) // max(int(self.band), 1)))


def frame_of(data: ChartData, area: QRectF, *, legend: bool) -> Frame:
    """Lay a chart out inside `area`."""
    has_left = any(not series.right for series in data.series)
    left = data.axis(right=False) if has_left else None
    right = data.axis(right=True) if data.two_axes else None
    bottom = _BOTTOM + (LEGEND if legend else 0)
    margin_left = _axis_width(left) if left is not None else _EDGE
    margin_right = _axis_width(right) if right is not None else _EDGE + 8
    plot = area.adjusted(margin_left, _TOP, -margin_right, -bottom)
    if plot.width() < 10:
        plot.setWidth(10)
    if plot.height() < 10:
        plot.setHeight(10)
    return Frame(data, plot, left, right)


def _axis_width(axis: Axis) -> int:
    return max(text_width(tick_text(tick), "small") for tick in axis.ticks) + _LABEL_GAP + 4
