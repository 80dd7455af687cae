"""`ctx.db`: one SQLite file per app, where the profile still has it.

A statement outside a transaction commits by itself. ``BEGIN`` gives the invocation a connection of
its own until ``COMMIT`` or ``ROLLBACK``; one that is forgotten is rolled back when the cap of a
handler has passed. An author's SQL reaches no other file: attaching is refused.
"""

from __future__ import annotations

import asyncio
import base64
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from workbench.kernel.clock import Clock
from workbench.kernel.profile import Profile
from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.timers import Timer

ROWS: Final = 10_000
"""The most rows one statement may return."""

_STEPS: Final = 1_000_000
_MOST_STEPS: Final = 500
"""Virtual machine steps between looks, and looks before a statement is stopped: some 30 seconds."""

_NUMBERED = re.compile(r"\$(\d+)\b")
"""Placeholders as PostgreSQL's drivers write them, ``$1``; SQLite's are ``?1``."""

_REFUSED: Final = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})


@dataclass(slots=True)
class _File:
    """An app's database: a thread, the shared connection, and those of open transactions."""

    path: Path
    thread: ThreadPoolExecutor
    shared: sqlite3.Connection
    open: dict[str, tuple[sqlite3.Connection, Timer]] = field(default_factory=dict)


class Db:
    """SQL files of the apps in `folder`."""

    def __init__(self, folder: Path, clock: Clock, profile: Profile) -> None:
        self._folder = folder
        self._clock = clock
        self._profile = profile
        self._files: dict[str, _File] = {}

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``execute`` with rows, column names and the number of rows changed.

        SQL that fails is a RuntimeError with SQLite's words.
        """
        if not self._profile.context_db:
            message = f"ctx.db does not exist in the profile {self._profile.name}: use ctx.store"
            raise ServiceError("RuntimeError", message)
        if call.method != "execute":
            raise arguments.unknown_method(call)
        sql = _NUMBERED.sub(r"?\1", arguments.name_of(call.args, "sql"))
        params = call.args.get("params") or []
        if not isinstance(params, list | dict):
            raise ServiceError("TypeError", "params must be a list or a dict")
        file = self._file(call.scope.app_id)
        return await self._execute(file, call.scope.invocation_id, sql, params)

    async def _execute(self, file: _File, owner: str, sql: str, params: Any) -> dict[str, Any]:
        if _first_word(sql) == "BEGIN" and owner not in file.open:
            timer = self._clock.call_later(
                self._profile.call_timeout_s, lambda: self._abandon(file, owner)
            )
            file.open[owner] = (_connect(file.path), timer)
        connection = file.open[owner][0] if owner in file.open else file.shared
        run = asyncio.get_running_loop().run_in_executor
        answer = await run(file.thread, _run, connection, sql, params)
        if connection is not file.shared and not connection.in_transaction:
            self._abandon(file, owner)
        return answer

    def _abandon(self, file: _File, owner: str) -> None:
        """Close an invocation's own connection, which rolls back what it did not commit."""
        connection, timer = file.open.pop(owner)
        timer.cancel()
        file.thread.submit(connection.close)

    def _file(self, app_id: str) -> _File:
        file = self._files.get(app_id)
        if file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{app_id}.sqlite"
            thread = ThreadPoolExecutor(1, thread_name_prefix=f"db-{app_id}")
            file = self._files[app_id] = _File(path, thread, _connect(path))
        return file

    async def close(self) -> None:
        """Roll back what is open and let go of the files."""
        for file in self._files.values():
            for owner in list(file.open):
                self._abandon(file, owner)
            await asyncio.get_running_loop().run_in_executor(file.thread, file.shared.close)
            file.thread.shutdown()
        self._files.clear()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=1")
    connection.set_authorizer(_authorise)
    return connection


def _authorise(action: int, *details: object) -> int:
    return sqlite3.SQLITE_DENY if action in _REFUSED else sqlite3.SQLITE_OK


def _run(connection: sqlite3.Connection, sql: str, params: Any) -> dict[str, Any]:
    looks = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    try:
        cursor = connection.execute(sql, params)
        rows = cursor.fetchmany(ROWS + 1)
        columns = [column[0] for column in cursor.description or ()]
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise ServiceError("RuntimeError", f"ctx.db: {error}") from error
    finally:
        connection.set_progress_handler(None, 0)
    if len(rows) > ROWS:
        cursor.close()
        raise ServiceError("RuntimeError", f"ctx.db: more than {ROWS:,} rows; add a LIMIT")
    shown = [[_shown(value) for value in row] for row in rows]
    return {"rows": shown, "columns": columns, "rowcount": cursor.rowcount}


def _shown(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _first_word(sql: str) -> str:
    return sql.split(maxsplit=1)[0].upper().rstrip(";") if sql.strip() else ""
