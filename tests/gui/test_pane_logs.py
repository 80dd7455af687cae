"""Logs: in order, following the end, bounded, painted straight from the model."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import ListJournal, record
from workbench.gui.panes import log_model
from workbench.gui.panes.log_model import LogModel
from workbench.gui.panes.log_view import LogView
from workbench.gui.tasks import Tasks
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record


def line(seq: int, text: str = "", level: str = "info", **fields: Any) -> Record:
    body = {"message": text or f"line {seq}", "level": level, "logger": "notes"}
    return record(seq, "log", body={**body, **fields.pop("body", {})}, **fields)


def shown(model: LogModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def view_of(model: LogModel, qtbot: QtBot) -> LogView:
    view = LogView(model)
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.show()
    return view


def test_lines_stand_in_the_order_they_came(qtbot: QtBot) -> None:
    model = LogModel()
    model.receive([line(1), line(2), record(3, "audit")])
    model.receive([line(2), line(4)])
    assert shown(model) == ["line 1", "line 2", "line 4"]


def test_pausing_drops_nothing(qtbot: QtBot) -> None:
    model = LogModel()
    model.set_paused(True)
    model.receive([line(1), line(2)])
    assert (shown(model), model.waiting) == ([], 2)
    model.set_paused(False)
    assert shown(model) == ["line 1", "line 2"]


async def test_the_filter_looks_at_level_origin_and_text(qtbot: QtBot) -> None:
    model, tasks = LogModel(), Tasks()
    lines = [line(1, "saved"), line(2, "lost", "error"), line(3, "saved", "error")]
    model.attach(cast(Journal, ListJournal(lines)), tasks)
    model.set_filter("error saved")
    await tasks.settled()
    assert shown(model) == ["saved"]
    assert model.hidden == 2
    await tasks.close()


def test_memory_is_bounded(qtbot: QtBot) -> None:
    model = LogModel()
    for start in range(0, log_model.KEPT * 2, 5000):
        model.receive([line(n) for n in range(start + 1, start + 5001)])
    assert model.rowCount() <= log_model.KEPT + 2_000
    assert shown(model)[-1] == f"line {log_model.KEPT * 2}"
    assert not model.empty


async def test_older_lines_are_read_in_front(qtbot: QtBot) -> None:
    model, tasks = LogModel(), Tasks()
    model.attach(cast(Journal, ListJournal(line(n) for n in range(1, 1201))), tasks)
    await tasks.settled()
    assert (shown(model)[0], shown(model)[-1]) == ("line 701", "line 1200")
    model.load_older()
    await tasks.settled()
    assert shown(model)[0] == "line 201"
    await tasks.close()


def test_the_end_stays_in_view_until_somebody_scrolls_up(qtbot: QtBot) -> None:
    model = LogModel()
    view = view_of(model, qtbot)
    model.receive([line(n) for n in range(1, 200)])
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(50)
    model.receive([line(n) for n in range(200, 300)])
    assert (bar.value(), view.following) == (50, False)
    bar.setValue(bar.maximum())
    model.receive([line(300)])
    assert bar.value() == bar.maximum()


def test_keys_move_the_selection_and_tell_it(qtbot: QtBot) -> None:
    model = LogModel()
    view = view_of(model, qtbot)
    model.receive([line(n) for n in range(1, 100)])
    picked: list[Record] = []
    view.picked.connect(picked.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert [r.seq for r in picked] == [99, 98, 1, 2]


def test_the_selection_stays_on_its_line_when_others_go(qtbot: QtBot) -> None:
    model = LogModel()
    view = view_of(model, qtbot)
    model.receive([line(n) for n in range(1, log_model.KEPT + 1)])
    view.select(log_model.KEPT - 1, tell=False)
    chosen = view.record()
    model.receive([line(n) for n in range(log_model.KEPT + 1, log_model.KEPT + 3001)])
    assert view.record() is chosen


def test_only_lines_in_view_are_painted(qtbot: QtBot, monkeypatch: Any) -> None:
    model = LogModel()
    view = view_of(model, qtbot)
    model.receive([line(n, "x", "error") for n in range(1, 10_000)])
    painted: list[int] = []
    original = LogView._paint_line

    def spy(self: LogView, painter: Any, found: Record, row: int, top: int, high: int) -> None:
        painted.append(row)
        original(self, painter, found, row, top, high)

    monkeypatch.setattr(LogView, "_paint_line", spy)
    view.grab()
    assert 0 < len(painted) <= 12


def test_the_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: Any) -> None:
    model = LogModel()
    qtmodeltester.check(model)
    model.receive([line(n) for n in range(1, 300)])
    model.set_filter("9")
    model.set_filter("")
