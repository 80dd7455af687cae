"""Which records are problems. Qt-free, and imported before the kernel is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.kernel.kinds import HANDLERS

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

FAILURES = ("error", "timeout", "host_lost")
"""Statuses of a handler that did not end as its author meant."""


def is_problem(record: Record) -> bool:
    """Whether a record belongs in the list of problems."""
    if record.kind == "build":
        return record.status == "failed"
    return record.kind == "problem" or (record.kind in HANDLERS and record.status in FAILURES)
