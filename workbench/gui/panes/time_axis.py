"""The axis over the bars: round times, and the pauses with their lengths."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import duration
from workbench.gui.panes.idle import Gap
from workbench.gui.panes.table import QuietHeader
from workbench.gui.panes.time_view import Field, TimeView
from workbench.gui.parts import look, paint

LABEL = 76
"""Room at the right of the bars for the last one's duration, px at 100 %."""
_SIDE = 10
_LABEL_EVERY = 96
_GAP_LABEL = 8
_HATCH = 5


def field_of(left: float, width: float) -> Field:
    """Where time is drawn in a column of that place and width."""
    side = look.px(_SIDE)
    return Field(left + side, max(40.0, width - side - look.px(LABEL)))


def tick_text(ms: float) -> str:
    """An instant on the axis: "0 ms", "250", "1 200", "0.05"."""
    if ms >= 1000:
        return f"{ms:,.10g}".replace(",", "\u202f")
    return f"{ms:.6g}" if ms else "0 ms"


def hatch(painter: QPainter, area: QRectF, color: QColor, thick: float = 1) -> None:
    """Slanted lines: time is left out here."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, thick))
    step, high = look.px(_HATCH), area.height()
    x = max(area.left(), painter.clipBoundingRect().left()) - high
    x -= (x - area.left()) % step  # whatever part is painted anew, the lines stay where they are
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + high, area.top()))
        x += step
    painter.restore()


class TimeAxis(QuietHeader):
    """Round times over the bars; `gap_clicked` carries the pause whose mark was clicked.

    `turned` carries what a wheel was turned by, and where.
    """

    gap_clicked = Signal(object)
    turned = Signal(object)

    def __init__(self, view: TimeView, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._column = column
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    def field(self) -> Field:
        """Where time is drawn."""
        return field_of(self.sectionViewportPosition(self._column), self.sectionSize(self._column))

    def gap_at(self, x: float) -> Gap | None:
        """The pause whose mark or label is there."""
        if x < self.field().left:
            return None
        for gap, left, right in self._view.gaps_in_sight(self.field()):
            label = self._label_of(gap, left, right)
            on_mark = self._view.folded(gap) and left <= x <= right
            if on_mark or label.left() <= x <= label.right():
                return gap
        return None

    def _label_of(self, gap: Gap, left: float, right: float) -> QRectF:
        field = self.field()
        wide = look.width("mono-tiny", gap_text(gap, self._view.folded(gap)))
        wide += look.px(_GAP_LABEL)
        middle = (max(left, field.left) + min(right, field.right)) / 2
        return QRectF(max(field.left, middle - wide / 2), 0, wide, self.height())

    # -- a person's hands

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over the marks of pauses."""
        gap = self.gap_at(event.position().x())
        shape = Qt.CursorShape.PointingHandCursor if gap else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        word = "unfold" if gap is not None and self._view.folded(gap) else "fold"
        tip = f"Nothing ran for {duration(gap.length_ms)}; click to {word}" if gap else ""
        self.viewport().setToolTip(tip)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Columns are not dragged."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark."""
        gap = self.gap_at(event.position().x())
        if gap is not None and event.button() == Qt.MouseButton.LeftButton:
            self.gap_clicked.emit(gap)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The view zooms."""
        self.turned.emit(event)
        event.accept()

    # -- painting

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """The name column has no title; the time column has an axis."""
        area = QRectF(rect)
        painter.fillRect(area, look.ground())
        if index != self._column:
            return
        painter.save()
        painter.setClipRect(area)
        field = self.field()
        taken: list[QRectF] = []
        for gap, left, right in self._view.gaps_in_sight(field):
            taken.append(self._paint_gap(painter, gap, left, right))
        room = int(field.width) // look.px(_LABEL_EVERY)
        for tick, x in self._view.ticks(field, room):
            text = tick_text(tick)
            place = QRectF(x, area.top(), look.width("mono-tiny", text) + 2, area.height())
            if not any(
                place.left() < used.right() and place.right() > used.left() for used in taken
            ):
                paint.text(painter, place, text, "mono-tiny", look.ink("subtle"))
        painter.restore()

    def _paint_gap(self, painter: QPainter, gap: Gap, left: float, right: float) -> QRectF:
        place = self._label_of(gap, left, right)
        folded = self._view.folded(gap)
        tone = look.ink("muted" if folded else "subtle")
        centre = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, place, gap_text(gap, folded), "mono-tiny", tone, centre)
        return place


def gap_text(gap: Gap, folded: bool) -> str:
    """ "⋯ 30.2 s" for a folded pause, "idle 30.2 s" for one that is not."""
    return f"⋯ {pause(gap.length_ms)}" if folded else f"idle {pause(gap.length_ms)}"


def pause(ms: float) -> str:
    """The length of a pause: "240 ms", "3.2 s", "4 min"."""
    if ms < 1_000:
        return f"{ms:.0f} ms"
    return f"{ms / 1_000:.1f} s" if ms < 120_000 else f"{ms / 60_000:.0f} min"
