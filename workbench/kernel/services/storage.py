"""`ctx.storage`: files of one app and user, kept by content under the session's state."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from workbench.kernel.clock import Clock
from workbench.kernel.profile import Profile
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.database import Connection, Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS files (
  app_id TEXT NOT NULL, user_id TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
  content_type TEXT NOT NULL, created_at TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (app_id, user_id, path)) WITHOUT ROWID;
"""
_COLUMNS: Final = "path, size, content_type, created_at, hash"


class Storage:
    """An index in `database` over contents in `folder`; no path of an author touches the disk."""

    def __init__(self, database: Database, folder: Path, clock: Clock, profile: Profile) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._profile = profile
        self._methods = {
            "upload": self._upload,
            "download": self._download,
            "delete": self._delete,
            "list": self._list,
        }

    async def call(self, call: ServiceCall) -> Any:
        """Answer a call of `ctx.storage`."""
        answer = self._methods.get(call.method)
        if answer is None:
            raise arguments.unknown_method(call)
        return await answer(call.args, call.scope)

    async def _upload(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        path, content = arguments.name_of(args, "path"), _content(args)
        cap = self._profile.storage_file_cap_bytes
        if len(content) > cap:
            message = f"a file may have {cap:,} bytes; {path} has {len(content):,}"
            raise ServiceError("ValueError", message)
        name = await asyncio.to_thread(self._keep, content)
        kind = arguments.text(args, "content_type", "application/octet-stream")
        row = (path, len(content), kind, self._clock.iso(), name)

        def work(db: Connection) -> None:
            sql = (
                f"INSERT OR REPLACE INTO files (app_id, user_id, {_COLUMNS}) VALUES (?,?,?,?,?,?,?)"
            )
            db.execute(sql, [scope.app_id, scope.acting_user, *row])

        await self._database.write(work)
        return _info(row)

    async def _download(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        path = arguments.name_of(args, "path")
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM files WHERE app_id = ? AND user_id = ? AND path = ?",
            [scope.app_id, scope.acting_user, path],
        )
        if row is None:
            message = f"404 Not Found: there is no file {path}"
            raise ServiceError("HTTPStatusError", message, status_code=404, body=None)
        content = await asyncio.to_thread((self._folder / row[4]).read_bytes)
        return {"data_b64": base64.b64encode(content).decode(), "content_type": row[2]}

    async def _delete(self, args: Mapping[str, Any], scope: Scope) -> bool:
        path = arguments.name_of(args, "path")
        sql = "DELETE FROM files WHERE app_id = ? AND user_id = ? AND path = ?"
        values = [scope.app_id, scope.acting_user, path]
        return await self._database.write(lambda db: db.execute(sql, values).rowcount > 0)

    async def _list(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        prefix = arguments.text(args, "prefix", "")
        sql = (
            f"SELECT {_COLUMNS} FROM files WHERE app_id = ? AND user_id = ?"
            " AND substr(path, 1, ?) = ? ORDER BY path"
        )
        values = [scope.app_id, scope.acting_user, len(prefix), prefix]
        rows = await self._database.scan(lambda db: db.execute(sql, values).fetchall())
        found = [_info(row) for row in rows]
        return {"data": found, "cursor": None, "has_more": False, "total": len(found)}

    def _keep(self, content: bytes) -> str:
        name = sha256(content).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / name
        if not target.is_file():
            partial = target.with_suffix(".partial")
            partial.write_bytes(content)
            partial.replace(target)
        return name


def _content(args: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(arguments.text(args, "data_b64"), validate=True)
    except binascii.Error as error:
        raise ServiceError("TypeError", "the data of a file must be bytes") from error


def _info(row: tuple[Any, ...]) -> dict[str, Any]:
    path, size, content_type, created_at, name = row
    return {
        "path": path,
        "size": size,
        "content_type": content_type,
        "created_at": created_at,
        "url": f"workbench-file:{name}",
    }
