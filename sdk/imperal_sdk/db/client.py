"""Raw SQL, ``ctx.db`` (performance, Storage tier choice); gone from published SDKs since 5.1."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from imperal_sdk._gateway.endpoint import Transport

ConnectionFactory: TypeAlias = Callable[[], AbstractAsyncContextManager[Any]]


class DBClient:
    """Connections to the extension's own SQL schema.

    ``connection_factory()`` is an async context manager that gives a connection with
    ``execute(sql, params)``, ``commit()`` and ``rollback()``. With a ``transport`` instead,
    statements run where the host keeps the database.
    """

    def __init__(
        self,
        connection_factory: ConnectionFactory | None = None,
        *,
        transport: Transport | None = None,
    ) -> None:
        if connection_factory is None:
            connection_factory = _remote(transport)
        self._factory = connection_factory

    def acquire(self) -> AbstractAsyncContextManager[Any]:
        """Give a connection: ``async with ctx.db.acquire() as connection``."""
        return self._factory()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Any]:
        """Give a connection in a transaction: committed at the end, rolled back on an error."""
        async with self._factory() as connection:
            try:
                yield connection
            except BaseException:
                await connection.rollback()
                raise
            await connection.commit()

    async def raw(self, query: str, params: tuple[Any, ...] | None = None) -> list[dict[str, Any]]:
        """Run one statement and return its rows as dicts."""
        async with self._factory() as connection:
            cursor = await connection.execute(query, params or ())
            return [dict(row) for row in await cursor.fetchall()]


class RemoteResult:
    """The rows of one statement that ran at the host."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.columns: list[str] = list(answer.get("columns", []))
        self.rowcount: int = answer.get("rowcount", -1)
        self._rows = [self._row(row) for row in answer.get("rows", [])]

    async def fetchall(self) -> list[dict[str, Any]]:
        """Return all rows as dicts."""
        return self._rows

    async def fetchone(self) -> dict[str, Any] | None:
        """Return the first row, None when there is none."""
        return self._rows[0] if self._rows else None

    def _row(self, row: Any) -> dict[str, Any]:
        return dict(row) if isinstance(row, dict) else dict(zip(self.columns, row, strict=True))


class RemoteConnection:
    """A connection whose statements run at the host."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def execute(self, sql: str, params: tuple[Any, ...] | list[Any] = ()) -> RemoteResult:
        """Run one statement with positional parameters."""
        args = {"sql": sql, "params": list(params)}
        return RemoteResult(await self._transport("db", "execute", args))

    async def commit(self) -> None:
        """Make the statements since the last commit permanent."""
        await self.execute("COMMIT")

    async def rollback(self) -> None:
        """Undo the statements since the last commit."""
        await self.execute("ROLLBACK")


def _remote(transport: Transport | None) -> ConnectionFactory:
    if transport is None:
        raise TypeError("DBClient needs a connection_factory or a transport")

    @asynccontextmanager
    async def connect() -> AsyncIterator[RemoteConnection]:
        yield RemoteConnection(transport)

    return connect
