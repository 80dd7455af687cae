"""From the time of a trace to the width of a view: pauses folded, any part of it in sight. Qt-free.

Three measures: milliseconds since the trace began; *lengths*, the same with every folded pause as
short as its mark; and pixels, of the lengths in sight.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.gui.panes.idle import Gap

FOLDED: Final = 0.09
"""A folded pause is as wide as this share of all the rest."""

NEAREST_MS: Final = 0.005
"""The shortest stretch that can fill the view."""


class TimeScale:
    """Milliseconds to lengths and back, for a trace of `extent_ms` with these pauses folded."""

    def __init__(self, extent_ms: float, folded: Sequence[Gap]) -> None:
        rest = extent_ms - sum(gap.length_ms for gap in folded)
        mark = rest * FOLDED
        self._ms, self._lengths = [0.0], [0.0]
        for gap in folded:
            before = self._lengths[-1] + gap.begin_ms - self._ms[-1]
            self._add(gap.begin_ms, before)
            self._add(gap.end_ms, before + mark)
        self._add(extent_ms, self._lengths[-1] + extent_ms - self._ms[-1])
        self.length = max(self._lengths[-1], NEAREST_MS)

    def _add(self, ms: float, length: float) -> None:
        if ms > self._ms[-1]:
            self._ms.append(ms)
            self._lengths.append(length)

    def length_at(self, ms: float) -> float:
        """The length up to an instant; beyond both ends time runs on as it does."""
        return _between(ms, self._ms, self._lengths)

    def ms_at(self, length: float) -> float:
        """The instant at a length."""
        return _between(length, self._lengths, self._ms)


def _between(value: float, known: Sequence[float], wanted: Sequence[float]) -> float:
    if len(known) < 2 or value <= known[0]:
        return wanted[0] + value - known[0]
    if value >= known[-1]:
        return wanted[-1] + value - known[-1]
    after = bisect_right(known, value)
    low, high = known[after - 1], known[after]
    share = (value - low) / (high - low)
    return wanted[after - 1] + share * (wanted[after] - wanted[after - 1])


@dataclass(frozen=True, slots=True)
class Sight:
    """The lengths in sight, from `begin` to `end`, of a whole of `length`."""

    begin: float
    end: float
    length: float

    @property
    def span(self) -> float:
        """How much is in sight."""
        return self.end - self.begin

    @property
    def whole(self) -> bool:
        """Whether everything is in sight."""
        return self.span >= self.length * (1 - 1e-9)

    def zoomed(self, factor: float, around: float) -> Sight:
        """`factor` times as much in sight, with `around` staying where it is."""
        span = min(self.length, max(min(NEAREST_MS, self.length), self.span * factor))
        share = (around - self.begin) / self.span
        return self._at(around - share * span, span)

    def moved(self, by: float) -> Sight:
        """As much, further on by a length; it stops at both ends."""
        return self._at(self.begin + by, self.span)

    def _at(self, begin: float, span: float) -> Sight:
        begin = max(0.0, min(self.length - span, begin))
        return Sight(begin, begin + span, self.length)


def ticks(begin_ms: float, end_ms: float, step: float) -> list[float]:
    """The round instants of a step from one to another."""
    first = int(begin_ms / step - 1e-9)
    count = int((end_ms - begin_ms) / step) + 2
    found = (round((first + number) * step, 9) for number in range(count))
    return [tick for tick in found if begin_ms - 1e-9 <= tick <= end_ms + 1e-9]


def round_step(span_ms: float, room: int) -> float:
    """A round step for an axis of `span_ms` with room for about `room` labels."""
    raw = span_ms / max(1, room)
    magnitude = 10.0
    while magnitude > raw and magnitude > 1e-5:
        magnitude /= 10
    while magnitude * 10 <= raw:
        magnitude *= 10
    return next((magnitude * m for m in (1, 2, 5, 10) if magnitude * m >= raw), magnitude * 10)
