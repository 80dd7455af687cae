"""The append-only record of everything that happens in a session."""

from __future__ import annotations

from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.journal.record import KINDS, Record

__all__ = ["KINDS", "Journal", "Query", "Reader", "Record"]
