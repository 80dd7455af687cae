"""A trace as rows: the records of one cause, as a tree laid out in time. Qt-free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.gui.panes.cells import compact_json

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

UNDRAWN = frozenset({"audit", "log", "problem", "chat"})
"""Kinds that other panes show; in a trace they would only repeat their span."""

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
    """All records that a root encloses or caused, read level by level; for the reading thread."""
    from workbench.kernel.journal.reader import Query

    found = {root.seq: root}
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


def latest(records: Iterable[Record]) -> list[Record]:
    """The latest record of each thing, in the order things began."""
    by_id: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: r.seq):
        by_id[record.id] = record
    return sorted(by_id.values(), key=lambda r: (r.started_ns, r.seq))


def lay_out(records: Iterable[Record], root_id: str, closed: frozenset[str]) -> list[SpanRow]:
    """The rows of a trace, outermost first; children of the spans in `closed` are left out."""
    rows = [r for r in latest(records) if r.kind not in UNDRAWN or r.id == root_id]
    known = {record.id for record in rows}
    below: dict[str, list[Record]] = defaultdict(list)
    for record in rows:
        if record.id != root_id:
            below[_above(record, known, root_id)].append(record)
    root = next((record for record in rows if record.id == root_id), None)
    if root is None:
        return []
    begin = min(record.started_ns for record in rows)
    out: list[SpanRow] = []
    _descend(root, 0, begin, below, closed, out)
    return out


def _above(record: Record, known: set[str], root_id: str) -> str:
    if record.parent_id in known and record.parent_id != record.id:
        return str(record.parent_id)
    if record.cause_id in known and record.cause_id != record.id:
        return str(record.cause_id)
    return root_id


def _descend(
    record: Record,
    depth: int,
    begin: int,
    below: dict[str, list[Record]],
    closed: frozenset[str],
    out: list[SpanRow],
) -> None:
    children = below.pop(record.id, [])
    start = (record.started_ns - begin) / 1e6
    out.append(SpanRow(record, depth, start, record.duration_ms, len(children), lead_ms(record)))
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
    if record.kind == "turn":
        return "turn"
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
            parts.append(f"{label}\n{text if len(text) < 6_000 else text[:6_000] + ' …'}")
    error = body.get("error")
    if isinstance(error, dict):
        parts.insert(0, f"{error.get('type')}: {error.get('message')}")
    elif not parts and body:
        parts.append(compact_json(body, 4_000))
    return "\n\n".join(parts)
