"""Draws lanes of fires over virtual time, with the present as a line that can be dragged on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.fire_lanes import Lane, Mark, Past, coming
from workbench.gui.panes.time_window import TimeWindow
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

AXIS: Final = 28
ROW: Final = 34
NAMES: Final = 210
_LABEL_EVERY: Final = 110
_NEAR: Final = 7
_KNOB: Final = 5
_ZOOM: Final = 1.25


class FireTimeline(QWidget):
    """The lanes of a session.

    `picked` carries a lane and a mark, or a lane and None where no fire is; `scrubbed` the virtual
    instant the present was dragged to.
    """

    picked = Signal(object, object)
    scrubbed = Signal(float)

    def __init__(self, past: Past, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past = past
        self._lanes: list[Lane] = []
        self._coming: dict[tuple[str, str, str], list[float]] = {}
        self._now = 0.0
        self._grip: tuple[str, float, TimeWindow] | None = None
        self._dragged: float | None = None
        self.window_ = TimeWindow(0.0, 3_600.0)
        self.lane = 0
        self.mark: Mark | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Fires over time")
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    # -- what is shown

    def show_lanes(self, lanes: Sequence[Lane], now: float) -> None:
        """Takes up what is declared; the lane chosen stays chosen."""
        chosen = self.chosen()
        self._lanes = list(lanes)
        keys = [lane.key for lane in self._lanes]
        self.lane = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0
        self._now = now
        self._plan()

    def show_now(self, now: float) -> None:
        """Moves the present; the view follows when it would leave it."""
        moved = now - self._now
        self._now = now
        if moved and self._grip is None and not self.window_.begin <= now < self.window_.end:
            self.window_ = self.window_.moved(now - self.window_.at(0.6))
        self._plan()

    def show_window(self, window: TimeWindow) -> None:
        """Shows another stretch of time."""
        self.window_ = window
        self._plan()

    def chosen(self) -> Lane | None:
        """The lane that was chosen last."""
        return self._lanes[self.lane] if self.lane < len(self._lanes) else None

    def marks(self, lane: Lane) -> list[Mark]:
        """The fires of a lane in view, oldest first."""
        past = self._past.between(lane.key, self.window_.begin, self.window_.end)
        return [*past, *(Mark(at) for at in self._coming.get(lane.key, ()))]

    def sizeHint(self) -> QSize:
        """All lanes."""
        return QSize(look.px(600), look.px(AXIS + ROW * max(3, len(self._lanes))))

    def minimumSizeHint(self) -> QSize:
        """The axis and one lane."""
        return QSize(look.px(NAMES + 160), look.px(AXIS + ROW))

    def _plan(self) -> None:
        begin = max(self._now, self.window_.begin)
        gap = 2 * self.window_.span / self._field().width()
        self._coming = {
            lane.key: list(coming(lane, begin, self.window_.end, gap)) for lane in self._lanes
        }
        self.update()

    # -- places

    def _field(self) -> QRectF:
        left = look.px(NAMES)
        return QRectF(left, 0, max(40, self.width() - left - look.px(16)), self.height())

    def x_of(self, at: float) -> float:
        """Where an instant is drawn."""
        field = self._field()
        return field.left() + self.window_.share(at) * field.width()

    def _at(self, x: float) -> float:
        field = self._field()
        return self.window_.at((x - field.left()) / field.width())

    def row_of(self, lane: int) -> QRectF:
        """Where a lane is drawn."""
        return QRectF(0, look.px(AXIS) + lane * look.px(ROW), self.width(), look.px(ROW))

    def _nearest(self, lane: Lane, x: float) -> Mark | None:
        marks = self.marks(lane)
        best = min(marks, key=lambda mark: abs(self.x_of(mark.at) - x), default=None)
        near = best is not None and abs(self.x_of(best.at) - x) <= look.px(_NEAR)
        return best if near else None

    # -- a person's hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the present, picks a fire, or takes hold of time itself."""
        place = event.position()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if abs(place.x() - self.x_of(self._now)) <= look.px(_NEAR) and place.y() < look.px(AXIS):
            self._grip = ("now", place.x(), self.window_)
            return
        number = int((place.y() - look.px(AXIS)) // look.px(ROW))
        if 0 <= number < len(self._lanes):
            self.lane = number
            self._choose(self._nearest(self._lanes[number], place.x()))
        if place.x() > look.px(NAMES):
            self._grip = ("time", place.x(), self.window_)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags what was taken hold of."""
        if self._grip is None:
            return
        what, start, window = self._grip
        x = event.position().x()
        if what == "now":
            self._dragged = max(self._now, self._at(x))
            self.update()
        else:
            self.show_window(window.moved((start - x) / self._field().width() * window.span))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go; the clock jumps to where the present was dragged."""
        dragged, self._grip, self._dragged = self._dragged, None, None
        if dragged is not None:
            self.scrubbed.emit(dragged)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms around the pointer; sideways, or with Shift, moves in time."""
        turn = event.angleDelta()
        sideways = turn.x() or (
            turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            self.show_window(self.window_.moved(-sideways / 1_200 * self.window_.span))
        elif turn.y():
            factor = 1 / _ZOOM if turn.y() > 0 else _ZOOM
            self.show_window(self.window_.zoomed(factor, self._at(event.position().x())))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from fire to fire and from lane to lane; plus and minus zoom; Home is now."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._lanes:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.lane = max(0, min(len(self._lanes) - 1, self.lane + step))
            self._choose(None)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = _ZOOM if key == Qt.Key.Key_Minus else 1 / _ZOOM
            self.show_window(self.window_.zoomed(factor, self._now))
        elif key == Qt.Key.Key_Home:
            self.show_window(self.window_.moved(self._now - self.window_.at(0.6)))
        else:
            super().keyPressEvent(event)

    def _step(self, direction: int) -> None:
        lane = self.chosen()
        marks = self.marks(lane) if lane is not None else []
        if not marks:
            return
        at = self.mark.at if self.mark is not None else self._now
        later = [mark for mark in marks if (mark.at - at) * direction > 0]
        if later:
            self._choose(later[0] if direction > 0 else later[-1])

    def _choose(self, mark: Mark | None) -> None:
        self.mark = mark
        self.update()
        self.picked.emit(self.chosen(), mark)

    # -- painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Axis, lanes, fires, and the present."""
        painter.fillRect(self.rect(), look.ground())
        self._paint_axis(painter)
        for number, lane in enumerate(self._lanes):
            self._paint_lane(painter, number, lane)
        self._paint_now(painter)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 0)

    def _paint_axis(self, painter: QPainter) -> None:
        field = self._field()
        for at, label in self.window_.labels(int(field.width()) // look.px(_LABEL_EVERY)):
            left, wide = self.x_of(at), look.width("mono-tiny", label)
            if left + wide <= self.width():
                place = QRectF(left, 0, wide, look.px(AXIS))
                paint.text(painter, place, label, "mono-tiny", look.ink("subtle"))

    def _paint_lane(self, painter: QPainter, number: int, lane: Lane) -> None:
        row = self.row_of(number)
        if number == self.lane:
            painter.fillRect(row, look.theme().color("selected"))
        left, names = look.px(14), look.px(NAMES - 20)
        upper = QRectF(left, row.top() + look.px(2), names, row.height() / 2)
        lower = QRectF(left, row.center().y() - look.px(1), names, row.height() / 2)
        paint.text(painter, upper, lane.title, "small-medium", look.ink("text"))
        detail = lane.problem or lane.detail
        tone = look.ink("danger" if lane.problem else "subtle")
        paint.text(painter, lower, detail, "mono-tiny", tone)
        field = self._field()
        line = look.theme().color("border-card")
        painter.fillRect(QRectF(field.left(), row.bottom() - 1, field.width(), 1), line)
        self._paint_marks(painter, lane, row)

    def _paint_marks(self, painter: QPainter, lane: Lane, row: QRectF) -> None:
        """Fires closer than a pixel are drawn as one, the worst of them."""
        high, wide = look.px(16), max(2, look.px(4))
        top = row.center().y() - high / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        drawn: tuple[int, str] | None = None
        for mark in self.marks(lane):
            x = round(self.x_of(mark.at))
            tone = mark.tone
            if drawn is not None and drawn[0] == x and tone in ("border-strong", "success"):
                continue
            drawn = (x, tone)
            color = look.theme().color(tone) if tone in _TOKENS else look.ink(tone)
            painter.fillRect(QRectF(x - wide / 2, top, wide, high), color)
            self._paint_length(painter, mark, x + wide / 2, top + high / 2, color)
        chosen = self.mark
        if chosen is not None and self.chosen() is lane:
            x = round(self.x_of(chosen.at))
            ring = QRectF(x - wide / 2 - 3, top - 3, wide + 6, high + 6)
            paint.rounded(painter, ring, look.px(3), None, look.theme().color("primary"))

    def _paint_length(
        self, painter: QPainter, mark: Mark, left: float, middle: float, color: QColor
    ) -> None:
        """How long a fire went on, as far as that is more than a pixel: overlaps are seen by it."""
        end = min(self.x_of(mark.at + mark.lasted_s), self.width())
        if end - left > 1:
            tall = look.px(4)
            painter.fillRect(QRectF(left, middle - tall / 2, end - left, tall), color)

    def _paint_now(self, painter: QPainter) -> None:
        at = self._dragged if self._dragged is not None else self._now
        if not self.window_.begin <= at <= self.window_.end:
            return
        x = round(self.x_of(at)) + 0.5
        color = look.theme().color("primary")
        paint.hairline(painter, x, look.px(AXIS) / 2, x, self.height(), color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(x, look.px(AXIS) / 2), look.px(_KNOB), look.px(_KNOB))


_TOKENS: Final = frozenset({"border-strong", "purple", "success", "danger", "warning", "primary"})
