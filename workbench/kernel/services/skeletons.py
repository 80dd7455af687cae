"""The snapshots skeletons leave behind: what the classifier reads, and `ctx.skeleton` rereads."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.services.database import Database
from workbench.kernel.services.group_commit import GroupCommit

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS skeletons (
  app_id TEXT NOT NULL, user_id TEXT NOT NULL, section TEXT NOT NULL, data TEXT NOT NULL,
  refreshed_at REAL NOT NULL, ttl_s REAL NOT NULL,
  PRIMARY KEY (app_id, user_id, section)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS skeleton_history (
  seq INTEGER PRIMARY KEY, app_id TEXT NOT NULL, user_id TEXT NOT NULL, section TEXT NOT NULL,
  data TEXT NOT NULL, at REAL NOT NULL, span_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS skeleton_versions
  ON skeleton_history (app_id, user_id, section, seq);
"""

_PUT: Final = "INSERT OR REPLACE INTO skeletons VALUES (?,?,?,?,?,?)"
_REMEMBER: Final = (
    "INSERT INTO skeleton_history (app_id, user_id, section, data, at, span_id)"
    " VALUES (?,?,?,?,?,?)"
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a section's last refresh returned; times are virtual epoch seconds and seconds."""

    app_id: str
    user_id: str
    section: str
    data: Any
    refreshed_at: float
    ttl_s: float

    @property
    def due_at(self) -> float:
        """When the section is to be refreshed again."""
        return self.refreshed_at + self.ttl_s


@dataclass(frozen=True, slots=True)
class Version:
    """What a section held from the virtual instant `at` on, and the refresh that brought it."""

    data: Any
    at: float
    span_id: str


class Skeletons:
    """Snapshots in `database`; the kernel alone writes them, by `rows`."""

    def __init__(self, database: Database, rows: GroupCommit) -> None:
        self._database = database
        self._rows = rows
        self._latest: dict[tuple[str, str, str], Snapshot] = {}

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``get`` inside a skeleton; SkeletonAccessForbidden anywhere else."""
        if call.method != "get":
            raise arguments.unknown_method(call)
        if call.scope.kind != "skeleton":
            message = f"ctx.skeleton is for skeleton handlers only, not for a {call.scope.kind}"
            raise ServiceError("SkeletonAccessForbidden", message)
        section = arguments.name_of(call.args, "section")
        found = self.get(call.scope.app_id, call.scope.acting_user, section)
        return None if found is None else found.data

    def get(self, app_id: str, user_id: str, section: str) -> Snapshot | None:
        """The last snapshot of a section, None before its first refresh."""
        place = (app_id, user_id, section)
        found = self._latest.get(place) or self._read(place)
        if found is not None:
            self._latest[place] = found
        return found

    def _read(self, place: tuple[str, str, str]) -> Snapshot | None:
        row = self._database.row(
            "SELECT data, refreshed_at, ttl_s FROM skeletons"
            " WHERE app_id = ? AND user_id = ? AND section = ?",
            place,
        )
        return None if row is None else Snapshot(*place, orjson.loads(row[0]), row[1], row[2])

    def forget(self) -> None:
        """The database was replaced: read it again."""
        self._latest.clear()

    async def put(self, snapshot: Snapshot, changed_by: str | None = None) -> None:
        """Keep a section's new snapshot in place of the old one.

        With `changed_by`, the span of the refresh that brought something new, it also becomes a
        version of the section's history.
        """
        place = (snapshot.app_id, snapshot.user_id, snapshot.section)
        data = orjson.dumps(snapshot.data).decode()
        self._latest[place] = replace(snapshot, data=orjson.loads(data))
        written = self._rows.put(_PUT, (*place, data, snapshot.refreshed_at, snapshot.ttl_s))
        if changed_by is not None:
            self._rows.put(_REMEMBER, (*place, data, snapshot.refreshed_at, changed_by))
        await asyncio.shield(written)

    async def history(
        self, app_id: str, user_id: str, section: str, limit: int = 100
    ) -> list[Version]:
        """The latest `limit` different snapshots of a section, newest first."""
        sql = (
            "SELECT data, at, span_id FROM skeleton_history"
            " WHERE app_id = ? AND user_id = ? AND section = ? ORDER BY seq DESC LIMIT ?"
        )
        values = [app_id, user_id, section, limit]
        rows = await self._database.scan(lambda db: db.execute(sql, values).fetchall())
        return [Version(orjson.loads(data), at, span_id) for data, at, span_id in rows]

    async def all(self, user_id: str | None = None) -> list[Snapshot]:
        """Every snapshot, or those of one user, by app, user and section."""
        sql = "SELECT * FROM skeletons WHERE ? IS NULL OR user_id = ? ORDER BY 1, 2, 3"
        rows = await self._database.scan(lambda db: db.execute(sql, [user_id, user_id]).fetchall())
        return [
            Snapshot(app, user, section, orjson.loads(data), refreshed_at, ttl_s)
            for app, user, section, data, refreshed_at, ttl_s in rows
        ]
