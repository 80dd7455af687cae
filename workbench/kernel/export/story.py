"""What a session's page tells, gathered in one pass: turns, traces, audit, problems.

Of a long session the newest are kept, and how many there were is counted.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.kernel.export.spans import Span, spans
from workbench.kernel.journal.record import Record

TURNS: Final = 500
TRACES: Final = 400
SPANS: Final = 20_000
LINES: Final = 1_000

_TOLD: Final = frozenset({"audit", "problem", "log", "chat"})
"""Kinds that stand elsewhere on the page."""


@dataclass(slots=True)
class Turn:
    """A message of a user and what came of it."""

    record: Record
    steps: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """Everything the page shows; `counts` are of the whole session."""

    counts: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    first: float | None = None
    last: float | None = None
    builds: dict[str, dict[str, Any]] = field(default_factory=dict)
    turns: OrderedDict[str, Turn] = field(default_factory=OrderedDict)
    audit: deque[Record] = field(default_factory=lambda: deque(maxlen=LINES))
    problems: deque[Record] = field(default_factory=lambda: deque(maxlen=LINES))
    latest: OrderedDict[str, Record] = field(default_factory=OrderedDict)

    def traces(self) -> list[list[Span]]:
        """The newest traces, each with its root first, in the order they began."""
        by_root: dict[str, list[Span]] = {}
        for span in spans(self.latest.values()):
            by_root.setdefault(span.root, []).append(span)
        return list(by_root.values())[-TRACES:]


def story(records: Iterable[Record]) -> Story:
    """What these records tell."""
    told = Story()
    for record in records:
        told.counts[record.kind] += 1
        told.first = record.at if told.first is None else min(told.first, record.at)
        told.last = record.at if told.last is None else max(told.last, record.at)
        if record.kind == "audit":
            told.audit.append(record)
            told.failed += record.status not in ("success", "ok")
        elif record.kind == "problem":
            told.problems.append(record)
        elif record.kind == "build" and record.app_id:
            told.builds[record.app_id] = record.body
        _take_turn(told, record)
        _take_span(told, record)
    return told


def _take_turn(told: Story, record: Record) -> None:
    if record.kind == "turn":
        known = told.turns.pop(record.id, None)
        told.turns[record.id] = Turn(record, known.steps if known is not None else [])
        while len(told.turns) > TURNS:
            told.turns.popitem(last=False)
    elif record.kind == "step" and record.parent_id is not None:
        turn = told.turns.get(record.parent_id)
        if turn is not None:
            turn.steps.append(record)


def _take_span(told: Story, record: Record) -> None:
    if record.duration_ms is None or record.kind in _TOLD:
        return
    told.latest.pop(record.id, None)
    told.latest[record.id] = record
    while len(told.latest) > SPANS:
        told.latest.popitem(last=False)
