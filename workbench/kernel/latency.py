"""How long handlers and `ctx` calls take, against what the platform's guide asks of them.

A projection of the journal in bounded memory: each handler has a histogram of all its runs, and one
of each of its last two builds, so that a reload can be judged.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.kernel.histogram import Change, Histogram
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record
from workbench.kernel.kinds import HANDLERS, SERVICES
from workbench.kernel.profile import Profile

RECENT: Final = 24
"""Durations of the latest runs that are kept one by one."""

TURN: Final = "turn"
"""The kind of the row that counts chat turns, whichever their text."""
KINDS: Final = frozenset({*HANDLERS, *SERVICES, TURN, "build"})
"""The kinds of records that are looked at."""

_READ: Final = tuple(sorted(KINDS))
_OPEN_SPANS: Final = 4_000
_GOOD: Final = frozenset({"ok", "success", "done"})


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

    `runs` are all of them, `now` those of the build `build`, `before` those of the one before it
    that had any. `waited_ms` is the part of the total spent in `ctx` calls, `recent` the latest
    runs, oldest first, and `latest` the record of the last one.
    """

    app_id: str
    kind: str
    name: str
    target: Target | None = None
    errors: int = 0
    simulated: int = 0
    waited_ms: float = 0.0
    build: int = 0
    runs: Histogram = field(default_factory=Histogram)
    now: Histogram = field(default_factory=Histogram)
    before: Histogram | None = None
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))
    latest: Record | None = None

    def add(
        self,
        duration_ms: float,
        *,
        failed: bool,
        simulated: bool,
        waited_ms: float = 0.0,
        build: int = 0,
    ) -> None:
        """Count one run of a build, of which `waited_ms` went by in `ctx` calls."""
        self.errors += failed
        self.simulated += simulated
        self.waited_ms += min(waited_ms, duration_ms)
        self.recent.append(duration_ms)
        self.runs.add(duration_ms)
        if build > self.build:
            self.before = self.now if self.now.count else self.before
            self.build, self.now = build, Histogram()
        if build == self.build:
            self.now.add(duration_ms)
        elif self.before is not None:
            self.before.add(duration_ms)  # the old build was finishing what it had begun

    @property
    def count(self) -> int:
        """How many runs there were."""
        return self.runs.count

    @property
    def total_ms(self) -> float:
        """What all runs took together."""
        return self.runs.total_ms

    @property
    def max_ms(self) -> float:
        """What the slowest took."""
        return self.runs.max_ms

    def percentile(self, percent: float) -> float:
        """The time `percent` per cent of the runs kept (nearest rank); 0 without any."""
        return self.runs.percentile(percent)

    def change(self, percent: int) -> Change | None:
        """What the last reload did to a percentile; None without runs on both sides of one."""
        before = self.before
        if before is None or not self.now.count:
            return None
        return Change(
            percent,
            before.percentile(percent),
            self.now.percentile(percent),
            before.count,
            self.now.count,
        )

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
        self._builds: dict[str, int] = {}
        self._build_of: dict[tuple[str, int], int] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Count the runs among `records`, in the order they ended.

        What has no duration or is no run is passed over.
        """
        for record in records:
            if record.kind == "build":
                self._note_build(record)
            elif record.duration_ms is not None and record.kind in KINDS:
                self._count(record, record.duration_ms)

    def _note_build(self, record: Record) -> None:
        number, pid = record.body.get("number"), record.body.get("pid")
        if isinstance(number, int) and record.app_id:
            self._builds[record.app_id] = number
            self._build_of[record.app_id, int(pid or 0)] = number

    def _build(self, record: Record) -> int:
        """The build a run belongs to: that of its process, or else the present one."""
        app_id = record.app_id or ""
        present = self._builds.get(app_id, 0)
        return self._build_of.get((app_id, int(record.body.get("pid") or 0)), present)

    def _count(self, record: Record, duration_ms: float) -> None:
        if record.kind in SERVICES and record.cause_id:
            self._note_waiting(record.cause_id, duration_ms)
        key = _key(record)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = Latency(*key, target=self._targets.get(record.kind))
        row.latest = record
        row.add(
            duration_ms,
            failed=record.status not in _GOOD,
            simulated="simulated_ms" in record.body,
            waited_ms=self._waited.pop(record.id, 0.0),
            build=self._build(record),
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
        return self._rows.get(_key(record))

    async def follow(self, journal: Journal) -> Callable[[], None]:
        """Count everything the journal holds, then what is added; returns what stops it."""
        known = journal.count()

        def receive(records: list[Record]) -> None:
            self.add(record for record in records if record.seq > known)

        stop = journal.subscribe(receive)
        seen = 0
        while page := await journal.query(
            _READ, after_seq=seen, before_seq=known + 1, limit=2_000, newest_first=False
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


def _key(record: Record) -> tuple[str, str, str]:
    """The row a record belongs to; turns share one, since each has another text."""
    name = "chat turn" if record.kind == TURN else record.name
    return (record.app_id or "", record.kind, name)
