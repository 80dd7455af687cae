"""The stretches of a trace in which nothing went on: nobody's code ran, somebody was waited for.

Qt-free.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.gui.panes.spans import UNDER_WAY, SpanRow
from workbench.gui.panes.stages import covered

WAITING = frozenset({"turn", "confirmation"})
"""Kinds of spans that only last: what happens in them are the spans they hold."""

SHORTEST_MS = 50.0
"""Shorter pauses are never worth folding."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A pause, in milliseconds since the trace began."""

    begin_ms: float
    end_ms: float

    @property
    def length_ms(self) -> float:
        """How long it was."""
        return self.end_ms - self.begin_ms


def gaps(rows: Iterable[SpanRow], extent_ms: float) -> list[Gap]:
    """The pauses that are longer than all the work of the trace together."""
    working = [row for row in rows if row.record.kind not in WAITING]
    busy = covered(working, 0.0, extent_ms)
    begun = min((r.start_ms for r in working if r.record.status in UNDER_WAY), default=extent_ms)
    longest = max(SHORTEST_MS, sum(end - begin for begin, end in busy))
    found: list[Gap] = []
    at = 0.0
    for begin, end in [*busy, (extent_ms, extent_ms)]:
        begin = min(begin, begun)
        if begin - at > longest and busy:
            found.append(Gap(at, begin))
        at = max(at, end)
    return found
