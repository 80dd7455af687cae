"""The spans of a journal: what took time, each with its beginning, its end and what it is under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.kernel.journal.record import Record


@dataclass(frozen=True, slots=True)
class Span:
    """One span: real nanoseconds since the session began, and the root of the trace it is in."""

    record: Record
    root: str
    start_ns: int
    end_ns: int


def spans(records: Iterable[Record]) -> list[Span]:
    """Every record that has a duration, in the order they began.

    Of several records of one span the last tells how it ended. A span is in the trace of the
    outermost record above it, by parent first and by cause else.
    """
    latest: dict[str, Record] = {}
    for record in records:
        if record.duration_ms is not None:
            latest[record.id] = record
    above = {record.id: record.parent_id or record.cause_id for record in latest.values()}
    found = [
        Span(
            record,
            _root(record.id, above),
            record.started_ns,
            record.started_ns + round((record.duration_ms or 0.0) * 1e6),
        )
        for record in latest.values()
    ]
    return sorted(found, key=lambda span: (span.start_ns, -span.end_ns, span.record.seq))


def facts(record: Record) -> dict[str, Any]:
    """What a span carries besides its times, in words other tools can search."""
    said: dict[str, Any] = {
        "status": record.status,
        "app_id": record.app_id,
        "actor": record.actor,
        "virtual_time": record.at,
    }
    for name in ("args", "params", "error", "at", "rule", "source", "cpu_ms", "virtual_ms"):
        value = record.body.get(name)
        if value not in (None, {}, [], ""):
            said["place" if name == "at" else name] = value
    return {name: value for name, value in said.items() if value is not None}


def _root(id: str, above: dict[str, str | None]) -> str:
    seen = {id}
    while (higher := above.get(id)) is not None and higher in above and higher not in seen:
        seen.add(higher)
        id = higher
    return id
