"""What fires on a timeline: a lane per schedule and skeleton, with its past and coming fires.

Qt-free.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.gui.panes.cells import status_tone

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record
    from workbench.kernel.kernel import Kernel

KINDS: Final = ("schedule", "skeleton")
KEPT: Final = 4_000
"""Past fires of a lane that are remembered; the journal has them all."""
LaneKey = tuple[str, str, str]
"""Kind, extension and name."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One schedule, or one skeleton section for all its users."""

    kind: str
    app_id: str
    name: str
    detail: str
    cron: str = ""
    ttl_s: float = 0.0
    next_at: float | None = None
    problem: str = ""

    @property
    def key(self) -> LaneKey:
        """What tells it from other lanes."""
        return (self.kind, self.app_id, self.name)

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.app_id}.{self.name}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A fire at a virtual instant; one that is yet to come has no record."""

    at: float
    record: Record | None = None

    @property
    def tone(self) -> str:
        """The colour it is drawn in."""
        if self.record is None:
            return "border-strong"
        if self.record.kind == "skeleton" and self.record.status in ("ok", "success"):
            return "purple"
        body = self.record.body
        if self.record.status in ("ok", "success") and (
            body.get("overlaps") or (body.get("attempt") or 1) > 1
        ):
            return "warning"  # it came to good, but not at once or not alone
        tone = status_tone(self.record.status)
        return "border-strong" if tone == "muted" else tone

    @property
    def lasted_s(self) -> float:
        """Virtual seconds it took; 0 for one that is yet to come."""
        virtual = self.record.body.get("virtual_ms") if self.record is not None else None
        return virtual / 1000 if isinstance(virtual, int | float) else 0.0


def lanes(kernel: Kernel) -> list[Lane]:
    """Everything that is declared to fire, schedules first."""
    found = [
        Lane(
            "schedule",
            job.app_id,
            job.name,
            job.cron,
            cron=job.cron,
            next_at=job.next_at(kernel.clock.now()),
            problem=job.problem or "",
        )
        for job in kernel.schedules.jobs()
    ]
    soonest: dict[LaneKey, float] = {}
    for due in kernel.drivers.upcoming(limit=10_000):
        key = (due.kind, due.app_id, due.name)
        soonest[key] = min(due.at, soonest.get(key, due.at))
    for app_id, extension in kernel.extensions.items():
        if extension.current is None:
            continue
        for row in extension.declarations.rows("skeletons"):
            name, ttl = str(row["section"]), float(kernel.skeletons.ttl(row))
            next_at = soonest.get(("skeleton", app_id, name))
            found.append(
                Lane("skeleton", app_id, name, f"ttl {ttl:g} s", ttl_s=ttl, next_at=next_at)
            )
    return found


def coming(lane: Lane, begin: float, end: float, gap: float = 0.0) -> Iterator[float]:
    """The instants later than `begin` and not later than `end` at which a lane will fire.

    Of those nearer to each other than `gap` seconds only some are named: a view has so many pixels.
    """
    if lane.cron and not lane.problem:
        yield from _by_cron(lane.cron, begin, end, gap)
    elif lane.ttl_s and lane.next_at is not None:
        at, step = lane.next_at, lane.ttl_s * max(1, math.ceil(gap / lane.ttl_s))
        if at <= begin:
            at += lane.ttl_s * ((begin - at) // lane.ttl_s + 1)
        while at <= end:
            yield at
            at += step


def _by_cron(cron: str, begin: float, end: float, gap: float) -> Iterator[float]:
    from workbench.kernel.cron import next_after

    after = begin
    while True:
        try:
            at = next_after(cron, after)
        except ValueError:
            return
        if at > end:
            return
        yield at
        after = max(at, at + gap - 1)


class Past:
    """Fires that were, by lane, oldest first."""

    def __init__(self) -> None:
        self._marks: dict[LaneKey, list[Mark]] = {}

    def clear(self) -> None:
        """Forgets everything."""
        self._marks.clear()

    def add(self, records: Iterable[Record]) -> bool:
        """Takes in the fires among these records; True if there were any."""
        touched: set[LaneKey] = set()
        for record in records:
            if record.kind in KINDS and record.duration_ms is not None:
                key = (record.kind, record.app_id or "", record.name)
                self._marks.setdefault(key, []).append(Mark(record.at, record))
                touched.add(key)
        for key in touched:
            marks = self._marks[key]
            marks.sort(key=lambda mark: mark.at)  # nearly sorted already, which is quick
            del marks[:-KEPT]
        return bool(touched)

    def between(self, key: LaneKey, begin: float, end: float) -> list[Mark]:
        """The fires of a lane from `begin` to `end`."""
        marks = self._marks.get(key, [])
        first = bisect_left(marks, begin, key=lambda known: known.at)
        last = bisect_left(marks, end, key=lambda known: known.at)
        return marks[first:last]

    def last(self, key: LaneKey) -> Mark | None:
        """The latest fire of a lane."""
        marks = self._marks.get(key)
        return marks[-1] if marks else None
