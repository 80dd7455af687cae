"""A trace as rows: the records of one cause, as a tree laid out in time. Qt-free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.kernel.journal.reader import Reader
    from workbench.kernel.journal.record import Record

ROOTS = (
    "turn",
    "panel",
    "call",
    "skeleton",
    "schedule",
    "event",
    "webhook",
    "ipc",
    "lifecycle",
    "health",
    "task",
    "build",
)
"""Kinds that can begin a trace when nothing encloses them."""

UNDRAWN = frozenset({"audit", "log", "problem", "chat", "step"})
"""Kinds that in a trace would only repeat the span they speak of."""

UNDER_WAY = frozenset({"running", "started", "waiting", "thinking", "planned"})
"""Statuses of what has not ended."""

FAILED = frozenset({"error", "failed", "timeout", "host_lost", "refused"})
"""Statuses of what went wrong."""

_MOST = 20_000
_AT_ONCE = 500
_DEEPEST = 24


@dataclass(slots=True)
class SpanRow:
    """One row of a trace: `start_ms` is relative to the trace, `duration_ms` None for an instant.

    `children` counts what stands directly below it.
    """

    record: Record
    depth: int
    start_ms: float
    duration_ms: float | None
    children: int = 0

    @property
    def end_ms(self) -> float:
        """When it ended; its beginning for an instant and for what is under way."""
        return self.start_ms + (self.duration_ms or 0.0)


def gather(reader: Reader, root: Record) -> list[Record]:
    """All records that a root encloses or caused, read level by level; for the reading thread.

    The root is read too: the one given may lack its large values.
    """
    from workbench.kernel.journal.reader import Query

    found = {root.seq: root}
    for written in reader.read(Query(id=root.id, after_seq=root.seq - 1, newest_first=False)):
        found[written.seq] = written
    known, edge = {root.id}, [root.id]
    for _ in range(_DEEPEST):
        following: list[str] = []
        for first in range(0, len(edge), _AT_ONCE):
            under = tuple(edge[first : first + _AT_ONCE])
            for record in reader.read(Query(under=under, limit=_MOST, newest_first=False)):
                found.setdefault(record.seq, record)
                if record.id not in known:
                    known.add(record.id)
                    following.append(record.id)
        edge = following
        if not edge or len(found) > _MOST:
            break
    return list(found.values())


@dataclass(slots=True)
class _Thing:
    """Everything written about one span: its latest record, and the time it was first seen."""

    record: Record
    began_ns: int
    first_ns: int

    def duration_ms(self) -> float | None:
        """As recorded, or from its first to its last record, as for a confirmation that waited."""
        if self.record.duration_ms is not None or self.record.status in UNDER_WAY:
            return self.record.duration_ms
        taken = self.record.started_ns - self.first_ns
        return taken / 1e6 if taken > 0 else None


def things(records: Iterable[Record]) -> list[_Thing]:
    """One entry per span, in the order they began."""
    by_id: dict[str, _Thing] = {}
    for record in sorted(records, key=lambda r: r.seq):
        known = by_id.get(record.id)
        if known is None:
            by_id[record.id] = _Thing(record, record.started_ns, record.started_ns)
        else:
            known.record = record
            known.began_ns = min(known.began_ns, record.started_ns)
    return sorted(by_id.values(), key=lambda thing: (thing.began_ns, thing.record.seq))


def lay_out(records: Iterable[Record], root_id: str) -> list[SpanRow]:
    """The rows of a trace, each followed by what is below it."""
    found = {thing.record.id: thing for thing in things(records)}
    drawn = {id_ for id_, t in found.items() if t.record.kind not in UNDRAWN or id_ == root_id}
    if root_id not in found:
        return []
    below: dict[str, list[_Thing]] = defaultdict(list)
    for id_, thing in found.items():
        if id_ in drawn and id_ != root_id:
            below[_above(thing.record, found, drawn, root_id)].append(thing)
    begin = min(thing.began_ns for thing in found.values())
    out: list[SpanRow] = []
    _descend(found[root_id], 0, begin, below, out)
    return out


def _above(record: Record, found: Mapping[str, _Thing], drawn: set[str], root_id: str) -> str:
    """The nearest drawn span over a record, by what encloses it, else by what caused it."""
    passed = {record.id}
    at: Record | None = record
    while at is not None:
        above = next(
            (i for i in (at.parent_id, at.cause_id) if i in found and i not in passed), None
        )
        if above is None:
            return root_id
        if above in drawn:
            return above
        passed.add(above)
        at = found[above].record
    return root_id


def _descend(
    thing: _Thing,
    depth: int,
    begin: int,
    below: dict[str, list[_Thing]],
    out: list[SpanRow],
) -> None:
    record = thing.record
    children = below.pop(record.id, [])
    # A span that was written at its end began no later than what it encloses.
    inside = [child.began_ns for child in children if child.record.parent_id == record.id]
    start = (min([thing.began_ns, *inside]) - begin) / 1e6
    out.append(SpanRow(record, depth, start, thing.duration_ms(), len(children)))
    if depth >= _DEEPEST:
        return
    for child in children:
        _descend(child, depth + 1, begin, below, out)


def extent(rows: Sequence[SpanRow]) -> float:
    """Milliseconds from the trace's begin to the end of its last span; at least a little."""
    return max((row.end_ms for row in rows), default=0.0) or 1.0
