"""What a span's time went into: waiting to be sent, its handler, and the calls of the handler.

Qt-free. All times are milliseconds since the trace began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.gui.panes.spans import SpanRow

QUEUE, DISPATCH, OWN, CALLS, ANSWER = "queue", "dispatch", "own", "calls", "answer"

WORDS = {
    QUEUE: "in the queue",
    DISPATCH: "dispatch",
    OWN: "handler itself",
    CALLS: "waiting on calls",
    ANSWER: "answering",
}
"""What each part is called, in the order they come."""

_LEAST_MS = 1e-4
_LEAST_NAMED_MS = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a span in which one thing was going on: one of `WORDS`."""

    name: str
    begin_ms: float
    end_ms: float


def parts(row: SpanRow, below: Sequence[SpanRow]) -> list[Part]:
    """The parts of an invocation in order; empty for a span that has none.

    `below` are the spans directly under it.
    """
    stages = row.record.body.get("stages")
    if row.duration_ms is None or not isinstance(stages, list):
        return []
    if not any(stage.get("kind") == "handler" for stage in stages):
        return []  # what a plan calls its stages are the platform's estimates
    found: list[Part] = []
    at = row.start_ms
    for stage in stages:
        name = stage.get("kind")
        begin = row.start_ms + float(stage.get("start_ms") or 0.0)
        end = min(row.end_ms, begin + float(stage.get("duration_ms") or 0.0))
        at = max(at, end)
        if name == "handler":
            found.extend(_handler(begin, end, below))
        elif name in (QUEUE, DISPATCH):
            found.append(Part(name, begin, end))
    found.append(Part(ANSWER, at, row.end_ms))
    return [part for part in found if part.end_ms - part.begin_ms > _LEAST_MS]


def _handler(begin: float, end: float, below: Sequence[SpanRow]) -> Iterable[Part]:
    """The handler's time, with what it spent waiting on its calls told apart."""
    at = begin
    for first, last in covered(below, begin, end):
        yield Part(OWN, at, first)
        yield Part(CALLS, first, last)
        at = last
    yield Part(OWN, at, end)


def covered(rows: Iterable[SpanRow], begin: float, end: float) -> list[tuple[float, float]]:
    """The stretches in which at least one of these spans was going on, in order."""
    merged: list[tuple[float, float]] = []
    for first, last in sorted((row.start_ms, row.end_ms) for row in rows if row.duration_ms):
        first, last = max(first, begin), min(last, end)
        if last <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def spent(found: Iterable[Part]) -> dict[str, float]:
    """Milliseconds by part, in the order of `WORDS`; parts too short to be named are left out."""
    sums = dict.fromkeys(WORDS, 0.0)
    for part in found:
        sums[part.name] += part.end_ms - part.begin_ms
    return {name: ms for name, ms in sums.items() if ms >= _LEAST_NAMED_MS}
