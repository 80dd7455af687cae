"""Raw SQL of the seeds' profile: connections, transactions, rows by column."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from imperal_sdk.db import DBClient
from tests.sdk.wire_double import Recorder


class Connection:
    """A database connection that remembers what happened to it."""

    def __init__(self) -> None:
        self.events: list[str] = []

    async def execute(self, sql: str, params: Any = ()) -> Any:
        self.events.append(sql)
        return self

    async def fetchall(self) -> list[Any]:
        return [{"n": 1}]

    async def commit(self) -> None:
        self.events.append("commit")

    async def rollback(self) -> None:
        self.events.append("rollback")


async def test_db_session_commits_or_rolls_back() -> None:
    connection = Connection()

    @asynccontextmanager
    async def connect() -> AsyncIterator[Connection]:
        yield connection

    db = DBClient(connect)
    async with db.session() as session:
        await session.execute("insert")
    with pytest.raises(KeyError):
        async with db.session():
            raise KeyError
    async with db.acquire() as plain:
        await plain.execute("select")
    assert await db.raw("select 1") == [{"n": 1}]
    assert connection.events == ["insert", "commit", "rollback", "select", "select 1"]


async def test_db_over_a_transport_reads_rows_by_column() -> None:
    recorder = Recorder({"rows": [[1, "a"], [2, "b"]], "columns": ["n", "t"], "rowcount": 2})
    db = DBClient(transport=recorder)
    assert await db.raw("select n, t from x where n > ?", (0,)) == [
        {"n": 1, "t": "a"},
        {"n": 2, "t": "b"},
    ]
    assert recorder.asked == [
        ("db", "execute", {"sql": "select n, t from x where n > ?", "params": [0]})
    ]
    async with db.session() as session:
        assert await (await session.execute("select 1")).fetchone() == {"n": 1, "t": "a"}
    assert [asked[2]["sql"] for asked in recorder.asked][1:] == ["select 1", "COMMIT"]
    with pytest.raises(TypeError, match="connection_factory"):
        DBClient()
