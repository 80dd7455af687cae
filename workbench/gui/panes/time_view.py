"""Which part of a trace's time is in sight, and which of its pauses are folded. Qt-free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workbench.gui.panes.idle import Gap
from workbench.gui.panes.time_scale import Sight, TimeScale, round_step, ticks
from workbench.gui.panes.trace_shape import Trace

STEP: Final = 1.5
"""One step of zooming."""
PAN: Final = 0.15
"""One step of moving, as a share of what is in sight."""
_AROUND: Final = 0.1
"""Room on both sides of a span that is brought to fill the view, as a share of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where time is drawn: its left edge and its width in pixels."""

    left: float
    width: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width


class TimeView:
    """The time of one trace as a person has zoomed, moved and unfolded it."""

    def __init__(self) -> None:
        self.trace = Trace()
        self._unfolded: set[float] = set()
        self._fit_scale()
        self.sight = Sight(0.0, self.scale.length, self.scale.length)

    def show(self, trace: Trace) -> None:
        """Takes up a trace; of the same one grown what is in sight stays, unless it was all."""
        same = trace.root_id == self.trace.root_id
        kept = self.sight if same and not self.sight.whole else None
        begin, end = self._ms(kept) if kept is not None else (0.0, 0.0)
        self.trace = trace
        if not same:
            self._unfolded.clear()
        self._fit_scale()
        self.fit()
        if kept is not None:
            self._bring(begin, end)

    def _fit_scale(self) -> None:
        self.scale = TimeScale(self.trace.extent_ms, [g for g in self.trace.gaps if self.folded(g)])

    def _ms(self, sight: Sight) -> tuple[float, float]:
        return self.scale.ms_at(sight.begin), self.scale.ms_at(sight.end)

    def _bring(self, begin_ms: float, end_ms: float) -> None:
        begin, end = self.scale.length_at(begin_ms), self.scale.length_at(end_ms)
        whole = Sight(0.0, self.scale.length, self.scale.length)
        wide = whole.zoomed(max(1e-9, end - begin) / self.scale.length, 0.0)
        self.sight = wide.moved(begin - wide.begin)

    # -- zooming and moving

    def fit(self) -> None:
        """Brings all of it into sight."""
        self.sight = Sight(0.0, self.scale.length, self.scale.length)

    def zoom(self, factor: float, around_ms: float | None = None) -> None:
        """`factor` times as much in sight, around an instant or the middle."""
        middle = (self.sight.begin + self.sight.end) / 2
        around = middle if around_ms is None else self.scale.length_at(around_ms)
        self.sight = self.sight.zoomed(factor, around)

    def pan(self, share: float) -> None:
        """Moves by a share of what is in sight."""
        self.sight = self.sight.moved(share * self.sight.span)

    def fill_with(self, begin_ms: float, end_ms: float) -> None:
        """Brings a stretch to fill the view, with a little room on both sides."""
        room = (end_ms - begin_ms) * _AROUND
        self._bring(begin_ms - room, end_ms + room)

    def in_sight(self, ms: float) -> bool:
        """Whether an instant is in sight."""
        return self.sight.begin <= self.scale.length_at(ms) <= self.sight.end

    # -- pauses

    def folded(self, gap: Gap) -> bool:
        """Whether a pause is folded."""
        return gap.begin_ms not in self._unfolded

    def turn(self, gap: Gap) -> None:
        """Unfolds a pause, or folds it again."""
        self._unfolded ^= {gap.begin_ms}
        self._refold()

    def turn_all(self) -> None:
        """Unfolds all pauses, or folds them again if none is folded."""
        folded = any(self.folded(gap) for gap in self.trace.gaps)
        self._unfolded = {gap.begin_ms for gap in self.trace.gaps} if folded else set()
        self._refold()

    def _refold(self) -> None:
        begin, end = self._ms(self.sight)
        whole = self.sight.whole
        self._fit_scale()
        self.fit()
        if not whole:
            self._bring(begin, end)

    # -- pixels

    def x_of(self, ms: float, field: Field) -> float:
        """Where an instant is drawn; far outside of the field for one far out of sight."""
        share = (self.scale.length_at(ms) - self.sight.begin) / self.sight.span
        return field.left + share * field.width

    def ms_at(self, x: float, field: Field) -> float:
        """The instant that is drawn there."""
        share = (x - field.left) / field.width
        return self.scale.ms_at(self.sight.begin + share * self.sight.span)

    def gaps_in_sight(self, field: Field) -> Iterator[tuple[Gap, float, float]]:
        """The pauses in sight, each with its left and right edge."""
        for gap in self.trace.gaps:
            left, right = self.x_of(gap.begin_ms, field), self.x_of(gap.end_ms, field)
            if right > field.left and left < field.right:
                yield gap, left, right

    def ticks(self, field: Field, room: int) -> list[tuple[float, float]]:
        """Round instants in sight with where they are drawn, none of them in a folded pause."""
        step = round_step(self.sight.span, room)
        begin, end = self._ms(self.sight)
        folded = [gap for gap in self.trace.gaps if self.folded(gap)]
        found: list[tuple[float, float]] = []
        for gap in [*folded, Gap(end, end)]:
            until = min(end, gap.begin_ms)
            if until >= begin:
                found += [(tick, self.x_of(tick, field)) for tick in ticks(begin, until, step)]
            begin = max(begin, gap.end_ms)
        return found
