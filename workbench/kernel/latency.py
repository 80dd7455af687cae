"""How long handlers and `ctx` calls take, against what the platform's guide asks of them.

A projection of the journal in bounded memory: each handler has a histogram whose buckets grow by
two per cent, so percentiles of a whole session are right within one per cent however many runs
there were.
"""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.reader import Query
from workbench.kernel.journal.record import Record
from workbench.kernel.kinds import HANDLERS, SERVICES
from workbench.kernel.profile import Profile

RECENT: Final = 24
"""Durations of the latest runs that are kept one by one."""

_KINDS: Final = tuple(sorted(HANDLERS | SERVICES))
_OPEN_SPANS: Final = 4_000
_GOOD: Final = frozenset({"ok", "success"})
_GROWTH: Final = 1.02
_LEAST_MS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Target:
    """What a kind of handler should keep: `ms` at `percentile`, and where that is written."""

    percentile: int
    ms: float
    source: str


def targets(profile: Profile) -> dict[str, Target]:
    """What each kind of record should keep; kinds without a documented target are not in it."""
    panel, function = profile.target_panel_p50_ms, profile.target_function_p95_ms
    return {
        "panel": Target(50, panel, profile.source("target_panel_p50_ms")),
        "call": Target(95, function, profile.source("target_function_p95_ms")),
        "cache": Target(95, profile.latency_cache_ms[1], profile.source("latency_cache_ms")),
    }


@dataclass(slots=True, eq=False)
class Latency:
    """One handler's or service's runs; every time is in real milliseconds.

    `waited_ms` is the part of `total_ms` spent in `ctx` calls, `recent` the latest runs, oldest
    first, and `latest` the record of the last one.
    """

    app_id: str
    kind: str
    name: str
    target: Target | None = None
    count: int = 0
    errors: int = 0
    simulated: int = 0
    total_ms: float = 0.0
    max_ms: float = 0.0
    waited_ms: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))
    latest: Record | None = None
    _buckets: Counter[int] = field(default_factory=Counter)

    def add(
        self, duration_ms: float, *, failed: bool, simulated: bool, waited_ms: float = 0.0
    ) -> None:
        """Count one run, of which `waited_ms` went by in `ctx` calls."""
        self.count += 1
        self.errors += failed
        self.simulated += simulated
        self.total_ms += duration_ms
        self.max_ms = max(self.max_ms, duration_ms)
        self.waited_ms += min(waited_ms, duration_ms)
        self.recent.append(duration_ms)
        self._buckets[_bucket(duration_ms)] += 1

    def percentile(self, percent: float) -> float:
        """The time `percent` per cent of the runs kept (nearest rank); 0 without any."""
        rank = max(1, math.ceil(self.count * percent / 100))
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen >= rank:
                return min(_middle(bucket), self.max_ms)
        return 0.0

    @property
    def error_rate(self) -> float:
        """Share of the runs that failed, 0 to 1."""
        return self.errors / self.count if self.count else 0.0

    @property
    def waiting(self) -> float:
        """Share of the time spent in `ctx` calls, 0 to 1."""
        return self.waited_ms / self.total_ms if self.total_ms else 0.0

    @property
    def over(self) -> float:
        """How many times its target it takes; 0 without a target."""
        if self.target is None:
            return 0.0
        return self.percentile(self.target.percentile) / self.target.ms

    @property
    def meets_target(self) -> bool | None:
        """Whether the target is kept; None without a target or a run."""
        if self.target is None or not self.count:
            return None
        return self.percentile(self.target.percentile) <= self.target.ms

    def as_json(self) -> dict[str, Any]:
        """The row as the command line prints it."""
        target = self.target
        return {
            "app_id": self.app_id,
            "kind": self.kind,
            "name": self.name,
            "count": self.count,
            "errors": self.errors,
            "error_rate": round(self.error_rate, 4),
            "p50_ms": round(self.percentile(50), 3),
            "p95_ms": round(self.percentile(95), 3),
            "p99_ms": round(self.percentile(99), 3),
            "max_ms": round(self.max_ms, 3),
            "simulated": self.simulated,
            "target_ms": None if target is None else target.ms,
            "target_percentile": None if target is None else target.percentile,
            "meets_target": self.meets_target,
        }


class LatencyTable:
    """The rows of a session, slowest first by their 95th percentile."""

    def __init__(self, profile: Profile) -> None:
        self._targets = targets(profile)
        self._rows: dict[tuple[str, str, str], Latency] = {}
        self._waited: OrderedDict[str, float] = OrderedDict()

    def add(self, records: Iterable[Record]) -> None:
        """Count the runs among `records`, in the order they ended.

        What has no duration or is no run is passed over.
        """
        for record in records:
            if record.duration_ms is not None and record.kind in _KINDS:
                self._count(record, record.duration_ms)

    def _count(self, record: Record, duration_ms: float) -> None:
        if record.kind in SERVICES and record.cause_id:
            self._note_waiting(record.cause_id, duration_ms)
        key = (record.app_id or "", record.kind, record.name)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = Latency(*key, target=self._targets.get(record.kind))
        row.latest = record
        row.add(
            duration_ms,
            failed=record.status not in _GOOD,
            simulated="simulated_ms" in record.body,
            waited_ms=self._waited.pop(record.id, 0.0),
        )

    def _note_waiting(self, span: str, duration_ms: float) -> None:
        """A `ctx` call ends before the handler it belongs to, which is counted later."""
        self._waited[span] = self._waited.pop(span, 0.0) + duration_ms
        if len(self._waited) > _OPEN_SPANS:
            self._waited.popitem(last=False)

    def __len__(self) -> int:
        return len(self._rows)

    def row_of(self, record: Record) -> Latency | None:
        """The row that counts a record."""
        return self._rows.get((record.app_id or "", record.kind, record.name))

    async def follow(self, journal: Journal) -> Callable[[], None]:
        """Count everything the journal holds, then what is added; returns what stops it."""
        known = journal.count()

        def receive(records: list[Record]) -> None:
            self.add(record for record in records if record.seq > known)

        stop = journal.subscribe(receive)
        seen = 0
        while page := await journal.query(
            _KINDS, after_seq=seen, before_seq=known + 1, limit=2_000, newest_first=False
        ):
            self.add(page)
            seen = page[-1].seq
        return stop

    def rows(self, app_id: str | None = None, kinds: Iterable[str] | None = None) -> list[Latency]:
        """Rows of an app or of all, of the kinds asked for or of all."""
        wanted = None if kinds is None else frozenset(kinds)
        found = [
            row
            for row in self._rows.values()
            if app_id in (None, row.app_id) and (wanted is None or row.kind in wanted)
        ]
        return sorted(found, key=lambda row: -row.percentile(95))


async def latency_of(journal: Journal, profile: Profile) -> LatencyTable:
    """The table of everything a journal holds now."""
    table = LatencyTable(profile)

    def count_all(pages: Iterable[list[Record]]) -> None:
        for page in pages:
            table.add(page)

    query = Query(kinds=_KINDS)
    await journal.read(lambda reader: count_all(reader.walk(query)))
    return table


def _bucket(duration_ms: float) -> int:
    return math.ceil(math.log(max(duration_ms, _LEAST_MS) / _LEAST_MS, _GROWTH))


def _middle(bucket: int) -> float:
    """The value that is at most one per cent from everything in the bucket."""
    return _LEAST_MS * _GROWTH ** (bucket - 0.5) if bucket else _LEAST_MS
