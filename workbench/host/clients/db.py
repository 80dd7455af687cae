"""``ctx.db``: SQL, in the profiles that have it (performance guide, Storage tiers)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from workbench.host.clients.base import RemoteClient


class Row(Mapping[str, Any]):
    """A row, by column name, by position and by attribute."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Sequence[str], values: Sequence[Any]) -> None:
        self._columns = tuple(columns)
        self._values = tuple(values)

    def __getitem__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return self._values[key]
        try:
            return self._values[self._columns.index(key)]
        except ValueError:
            raise KeyError(key) from None

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"Row({dict(self)!r})"


class Result:
    """What a statement answered."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        columns = list(answer.get("columns") or ())
        self._rows = [Row(columns, values) for values in answer.get("rows") or ()]
        self.rowcount = int(answer.get("rowcount") or 0)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def all(self) -> list[Row]:
        """All rows."""
        return list(self._rows)

    fetchall = all

    def first(self) -> Row | None:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    fetchone = first

    def mappings(self) -> Result:
        """Itself: rows are mappings."""
        return self

    def scalar(self) -> Any:
        """The first value of the first row, or None."""
        return self._rows[0][0] if self._rows else None

    scalar_one_or_none = scalar

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._rows]


class Connection:
    """A connection or session: each statement is one call."""

    def __init__(self, db: RemoteDB) -> None:
        self._db = db

    async def execute(self, sql: Any, *params: Any) -> Result:
        """Run a statement; parameters one by one, or as one sequence or mapping."""
        return await self._db.run(sql, params)

    async def fetch(self, sql: Any, *params: Any) -> list[Row]:
        """All rows of a statement."""
        return (await self._db.run(sql, params)).all()

    async def fetchrow(self, sql: Any, *params: Any) -> Row | None:
        """The first row of a statement, or None."""
        return (await self._db.run(sql, params)).first()

    async def fetchval(self, sql: Any, *params: Any) -> Any:
        """The first value of a statement, or None."""
        return (await self._db.run(sql, params)).scalar()

    async def commit(self) -> None:
        """Nothing: each statement is committed as it runs."""

    async def rollback(self) -> None:
        """Refused: what ran before is committed."""
        raise RuntimeError("ctx.db commits each statement: there is nothing to roll back")

    async def close(self) -> None:
        """Nothing."""


class RemoteDB(RemoteClient):
    """SQL on the extension's own database."""

    service = "db"

    @contextlib.asynccontextmanager
    async def acquire(self) -> AsyncIterator[Connection]:
        """A connection."""
        yield Connection(self)

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[Connection]:
        """A session."""
        yield Connection(self)

    async def raw(self, query: str, params: tuple[Any, ...] | None = None) -> list[dict[str, Any]]:
        """The rows of a query as dicts."""
        return [dict(row) for row in await self.run(query, (params,) if params else ())]

    async def run(self, sql: Any, params: tuple[Any, ...]) -> Result:
        """Run a statement."""
        given: Any = list(params)
        if len(params) == 1 and isinstance(params[0], Mapping):
            given = dict(params[0])
        elif len(params) == 1 and isinstance(params[0], list | tuple):
            given = list(params[0])
        return Result(await self._call("execute", sql=str(sql), params=given))
