"""A trace as rows: the records of one cause, as a tree laid out in time. Qt-free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

_MOST = 5_000
_DEEPEST = 24


@dataclass(slots=True)
class SpanRow:
    """One row of a trace: `start_ms` is relative to the trace, `duration_ms` None for an instant.

    `lead_ms` is the part at the beginning in which the handler was not running yet.
    """

    record: Record
    depth: int
    start_ms: float
    duration_ms: float | None
    children: int = 0
    lead_ms: float = 0.0


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
        for parent in edge:
            queries = (
                Query(parent_id=parent, limit=_MOST, newest_first=False),
                Query(cause_id=parent, limit=_MOST, newest_first=False),
            )
            for record in (record for query in queries for record in reader.read(query)):
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


def lay_out(records: Iterable[Record], root_id: str, closed: frozenset[str]) -> list[SpanRow]:
    """The rows of a trace, outermost first; children of the spans in `closed` are left out."""
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
    _descend(found[root_id], 0, begin, below, closed, out)
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
    closed: frozenset[str],
    out: list[SpanRow],
) -> None:
    record = thing.record
    children = below.pop(record.id, [])
    # A span that was written at its end began no later than what it encloses.
    inside = [child.began_ns for child in children if child.record.parent_id == record.id]
    start = (min([thing.began_ns, *inside]) - begin) / 1e6
    out.append(SpanRow(record, depth, start, thing.duration_ms(), len(children), lead_ms(record)))
    if record.id in closed or depth >= _DEEPEST:
        return
    for child in children:
        _descend(child, depth + 1, begin, below, closed, out)


def lead_ms(record: Record) -> float:
    """Milliseconds before the handler itself ran: queue and dispatch."""
    stages = record.body.get("stages")
    if not isinstance(stages, list):
        return 0.0
    for stage in stages:
        if isinstance(stage, dict) and stage.get("kind") == "handler":
            return float(stage.get("start_ms") or 0.0)
    return 0.0


def extent(rows: Sequence[SpanRow]) -> float:
    """Milliseconds from the trace's begin to the end of its last span; at least a little."""
    return max((row.start_ms + (row.duration_ms or 0.0) for row in rows), default=0.0) or 1.0


def ticks(span_ms: float, room: int) -> list[float]:
    """Round times for an axis of `span_ms` with room for about `room` labels."""
    raw = span_ms / max(1, room)
    magnitude = 10.0
    while magnitude > raw and magnitude > 1e-3:
        magnitude /= 10
    while magnitude * 10 <= raw:
        magnitude *= 10
    step = next((magnitude * m for m in (1, 2, 5, 10) if magnitude * m >= raw), magnitude * 10)
    count = int(span_ms / step + 1e-9)
    return [round(number * step, 6) for number in range(count + 1)]


def title(record: Record) -> str:
    """What a span is called: "turn", "panel sidebar", "http POST /v1/notes"."""
    body: dict[str, Any] = record.body
    plain = {"turn": "turn", "plan": "classify", "confirmation": "confirm"}
    if record.kind in plain:
        return plain[record.kind]
    if record.kind == "http":
        args = body.get("args") if isinstance(body.get("args"), dict) else {}
        method = str((args or {}).get("method") or "").upper()
        path = _path(str((args or {}).get("url") or ""))
        return f"http {method} {path}".strip() if method or path else f"http {record.name}"
    if record.kind in ("panel", "skeleton", "schedule", "webhook", "refresh", "task", "gate"):
        return f"{record.kind} {record.name}"
    if record.kind in ("service", "cache", "notify", "call"):
        return record.name
    if record.kind == record.name or not record.name:
        return record.kind
    return f"{record.kind} {record.name}"


def remark(record: Record) -> str:
    """The dimmer words after the title."""
    body = record.body
    if record.kind == "turn":
        return str(body.get("text") or record.name or "")
    if record.kind == "http":
        value = body.get("value") if isinstance(body.get("value"), dict) else {}
        parts = [str((value or {}).get("status_code") or ""), str(body.get("rule") or "")]
        return " · ".join(part for part in parts if part)
    if record.kind == "confirmation":
        return record.status if record.status in UNDER_WAY else f"{record.status} by {record.actor}"
    if record.kind == "plan":
        steps = body.get("action_plans")
        count = len(steps) if isinstance(steps, list) else 0
        source = str(body.get("source") or "")
        return " · ".join(p for p in (record.name, source, f"{count} steps" * (count > 1)) if p)
    if record.kind == "cache":
        args = body.get("args")
        return str(args.get("key") or "") if isinstance(args, dict) else ""
    if record.kind == "call":
        return str(body.get("action_type") or "")
    if record.kind == "panel":
        source = str(body.get("source") or "")
        return "" if source == "user" else source
    error = body.get("error")
    if isinstance(error, dict) and record.status not in ("ok", "success"):
        return str(error.get("message") or error.get("type") or "")
    return ""


def _path(url: str) -> str:
    rest = url.split("://", 1)[-1]
    path = "/" + rest.split("/", 1)[1] if "/" in rest else rest
    return path.split("?", 1)[0]


def details(record: Record) -> str:
    """Inputs and outcome as readable text for the side panel."""
    import json

    body = record.body
    parts: list[str] = []
    for label, key in (("params", "params"), ("args", "args"), ("value", "value")):
        value = body.get(key)
        if value not in (None, "", {}, []):
            text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
            parts.append(f"{label}\n{text if len(text) < 3_000 else text[:3_000] + ' …'}")
    error = body.get("error")
    if isinstance(error, dict):
        parts.insert(0, f"{error.get('type')}: {error.get('message')}")
    elif not parts and body:
        parts.append(json.dumps(body, ensure_ascii=False, indent=1, default=str)[:3_000])
    return "\n\n".join(parts)
