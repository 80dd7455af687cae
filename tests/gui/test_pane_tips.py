"""Tooltips of the panes: the whole of a text that has no room, and nothing for one that has."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from benchmarks.look_checks import tooltip_at
from workbench.gui.panes.cells import BADGE, Cell, Column
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.side import Facts
from workbench.gui.panes.table import PaneTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LONG = "a sentence that is much longer than the column it stands in"


@pytest.mark.parametrize("look", ["text", BADGE])
def test_a_shortened_cell_tells_the_whole(qtbot: QtBot, look: str) -> None:
    columns: tuple[Column[str], ...] = (
        Column("short", lambda _: Cell("here", look), 100),
        Column("long", lambda item: Cell(item, look), 120),
        Column("", lambda _: Cell(""), 20, stretch=True),
    )
    model: RowsModel[str] = RowsModel(columns, lambda item: item)
    model.fill([LONG])
    table = PaneTable(model)
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    cell = [table.visualRect(model.index(0, column)).center() for column in (0, 1)]
    assert tooltip_at(table.viewport(), cell[1]) == LONG
    assert tooltip_at(table.viewport(), cell[0]) == ""


def test_a_shortened_fact_tells_the_whole(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    facts.resize(240, 100)
    facts.set([("took", "2 ms", ""), ("what", LONG, "UTC")])
    facts.show()
    assert tooltip_at(facts, QPoint(100, 10)) == ""
    assert tooltip_at(facts, QPoint(100, 36)) == f"{LONG}\nUTC"
