"""Latency: percentiles per handler and call, judged against the budgets."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import record
from workbench.gui.panes.latency_model import COLUMNS, LatencyModel
from workbench.kernel.latency import Latency
from workbench.kernel.profile import Profile

DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def approx(value: float) -> Any:
    """Within the two per cent that a histogram's buckets are wide."""
    return pytest.approx(value, rel=0.02)


def begun() -> LatencyModel:
    model = LatencyModel()
    model.begin(Profile.load("seeds"))
    return model


def stat_of(model: LatencyModel, name: str) -> Latency:
    for row in range(model.rowCount()):
        stat = model.item(row)
        if stat is not None and stat.name == name:
            return stat
    raise AssertionError(f"no row for {name}")


def test_runs_of_one_handler_share_a_row_with_its_percentiles(qtbot: QtBot) -> None:
    model = begun()
    model.add(record(n, "panel", name="sidebar", duration_ms=float(n)) for n in range(1, 101))
    stat = stat_of(model, "sidebar")
    assert model.rowCount() == 1
    assert stat.count == 100
    assert (stat.percentile(50), stat.percentile(95)) == (approx(50.0), approx(95.0))
    assert stat.max_ms == 100.0


def test_time_in_ctx_calls_is_the_waiting_share_of_their_handler(qtbot: QtBot) -> None:
    model = begun()
    model.add([
        record(1, "http", cause_id="call-1", name="http.request", duration_ms=60.0),
        record(2, "cache", cause_id="call-1", name="cache.get", duration_ms=3.0),
        record(3, "call", id="call-1", name="create_note", duration_ms=84.0),
    ])  # fmt: skip
    assert stat_of(model, "create_note").waiting == 63 / 84
    assert stat_of(model, "http.request").waiting == 0


def test_failures_are_counted_and_instants_are_not(qtbot: QtBot) -> None:
    model = begun()
    model.add([
        record(1, "call", name="f", status="error"),
        record(2, "call", name="f", duration_ms=None),
        record(3, "audit", name="f"),
    ])  # fmt: skip
    assert (stat_of(model, "f").count, stat_of(model, "f").errors) == (1, 1)


def test_a_panel_over_its_budget_is_told_by_colour(qtbot: QtBot) -> None:
    model = begun()
    model.add(record(n, "panel", name="slow", duration_ms=150.0) for n in range(5))
    model.add(record(n, "panel", name="lame", duration_ms=900.0) for n in range(5))
    median = next(c for c in COLUMNS if c.title == "p50")
    assert median.cell(stat_of(model, "slow")).tone == "warning"
    assert median.cell(stat_of(model, "lame")).tone == "danger"


def test_rows_sort_by_any_column_and_keep_their_selection(qtbot: QtBot) -> None:
    model = begun()
    for number, name in enumerate(("a", "b", "c")):
        model.add([record(number, "call", name=name, duration_ms=10.0 * number)])
    kept = model.index(0, 0)
    from PySide6.QtCore import QPersistentModelIndex

    chosen = QPersistentModelIndex(kept)
    name = kept.siblingAtColumn(1).data()
    model.sort(1, UP)
    assert [model.index(row, 1).data() for row in range(3)] == ["a", "b", "c"]
    assert model.index(chosen.row(), 1).data() == name
    model.sort(1, DOWN)
    assert model.index(0, 1).data() == "c"


def test_the_filter_hides_rows(qtbot: QtBot) -> None:
    model = begun()
    model.add([record(1, "call", name="create"), record(2, "http", name="http.request")])
    model.set_filter("http")
    assert (model.rowCount(), model.hidden) == (1, 1)
    model.add([record(3, "call", name="other")])
    assert (model.rowCount(), model.hidden) == (1, 2)


def test_the_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: Any) -> None:
    model = begun()
    qtmodeltester.check(model)
    for number in range(30):
        model.add([record(number, "call", name=f"f{number % 7}")])
    model.sort(3, UP)
    model.set_filter("f1")
    model.set_filter("")
    model.begin(Profile.load("seeds"))
