"""How each scheduled task has been doing: last and next run, failures in a row, what was cut short.

The record of a job outlives the session, so a job that the last session left in the middle is known
to have been interrupted (scheduled tasks, Failure modes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from workbench.kernel.cron import next_after
from workbench.kernel.services.database import Database
from workbench.kernel.services.group_commit import GroupCommit

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS jobs (
  app_id TEXT NOT NULL, name TEXT NOT NULL, last_at REAL, last_status TEXT, last_error TEXT,
  last_ms REAL, runs INTEGER NOT NULL, failures INTEGER NOT NULL, failing INTEGER NOT NULL,
  begun_at REAL, PRIMARY KEY (app_id, name)) WITHOUT ROWID;
"""

_READ: Final = """
SELECT last_at, last_status, last_error, last_ms, runs, failures, failing, begun_at FROM jobs
WHERE app_id = ? AND name = ?
"""
_WRITE: Final = "INSERT OR REPLACE INTO jobs VALUES (?,?,?,?,?,?,?,?,?,?)"


@dataclass(slots=True)
class Job:
    """A declared schedule and its history; instants are virtual epoch seconds.

    ``problem`` says why its cron expression will never fire (None: it will). ``failing`` counts the
    failures since it last succeeded, retries not counted. ``running`` counts runs in progress;
    ``interrupted_at`` is when a run began that its session did not live to finish.
    """

    app_id: str
    name: str
    cron: str
    file: str | None = None
    line: int | None = None
    problem: str | None = None
    last_at: float | None = None
    last_status: str | None = None
    last_error: str | None = None
    last_ms: float | None = None
    runs: int = 0
    failures: int = 0
    failing: int = 0
    running: int = 0
    retry_at: float | None = None
    interrupted_at: float | None = None
    _next: float | None = None

    def next_at(self, now: float) -> float | None:
        """When it is due next, whether or not time is let to fire it; None if never."""
        if self.problem is not None:
            return None
        if self._next is None or self._next <= now:
            try:
                self._next = next_after(self.cron, now)
            except ValueError as error:
                self.problem = str(error)
                return None
        return self._next

    def declare(self, row: Mapping[str, Any], now: float) -> None:
        """Take over what a build declares."""
        self.file, self.line = row.get("file"), row.get("line")
        if self.cron != row["cron"]:
            self.cron, self.problem, self._next = str(row["cron"]), None, None
        self.next_at(now)


class Jobs:
    """Every job there has been, kept in `database`."""

    def __init__(self, database: Database, rows: GroupCommit) -> None:
        self._database = database
        self._rows = rows
        self._jobs: dict[tuple[str, str], Job] = {}

    def declared(self, app_id: str, row: Mapping[str, Any], now: float) -> Job:
        """The job of a declaration, with its history."""
        name = str(row["name"])
        job = self._jobs.get((app_id, name))
        if job is None:
            job = self._jobs[app_id, name] = self._read(app_id, name, str(row["cron"]))
        job.declare(row, now)
        return job

    def _read(self, app_id: str, name: str, cron: str) -> Job:
        job = Job(app_id, name, cron)
        found = self._database.row(_READ, [app_id, name])
        if found is not None:
            (
                job.last_at, job.last_status, job.last_error, job.last_ms,
                job.runs, job.failures, job.failing, job.interrupted_at,
            ) = found  # fmt: skip
        return job

    def begin(self, job: Job, at: float) -> None:
        """A run begins at `at`."""
        job.running += 1
        job.retry_at = job.interrupted_at = None
        self._write(job, at)

    def end(self, job: Job, at: float, status: str, error: str | None, ms: float) -> None:
        """The run that began at `at` has ended."""
        job.running -= 1
        job.last_at, job.last_status, job.last_error, job.last_ms = at, status, error, ms
        self._write(job, at if job.running else None)

    def abandon(self, job: Job) -> None:
        """A run was cut short with the session: its beginning stays on record, for the next."""
        job.running -= 1

    def count(self, job: Job, *, failed: bool) -> None:
        """A run, with its retries, came to something."""
        job.runs += 1
        job.failures += failed
        job.failing = job.failing + 1 if failed else 0
        self._write(job, None)

    def _write(self, job: Job, begun_at: float | None) -> None:
        self._rows.put(
            _WRITE,
            (
                job.app_id, job.name, job.last_at, job.last_status, job.last_error, job.last_ms,
                job.runs, job.failures, job.failing, begun_at,
            ),
        )  # fmt: skip
