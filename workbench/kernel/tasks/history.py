"""Background tasks of all sessions of a workspace, read from their journals."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.journal.record import Record
from workbench.kernel.sessions.marks import FOLDER, is_running


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task by its first and its newest record; `live` while its session runs."""

    journal: Path
    first: Record
    newest: Record
    live: bool

    @property
    def status(self) -> str:
        """How it ended, or ``running``; a task whose session is gone has ended with it."""
        if self.newest.status != "started":
            return self.newest.status
        return "running" if self.live else "host_lost"


def task_history(state: Path) -> list[PastTask]:
    """Every task, oldest first."""
    found: list[PastTask] = []
    for journal in sorted((state / FOLDER).glob("*.sqlite")):
        try:
            found += _tasks_of(journal)
        except sqlite3.OperationalError:
            if journal.exists():  # else it was removed meanwhile, as old sessions are
                raise
    return found


def _tasks_of(journal: Path) -> list[PastTask]:
    live = is_running(journal)
    reader = Reader(journal)
    try:
        return _tasks(reader, journal, live)
    finally:
        reader.close()


def _tasks(reader: Reader, journal: Path, live: bool) -> list[PastTask]:
    first: dict[str, Record] = {}
    newest: dict[str, Record] = {}
    for page in reader.walk(Query(kinds=("task",))):
        for record in page:
            first.setdefault(record.id, record)
            newest[record.id] = record
    return [PastTask(journal, first[id], newest[id], live) for id in first]
