from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.journal import Journal
from workbench.kernel.latency import Latency, LatencyTable, latency_of
from workbench.kernel.profile import Profile

SEEDS = Profile.load("seeds")


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    opened = Journal.open(":memory:")
    yield opened
    await opened.close()


def run(journal: Journal, kind: str, name: str, ms: float | None, status: str = "ok") -> None:
    journal.append(kind, name, app_id="notes", duration_ms=ms, status=status)


@given(st.lists(st.floats(0.01, 60_000), min_size=1, max_size=200), st.sampled_from([50, 95, 99]))
def test_percentiles_are_right_within_two_per_cent(times: list[float], percent: int) -> None:
    row = Latency("notes", "panel", "sidebar")
    for time in times:
        row.add(time, failed=False, simulated=False)
    exact = sorted(times)[-(-len(times) * percent // 100) - 1]
    assert row.percentile(percent) == pytest.approx(exact, rel=0.02)
    assert row.max_ms == max(times)
    assert row.percentile(100) <= row.max_ms


async def test_each_handler_has_a_row_with_its_count_errors_and_target(journal: Journal) -> None:
    for ms in (40.0, 60.0, 80.0):
        run(journal, "panel", "sidebar", ms)
    run(journal, "call", "create_note", 600.0, "error")
    run(journal, "call", "create_note", 100.0, "success")
    run(journal, "cache", "cache.get", 0.4)
    run(journal, "log", "not a run", 5.0)
    run(journal, "panel", "still running", None)
    table = await latency_of(journal, SEEDS)
    rows = {row.name: row for row in table.rows()}
    assert set(rows) == {"sidebar", "create_note", "cache.get"}
    sidebar, create = rows["sidebar"], rows["create_note"]
    assert sidebar.count == 3
    assert sidebar.meets_target is True
    assert sidebar.target is not None
    assert (sidebar.target.percentile, sidebar.target.ms) == (50, 100.0)
    assert "performance guide" in sidebar.target.source
    assert create.error_rate == 0.5
    assert create.meets_target is False
    assert table.rows()[0].name == "create_note"
    assert [row.name for row in table.rows("notes", ["cache"])] == ["cache.get"]
    assert table.rows("mail") == []


async def test_a_table_that_follows_counts_every_record_once(journal: Journal) -> None:
    for number in range(2_500):
        run(journal, "panel", "sidebar", 1.0 + number % 3)
    table = LatencyTable(SEEDS)
    stop = await table.follow(journal)
    run(journal, "panel", "sidebar", 9.0)
    journal.flush_subscribers()
    (row,) = table.rows()
    assert (row.count, row.max_ms) == (2_501, 9.0)
    stop()
    run(journal, "panel", "sidebar", 10.0)
    journal.flush_subscribers()
    assert row.count == 2_501
    assert (await latency_of(journal, SEEDS)).rows()[0].count == 2_502


async def test_records_appended_while_it_catches_up_are_not_lost(journal: Journal) -> None:
    for _ in range(3_000):
        run(journal, "panel", "sidebar", 1.0)
    table = LatencyTable(SEEDS)
    following = asyncio.create_task(table.follow(journal))
    while not following.done():
        run(journal, "panel", "sidebar", 1.0)
        await asyncio.sleep(0)
    stop = await following
    journal.flush_subscribers()
    assert table.rows()[0].count == journal.count()
    stop()


async def test_simulated_time_is_counted_apart(journal: Journal) -> None:
    journal.append("cache", "cache.get", duration_ms=4.0, body={"simulated_ms": 3.5})
    journal.append("cache", "cache.get", duration_ms=0.4)
    row = (await latency_of(journal, SEEDS)).rows()[0]
    assert (row.count, row.simulated) == (2, 1)
    assert row.as_json()["simulated"] == 1


def test_a_row_without_runs_says_nothing() -> None:
    row = Latency("notes", "event", "x")
    assert row.percentile(95) == 0.0
    assert row.error_rate == 0.0
    assert row.meets_target is None
