"""Which kinds of records are what to the panes. Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

HANDLERS = frozenset(
    {"panel", "call", "skeleton", "schedule", "event", "webhook", "ipc", "lifecycle", "health"}
)
"""Runs of the author's code."""

SERVICES = frozenset({"service", "http", "cache", "notify"})
"""Calls of `ctx`."""

FAILURES = ("error", "timeout", "host_lost")
"""Statuses of a handler that did not end as its author meant."""


def is_problem(record: Record) -> bool:
    """Whether a record belongs in the list of problems."""
    if record.kind == "build":
        return record.status == "failed"
    return record.kind == "problem" or (record.kind in HANDLERS and record.status in FAILURES)
