"""A session as a Chrome trace (JSON object format), which Perfetto and chrome://tracing open.

Each extension is a process. Spans that overlap without one holding the other would be drawn wrongly
on one line, so each gets the first line where it fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from workbench.kernel.export.spans import Span, facts, spans
from workbench.kernel.journal.record import Record

PLATFORM: Final = "platform"
"""The process of what belongs to no extension."""


def chrome_trace(records: Iterable[Record]) -> dict[str, Any]:
    """The trace of these records; times are microseconds since the session began."""
    processes: dict[str, int] = {}
    lines: dict[int, list[list[int]]] = {}
    events: list[dict[str, Any]] = []
    for span in spans(records):
        name = span.record.app_id or PLATFORM
        process = processes.setdefault(name, len(processes) + 1)
        line = _fit(span, lines.setdefault(process, []))
        events.append(_event(span, process, line + 1))
    named = [
        {"ph": "M", "name": "process_name", "pid": number, "args": {"name": name}}
        for name, number in processes.items()
    ]
    return {"displayTimeUnit": "ms", "traceEvents": [*named, *events]}


def _event(span: Span, process: int, line: int) -> dict[str, Any]:
    record = span.record
    return {
        "ph": "X",
        "name": f"{record.kind} {record.name}" if record.name != record.kind else record.kind,
        "cat": record.kind,
        "pid": process,
        "tid": line,
        "ts": span.start_ns / 1e3,
        "dur": (span.end_ns - span.start_ns) / 1e3,
        "args": {"id": record.id, "trace": span.root, **facts(record)},
    }


def _fit(span: Span, lines: list[list[int]]) -> int:
    """The first line where the span is inside what is open or after all of it.

    A line is the ends of the spans open on it, outermost first.
    """
    for number, ends in enumerate(lines):
        while ends and ends[-1] <= span.start_ns:
            ends.pop()
        if not ends or span.end_ns <= ends[-1]:
            ends.append(span.end_ns)
            return number
    lines.append([span.end_ns])
    return len(lines) - 1
