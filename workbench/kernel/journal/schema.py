"""The journal's SQLite file: its tables, and how a record becomes rows and comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from workbench.kernel.journal.record import Record
from workbench.kernel.kinds import FAILURES


def status_in(statuses: Sequence[str]) -> str:
    """The condition that a record has one of these statuses, which are plain words.

    Written out, not bound: only then SQLite knows that a partial index serves it.
    """
    if not all(status.isidentifier() for status in statuses):
        raise ValueError(f"{statuses!r} are not statuses")
    return f"status IN ({','.join(repr(status) for status in statuses)})"


SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (hash TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, parent_id TEXT, cause_id TEXT,
  app_id TEXT, actor TEXT, at REAL NOT NULL, started_ns INTEGER NOT NULL, duration_ms REAL,
  status TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS records_kind ON records (kind, seq);
CREATE INDEX IF NOT EXISTS records_id ON records (id);
CREATE INDEX IF NOT EXISTS records_parent ON records (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_cause ON records (cause_id) WHERE cause_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_failed ON records (kind, seq) WHERE {status_in(FAILURES)};
"""

INSERT_BLOB: Final = "INSERT OR IGNORE INTO blobs VALUES (?,?)"

Row = tuple[Any, ...]
_COLUMNS: Final = 13


@cache
def insert_records(count: int) -> str:
    """The statement that inserts `count` rows in one step (at most 1,000: SQLite's parameters)."""
    row = f"({','.join('?' * _COLUMNS)})"
    return f"INSERT INTO records VALUES {','.join([row] * count)}"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the journal file for use by one thread, whichever that is.

    WAL lets the reader work while the writer commits; NORMAL keeps every commit through a crash of
    the program (only a power cut may lose the last ones). The page cache is small: appending walks
    the newest pages only, and a larger one would fill up with the session and gain nothing.
    """
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
    )
    connection.execute("PRAGMA busy_timeout=5000")
    connection.execute("PRAGMA cache_size=-2000")
    if read_only:
        connection.execute("PRAGMA query_only=1")
        return connection
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint=4000")
    connection.executescript(SCHEMA)
    return connection


def write_meta(connection: sqlite3.Connection, meta: Mapping[str, str]) -> None:
    """Keep facts about the session (versions, profile, start) beside its records."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?,?)", list(meta.items()))


def record_from_row(row: Row, body: dict[str, Any]) -> Record:
    """The record of a row read in column order, with its body decoded and its blobs put back."""
    return Record(*(*row[:-1], body))
