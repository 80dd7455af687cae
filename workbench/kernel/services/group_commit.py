"""Many small writes, few commits: rows that come while one is under way go together with the next.

A skeleton's tick writes one row, and a thousand ticks fall due at the same instant. Each alone
would cost two hops to the writing thread and a commit; together they cost one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from workbench.kernel.services.database import Connection, Database

Row = tuple[str, Sequence[Any]]
"""A statement that writes one row, and its values."""


class GroupCommit:
    """Writes rows to `database`, in the order they came for each statement."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: list[Row] = []
        self._next: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def put(self, sql: str, values: Sequence[Any]) -> asyncio.Task[None]:
        """Add a row to the next commit; wait for the returned task to know that it is written.

        The task may be shared: shield it when waiting where one might be cancelled.
        """
        self._rows.append((sql, values))
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._commit())
        return self._next

    async def settled(self) -> None:
        """Wait until everything put so far is written."""
        if self._next is not None:
            await asyncio.shield(self._next)
        async with self._writing:
            pass

    async def _commit(self) -> None:
        async with self._writing:
            rows, self._rows, self._next = self._rows, [], None
            await self._database.write(lambda db: _write(db, rows))


def _write(db: Connection, rows: Sequence[Row]) -> None:
    by_statement: dict[str, list[Sequence[Any]]] = {}
    for sql, values in rows:
        by_statement.setdefault(sql, []).append(values)
    for sql, some in by_statement.items():
        db.executemany(sql, some)
