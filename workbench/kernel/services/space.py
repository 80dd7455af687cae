"""One user's part of a collection, and the documents in it, a row at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.kernel.services.database import Connection
from workbench.kernel.services.documents import COLUMNS, document, new_id


@dataclass(frozen=True, slots=True)
class Space:
    """Whose documents they are; `any_tenant` for the system acting on users' behalf."""

    app_id: str
    collection: str
    user_id: str
    tenant_id: str
    any_tenant: bool

    @property
    def sql(self) -> str:
        """The condition for its documents, deleted ones left out."""
        tenant = "" if self.any_tenant else " AND tenant_id = ?"
        return f"app_id = ? AND collection = ? AND user_id = ? AND deleted = 0{tenant}"

    @property
    def values(self) -> list[Any]:
        """The values of that condition."""
        tenant = [] if self.any_tenant else [self.tenant_id]
        return [self.app_id, self.collection, self.user_id, *tenant]

    def row(self, db: Connection, doc_id: str) -> tuple[Any, ...] | None:
        """A document's row, None if there is no such document."""
        found: tuple[Any, ...] | None = db.execute(
            f"SELECT {COLUMNS} FROM documents WHERE {self.sql} AND id = ?", [*self.values, doc_id]
        ).fetchone()
        return found

    def insert(self, db: Connection, doc_id: str | None, data: str, now: str) -> dict[str, Any]:
        """Write a new document; an id given again after a delete takes the deleted one's place."""
        seq = 1 + int(db.execute("SELECT coalesce(max(seq), 0) FROM documents").fetchone()[0])
        key = doc_id or new_id(self.app_id, self.collection, seq)
        row = db.execute(
            f"INSERT INTO documents ({COLUMNS}) VALUES (?,?,?,?,?,?,?,1,?,?)"
            " ON CONFLICT (app_id, collection, user_id, id, tenant_id) DO UPDATE SET"
            " data = excluded.data, version = version + 1, created_at = excluded.created_at,"
            f" updated_at = excluded.updated_at, deleted = 0 RETURNING {COLUMNS}",
            [seq, self.app_id, self.collection, self.user_id, key, self.tenant_id, data, now, now],
        ).fetchone()
        return document(row)


def replace(db: Connection, row: tuple[Any, ...], data: str, now: str) -> dict[str, Any]:
    """Write a document's next version in its row."""
    changed = db.execute(
        "UPDATE documents SET data = ?, version = version + 1, updated_at = ? WHERE seq = ?"
        f" RETURNING {COLUMNS}",
        [data, now, row[0]],
    ).fetchone()
    return document(changed)
