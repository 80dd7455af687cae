"""How the runs of one handler are spread: bars from the quickest to the slowest."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui.panes.cells import duration, milliseconds
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.kernel.histogram import Bar, Histogram

_HIGH: Final = 92
_AXIS: Final = 16
_MARKS: Final = 14
_MOST: Final = 36
_GAP: Final = 1
FEWEST: Final = 3
"""Runs below which there is no distribution to speak of, and none is drawn."""


class LatencyBars(QWidget):
    """A histogram on a logarithmic scale, with marks at p50 and p95 and a line at the target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._marks: list[tuple[str, float]] = []
        self._target = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Bars, the marks over them and the scale under them."""
        return QSize(look.px(220), look.px(_HIGH))

    def show_runs(self, runs: Histogram, target_ms: float = 0.0) -> None:
        """Takes up the runs; a target of 0 is none."""
        self._bars = runs.bars(_MOST)
        self._target = target_ms
        self._marks = [(f"p{p}", runs.percentile(p)) for p in (50, 95)]
        marks = ", ".join(f"{name} {duration(ms)}" for name, ms in self._marks)
        self.setVisible(runs.count >= FEWEST)
        self.setAccessibleName(f"Distribution of {runs.count} runs: {marks}")
        self.update()

    def bars(self) -> list[Bar]:
        """What is drawn."""
        return list(self._bars)

    # -- places

    def _field(self) -> QRectF:
        return QRectF(
            0, look.px(_MARKS), self.width(), self.height() - look.px(_MARKS) - look.px(_AXIS)
        )

    def _bar_at(self, x: float) -> Bar | None:
        if not self._bars or not 0 <= x < self.width():
            return None
        return self._bars[int(x / self.width() * len(self._bars))]

    def _x_of(self, ms: float) -> float | None:
        """Where a time lies on the scale; None beside it."""
        wide = self.width() / max(1, len(self._bars))
        for number, bar in enumerate(self._bars):
            if bar.low_ms < ms <= bar.high_ms:
                share = (ms - bar.low_ms) / (bar.high_ms - bar.low_ms)
                return (number + share) * wide
        return None

    def event(self, event: QEvent) -> bool:
        """Tells of the bar under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bar = self._bar_at(event.pos().x())
            if bar is not None:
                span = f"{milliseconds(bar.low_ms)} – {duration(bar.high_ms)}"
                QToolTip.showText(event.globalPos(), f"{span}: {bar.count} runs", self)
            return True
        return super().event(event)

    # -- painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Bars, scale, marks and target."""
        if not self._bars:
            return
        field, theme = self._field(), look.theme()
        most = max(bar.count for bar in self._bars)
        wide = field.width() / len(self._bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for number, bar in enumerate(self._bars):
            tall = max(1.0, field.height() * bar.count / most) if bar.count else 0.0
            over = self._target and bar.low_ms >= self._target
            ink = look.ink("warning" if over else "primary")
            left = field.left() + number * wide
            place = QRectF(left, field.bottom() - tall, max(1.0, wide - _GAP), tall)
            painter.fillRect(place, ink)
        painter.fillRect(QRectF(0, field.bottom(), field.width(), 1), theme.color("border"))
        self._paint_scale(painter, field)
        self._paint_marks(painter, field)
        if self._target:
            self._paint_mark(painter, field, "", self._target, "danger")

    def _paint_scale(self, painter: QPainter, field: QRectF) -> None:
        place = QRectF(0, field.bottom() + 1, field.width(), look.px(_AXIS))
        low, high = self._bars[0].low_ms, self._bars[-1].high_ms
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, place, duration(low), "mono-tiny", look.ink("subtle"))
        paint.text(painter, place, duration(high), "mono-tiny", look.ink("subtle"), right)

    def _paint_marks(self, painter: QPainter, field: QRectF) -> None:
        """The percentiles; of two on one place only the first is named."""
        taken = -1.0
        for name, ms in self._marks:
            x = self._x_of(ms)
            if x is not None and (taken < 0 or x - taken > look.width("mono-tiny", name)):
                self._paint_mark(painter, field, name, ms, "muted")
                taken = x

    def _paint_mark(
        self, painter: QPainter, field: QRectF, name: str, ms: float, tone: str
    ) -> None:
        x = self._x_of(ms)
        if x is None:
            return
        ink = look.ink(tone)
        paint.hairline(painter, round(x), field.top(), round(x), field.bottom(), ink)
        if name:
            wide = look.width("mono-tiny", name)
            at = QPointF(min(max(0.0, x - wide / 2), self.width() - wide), 0)
            place = QRectF(at.x(), 0, wide + 1, look.px(_MARKS))
            paint.text(painter, place, name, "mono-tiny", ink)
