"""Which records are problems. Qt-free, and imported before the kernel is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.kernel.kinds import FAILURES, FINDING, HANDLERS, MENDED

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


def is_problem(record: Record) -> bool:
    """Whether a record belongs in the list of problems."""
    if record.kind == "build":
        return record.status == "failed"
    return record.kind == "problem" or (record.kind in HANDLERS and record.status in FAILURES)


class ProblemCount:
    """How many problems a session has: a finding counts once, and no longer when it is mended."""

    def __init__(self) -> None:
        self._others = 0
        self._findings: set[str] = set()

    def __int__(self) -> int:
        return self._others + len(self._findings)

    def add(self, records: Iterable[Record]) -> None:
        """Counts a batch."""
        for record in records:
            if not is_problem(record):
                continue
            if not record.id.startswith(FINDING):
                self._others += 1
            elif record.status == MENDED:
                self._findings.discard(record.id)
            else:
                self._findings.add(record.id)
