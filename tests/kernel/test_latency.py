from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.histogram import Histogram
from workbench.kernel.journal import Journal
from workbench.kernel.journal.reader import Query
from workbench.kernel.journal.record import Record
from workbench.kernel.latency import KINDS, Latency, LatencyTable
from workbench.kernel.profile import Profile

SEEDS = Profile.load("seeds")


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    opened = Journal.open(":memory:")
    yield opened
    await opened.close()


async def latency_of(journal: Journal, profile: Profile) -> LatencyTable:
    """The table of everything a journal holds now."""
    table = LatencyTable(profile)

    def count_all(pages: Iterable[list[Record]]) -> None:
        for page in pages:
            table.add(page)

    query = Query(kinds=tuple(sorted(KINDS)))
    await journal.read(lambda reader: count_all(reader.walk(query)))
    return table


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


def test_a_reload_is_judged_by_the_runs_of_both_builds_and_only_with_enough() -> None:
    row = Latency("notes", "panel", "sidebar")
    for time in (10.0,) * 12:
        row.add(time, failed=False, simulated=False, build=1)
    assert row.change(50) is None
    for time in (20.0,) * 12:
        row.add(time, failed=False, simulated=False, build=2)
    row.add(10.0, failed=False, simulated=False, build=1)  # the old build ends what it began
    median, tail = row.change(50), row.change(95)
    assert median is not None
    assert tail is not None
    assert (median.before_runs, median.after_runs) == (13, 12)
    assert median.share == pytest.approx(1.0, rel=0.05)
    assert (median.needed, median.enough) == (10, True)
    assert (tail.needed, tail.enough) == (100, False)
    assert row.count == 25


async def test_runs_belong_to_the_build_of_their_process(journal: Journal) -> None:
    def build(number: int, pid: int) -> None:
        journal.append("build", "notes", app_id="notes", status="ready",
                       body={"number": number, "pid": pid})  # fmt: skip

    def ran(pid: int, ms: float) -> None:
        journal.append("panel", "sidebar", app_id="notes", duration_ms=ms, status="ok",
                       body={"pid": pid})  # fmt: skip

    build(1, 11)
    ran(11, 5.0)
    build(2, 22)
    ran(22, 50.0)
    ran(11, 5.0)
    journal.append("turn", "say hello", duration_ms=400.0, status="done")
    journal.append("turn", "say goodbye", duration_ms=600.0, status="done")
    table = await latency_of(journal, SEEDS)
    row = table.rows(kinds=["panel"])[0]
    assert row.before is not None
    assert (row.build, row.before.count, row.now.count) == (2, 2, 1)
    assert [(row.name, row.count, row.errors) for row in table.rows(kinds=["turn"])] == [
        ("chat turn", 2, 0)
    ]


@given(st.lists(st.floats(0.01, 60_000), min_size=1, max_size=200), st.integers(1, 60))
def test_bars_hold_every_run_and_follow_one_another(times: list[float], most: int) -> None:
    histogram = Histogram()
    for time in times:
        histogram.add(time)
    bars = histogram.bars(most)
    assert len(bars) <= most
    assert sum(bar.count for bar in bars) == len(times)
    assert all(a.high_ms == b.low_ms for a, b in pairwise(bars))
    assert bars[0].low_ms <= min(times) * 1.001
    assert bars[-1].high_ms >= max(times) * 0.999
