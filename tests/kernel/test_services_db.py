from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.db import ROWS, Db

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme", invocation_id="call-1")


class Bench:
    """`ctx.db` of a session."""

    def __init__(self, folder: Path, profile: str = "seeds") -> None:
        self.clock = Clock(1_000.0, paused=True)
        self.db = Db(folder, self.clock, Profile.load(profile))

    async def __call__(self, sql: str, params: Any = None, scope: Scope = ADA) -> Any:
        args = {"sql": sql, "params": params}
        return await self.db.call(ServiceCall("db", "execute", args, scope))

    async def refused(self, sql: str, params: Any = None) -> ServiceError:
        with pytest.raises(ServiceError) as caught:
            await self(sql, params)
        return caught.value

    async def close(self) -> None:
        self.clock.close()
        await self.db.close()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    await made("CREATE TABLE t (n INTEGER, b BLOB)")
    yield made
    await made.close()


async def test_rows_columns_and_counts_come_back(bench: Bench) -> None:
    answer = await bench("INSERT INTO t VALUES (?, ?), (2, NULL)", [1, None])
    assert answer == {"rows": [], "columns": [], "rowcount": 2}
    answer = await bench("SELECT n, n * 2 AS twice FROM t WHERE n > :low", {"low": 0})
    assert answer["columns"] == ["n", "twice"]
    assert answer["rows"] == [[1, 2], [2, 4]]
    assert (await bench("SELECT n FROM t WHERE n = $1 OR n = $1", [2]))["rows"] == [[2]]


async def test_every_app_has_a_file_of_its_own(bench: Bench) -> None:
    other = replace(ADA, app_id="mail")
    with pytest.raises(ServiceError, match="no such table"):
        await bench("SELECT * FROM t", scope=other)


async def test_rows_outlive_the_session(bench: Bench, tmp_path: Path) -> None:
    await bench("INSERT INTO t VALUES (7, NULL)")
    await bench.close()
    again = Bench(tmp_path)
    assert (await again("SELECT n FROM t"))["rows"] == [[7]]
    await again.close()


async def test_a_transaction_is_seen_by_others_only_when_it_commits(bench: Bench) -> None:
    other = replace(ADA, invocation_id="call-2")
    await bench("BEGIN")
    await bench("INSERT INTO t VALUES (1, NULL)")
    assert (await bench("SELECT count(*) FROM t"))["rows"] == [[1]]
    assert (await bench("SELECT count(*) FROM t", scope=other))["rows"] == [[0]]
    await bench("COMMIT")
    assert (await bench("SELECT count(*) FROM t", scope=other))["rows"] == [[1]]
    await bench("BEGIN")
    await bench("DELETE FROM t")
    await bench("ROLLBACK")
    assert (await bench("SELECT count(*) FROM t"))["rows"] == [[1]]


async def test_a_forgotten_transaction_is_rolled_back_when_the_handler_must_be_over(
    bench: Bench,
) -> None:
    other = replace(ADA, invocation_id="call-2")
    await bench("BEGIN IMMEDIATE")
    await bench("INSERT INTO t VALUES (1, NULL)")
    await bench.clock.jump(1_060.0)
    await bench("INSERT INTO t VALUES (2, NULL)", scope=other)
    assert (await bench("SELECT n FROM t", scope=other))["rows"] == [[2]]


@pytest.mark.parametrize(
    "sql", ["ATTACH '{0}/x.db' AS x", "VACUUM INTO '{0}/x.db'", "SELECT load_extension('{0}/x')"]
)
async def test_an_authors_sql_reaches_no_other_file(bench: Bench, sql: str, tmp_path: Path) -> None:
    error = await bench.refused(sql.format(tmp_path))
    assert error.type == "RuntimeError"
    assert not (tmp_path / "x.db").exists()


async def test_sql_that_fails_says_why(bench: Bench) -> None:
    assert "syntax error" in (await bench.refused("SELEC 1")).message
    assert (await bench.refused("SELECT ?", [[1]])).type in ("RuntimeError", "TypeError")
    assert (await bench.refused("SELECT 1", "x")).type == "TypeError"


async def test_too_many_rows_ask_for_a_limit(bench: Bench) -> None:
    numbers = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n<{ROWS + 1})"
    assert "LIMIT" in (await bench.refused(f"{numbers} SELECT n FROM c")).message
    assert len((await bench(f"{numbers} SELECT n FROM c LIMIT {ROWS}"))["rows"]) == ROWS


async def test_statements_at_once_are_served(bench: Bench) -> None:
    await asyncio.gather(*(bench("INSERT INTO t VALUES (?, NULL)", [n]) for n in range(50)))
    assert (await bench("SELECT count(DISTINCT n) FROM t"))["rows"] == [[50]]


async def test_the_current_platform_has_no_db(tmp_path: Path) -> None:
    bench = Bench(tmp_path, "platform-6")
    assert "platform-6" in (await bench.refused("SELECT 1")).message
    await bench.close()
