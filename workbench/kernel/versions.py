"""The version in which each app of a workspace is installed, as far as its hooks were told."""

from __future__ import annotations

from typing import Final

from workbench.kernel.services.database import Database
from workbench.kernel.services.group_commit import GroupCommit

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS installations (
  app_id TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
"""

_READ: Final = "SELECT version FROM installations WHERE app_id = ?"
_WRITE: Final = "INSERT OR REPLACE INTO installations VALUES (?,?)"


class Versions:
    """App ids and versions, kept in `database`."""

    def __init__(self, database: Database, rows: GroupCommit) -> None:
        self._database = database
        self._rows = rows
        self._known: dict[str, str] = {}

    def get(self, app_id: str) -> str | None:
        """The version an app was last installed or upgraded to; None before that."""
        if app_id not in self._known:
            found = self._database.row(_READ, [app_id])
            if found is None:
                return None
            self._known[app_id] = found[0]
        return self._known[app_id]

    def put(self, app_id: str, version: str) -> None:
        """The hooks of that version have run."""
        self._known[app_id] = version
        self._rows.put(_WRITE, (app_id, version))
