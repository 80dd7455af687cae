"""Latency: percentiles per handler and call, judged against the budgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import record
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.latency import LatencyPane
from workbench.gui.panes.latency_model import COLUMNS, LatencyModel
from workbench.kernel.latency import Latency
from workbench.kernel.options import KernelOptions
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


SLOW = """
import asyncio
from imperal_sdk import ActionResult, ChatExtension, Extension, ui

ext = Extension("slow", version="1.0.0", display_name="Slow", icon="icon.svg",
                description="Waits as long as it is told to.")
chat = ChatExtension(ext, "slow", "Slow")


@ext.panel("list", slot="left", title="List")
async def things(ctx, **params):
    if params.get("fail"):
        raise ValueError("asked to fail")
    return ui.Text("here")


@chat.function("look", description="Looks around", action_type="read")
async def look(ctx):
    return ActionResult.success({}, "Looked")
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> LatencyPane:
    """The pane over an extension with a panel and a function."""
    root = tmp_path / "slow"
    root.mkdir()
    (root / "main.py").write_text(SLOW)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("latency")
    found = chrome.deck.panes["latency"]
    assert isinstance(found, LatencyPane)
    return found


async def runs(pane: LatencyPane, count: int, **params: Any) -> None:
    """Calls the panel and waits until the pane has counted it."""
    kernel = pane.session.kernel
    assert kernel is not None
    before = stat_of(pane.model, "list").count if pane.model.rowCount() else 0
    for _ in range(count):
        await kernel.panels.call("slow", "list", params, origin="cli")
    await until(lambda: stat_of(pane.model, "list").count >= before + count, "every run")


async def choose(pane: LatencyPane, name: str) -> None:
    """Clicks a row's name."""
    names = [pane.model.index(row, 1).data() for row in range(pane.model.rowCount())]
    place = pane.table.visualRect(pane.model.index(names.index(name), 1)).center()
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(lambda: pane.side.title.text() == name, f"{name} at the right")


def said(pane: LatencyPane) -> str:
    return pane.side.facts.accessibleName()


async def test_the_chosen_row_shows_how_its_runs_are_spread_and_how_many_failed(
    pane: LatencyPane,
) -> None:
    await until(lambda: pane.model.rowCount() > 0, "the first run")
    await runs(pane, 8)
    await runs(pane, 1, fail=True)
    await choose(pane, "list")
    stat = stat_of(pane.model, "list")
    assert sum(bar.count for bar in pane.bars.bars()) == stat.count
    assert pane.bars.isVisible()
    assert [cell.text for cell in pane.model.cells(stat)][4] == "1 · 10 %"
    assert pane.side.badge.text() in ("in budget", "over budget")


async def test_a_reload_is_judged_once_there_were_enough_runs_on_both_sides(
    pane: LatencyPane,
) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await until(lambda: pane.model.rowCount() > 0, "the first run")
    await runs(pane, 9)
    await choose(pane, "list")
    assert "build" not in said(pane)
    await kernel.reload("slow")
    await kernel.settled()
    await runs(pane, 3)
    stat = stat_of(pane.model, "list")
    change = stat.change(50)
    assert change is not None
    assert (change.before_runs, change.enough) == (10, False)
    await until(lambda: "→" in said(pane), "both builds beside each other")
    await runs(pane, 7)
    change = stat.change(50)
    assert change is not None
    assert change.enough
    assert not _changed_cell(pane).startswith("~")


def _changed_cell(pane: LatencyPane) -> str:
    titles = [column.title for column in COLUMNS]
    stat = stat_of(pane.model, "list")
    return pane.model.cells(stat)[titles.index("reload")].text


async def test_a_turn_has_a_row_with_the_budget_of_its_stages(pane: LatencyPane) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.chat.say("", plan=[{"tool": "slow.look", "args": {}}])
    await kernel.settled()
    await until(lambda: "chat turn" in str(_names(pane)), "the turn")
    await choose(pane, "chat turn")
    await until(lambda: "intent classification" in said(pane), "its stages")
    assert "handler look" in said(pane)
    assert "whole turn, in sum" in said(pane)


def _names(pane: LatencyPane) -> list[str]:
    return [str(pane.model.index(row, 1).data()) for row in range(pane.model.rowCount())]
