"""The snapshots skeletons leave behind: what the classifier reads, and `ctx.skeleton` rereads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson

from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.services.database import Connection, Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS skeletons (
  app_id TEXT NOT NULL, user_id TEXT NOT NULL, section TEXT NOT NULL, data TEXT NOT NULL,
  refreshed_at REAL NOT NULL, ttl_s REAL NOT NULL,
  PRIMARY KEY (app_id, user_id, section)) WITHOUT ROWID;
"""


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


class Skeletons:
    """Snapshots in `database`; the kernel alone writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        row = self._database.row(
            "SELECT data, refreshed_at, ttl_s FROM skeletons"
            " WHERE app_id = ? AND user_id = ? AND section = ?",
            [app_id, user_id, section],
        )
        if row is None:
            return None
        return Snapshot(app_id, user_id, section, orjson.loads(row[0]), row[1], row[2])

    async def put(self, snapshot: Snapshot) -> None:
        """Keep a section's new snapshot in place of the old one."""
        row = (
            snapshot.app_id,
            snapshot.user_id,
            snapshot.section,
            orjson.dumps(snapshot.data).decode(),
            snapshot.refreshed_at,
            snapshot.ttl_s,
        )

        def work(db: Connection) -> None:
            db.execute("INSERT OR REPLACE INTO skeletons VALUES (?,?,?,?,?,?)", row)

        await self._database.write(work)

    async def all(self, user_id: str | None = None) -> list[Snapshot]:
        """Every snapshot, or those of one user, by app, user and section."""
        sql = "SELECT * FROM skeletons WHERE ? IS NULL OR user_id = ? ORDER BY 1, 2, 3"
        rows = await self._database.scan(lambda db: db.execute(sql, [user_id, user_id]).fetchall())
        return [
            Snapshot(app, user, section, orjson.loads(data), refreshed_at, ttl_s)
            for app, user, section, data, refreshed_at, ttl_s in rows
        ]

    async def purge(self, app_id: str) -> None:
        """Forget an app's snapshots, as disabling it does."""

        def work(db: Connection) -> None:
            db.execute("DELETE FROM skeletons WHERE app_id = ?", [app_id])

        await self._database.write(work)
