"""The table model of the panes: live, paged, filtered, paused, bounded."""

from __future__ import annotations

from typing import Any, cast

from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import ListJournal, record
from workbench.gui.panes import record_model
from workbench.gui.panes.cells import Cell, Column
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.tasks import Tasks
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record


def make(latest: bool = False) -> RecordModel:
    columns: tuple[Column[Record], ...] = (
        Column("name", lambda r: Cell(r.name), 100),
        Column("status", lambda r: Cell(r.status), 100, stretch=True),
    )
    return RecordModel(columns, ("audit",), latest=latest)


def names(model: RecordModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


async def attached(model: RecordModel, journal: ListJournal) -> Tasks:
    tasks = Tasks()
    model.attach(cast(Journal, journal), tasks)
    await tasks.settled()
    return tasks


async def test_the_newest_page_is_shown_newest_first(qtbot: QtBot) -> None:
    model = make()
    journal = ListJournal(record(n) for n in range(1, 501))
    tasks = await attached(model, journal)
    assert model.rowCount() == record_model.PAGE
    assert names(model)[:2] == ["thing500", "thing499"]
    await tasks.close()


async def test_scrolling_down_reads_older_pages_until_the_first_record(qtbot: QtBot) -> None:
    model = make()
    tasks = await attached(model, ListJournal(record(n) for n in range(1, 501)))
    root = model.index(-1, -1)
    while model.canFetchMore(root):
        model.fetchMore(root)
        await tasks.settled()
    assert model.rowCount() == 500
    assert names(model)[-1] == "thing1"
    await tasks.close()


async def test_live_records_of_its_kinds_come_in_above_and_never_twice(qtbot: QtBot) -> None:
    model = make()
    tasks = await attached(model, ListJournal([record(1)]))
    model.receive([record(1), record(2, "log"), record(3)])
    assert names(model) == ["thing3", "thing1"]
    await tasks.close()


async def test_a_live_record_that_overtakes_the_first_page_is_kept(qtbot: QtBot) -> None:
    model = make()
    tasks = Tasks()
    model.attach(cast(Journal, ListJournal(record(n) for n in range(1, 4))), tasks)
    model.receive([record(4)])
    await tasks.settled()
    assert names(model) == ["thing4", "thing3", "thing2", "thing1"]
    await tasks.close()


async def test_pausing_drops_nothing_and_counts_what_waits(qtbot: QtBot) -> None:
    model = make()
    tasks = await attached(model, ListJournal([record(1)]))
    model.set_paused(True)
    model.receive([record(2), record(3)])
    assert (names(model), model.waiting) == (["thing1"], 2)
    model.set_paused(False)
    assert (names(model), model.waiting) == (["thing3", "thing2", "thing1"], 0)
    await tasks.close()


async def test_a_long_pause_reads_the_journal_again(qtbot: QtBot) -> None:
    journal = ListJournal([record(1)])
    model = make()
    tasks = await attached(model, journal)
    model.set_paused(True)
    late = [record(n) for n in range(2, 3000)]
    journal.records += late
    model.receive(late)
    assert model.waiting == len(late)
    model.set_paused(False)
    await tasks.settled()
    assert names(model)[0] == "thing2999"
    await tasks.close()


async def test_the_filter_hides_counts_and_gives_back(qtbot: QtBot) -> None:
    model = make()
    journal = ListJournal(record(n) for n in range(1, 21))
    tasks = await attached(model, journal)
    model.set_filter("THING1")
    await tasks.settled()
    assert model.hidden == 20 - model.rowCount() == 9
    model.receive([record(100), record(200)])
    assert names(model)[0] == "thing100"
    assert model.hidden == 10
    model.set_filter("")
    await tasks.settled()
    assert model.hidden == 0
    assert model.rowCount() == 20
    await tasks.close()


async def test_the_filter_finds_what_was_never_loaded(qtbot: QtBot) -> None:
    model = make()
    tasks = await attached(model, ListJournal(record(n) for n in range(1, 5_000)))
    model.set_filter("thing17 ok")
    await tasks.settled()
    assert "thing17" in names(model)
    assert model.hidden == 4_999 - model.rowCount()
    await tasks.close()


async def test_what_came_during_a_pause_is_looked_at_with_the_words_of_its_end(
    qtbot: QtBot,
) -> None:
    journal = ListJournal([record(1)])
    model = make()
    tasks = await attached(model, journal)
    model.set_filter("thing2")
    await tasks.settled()
    model.set_paused(True)
    late = [record(2), record(3)]
    journal.records += late
    model.receive(late)
    model.set_filter("thing3")
    await tasks.settled()
    assert names(model) == []
    model.set_paused(False)
    await tasks.settled()
    assert names(model) == ["thing3"]
    await tasks.close()


async def test_memory_is_bounded_and_what_was_dropped_can_be_read_again(qtbot: QtBot) -> None:
    journal = ListJournal()
    model = make()
    tasks = await attached(model, journal)
    records = [record(n) for n in range(1, record_model.KEPT * 2)]
    journal.records = records
    for start in range(0, len(records), 500):
        model.receive(records[start : start + 500])
    assert model.rowCount() <= record_model.KEPT + record_model.PAGE
    before = model.rowCount()
    model.fetchMore(model.index(-1, -1))
    await tasks.settled()
    assert model.rowCount() == before + record_model.PAGE
    await tasks.close()


async def test_a_later_record_of_a_thing_takes_its_row(qtbot: QtBot) -> None:
    model = make(latest=True)
    tasks = await attached(model, ListJournal([record(1, id="a"), record(2, id="b")]))
    model.receive([record(3, id="a", status="done")])
    assert model.rowCount() == 2
    assert [model.index(row, 1).data() for row in (0, 1)] == ["ok", "done"]
    await tasks.close()


async def test_pages_skip_things_that_have_a_row(qtbot: QtBot) -> None:
    model = make(latest=True)
    old = [record(1, id="a", status="running"), record(2, id="a", status="done")]
    tasks = await attached(model, ListJournal(old))
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["done"]
    await tasks.close()


async def test_related_spans_are_found_by_id_parent_and_cause(qtbot: QtBot) -> None:
    model = make()
    rows = [record(1, id="x"), record(2, parent_id="turn-1"), record(3, cause_id="call-9")]
    tasks = await attached(model, ListJournal(rows))
    assert model.row_where(frozenset({"x"})) == 2
    assert model.row_where(frozenset({"turn-1"})) == 1
    assert model.row_where(frozenset({"call-9"})) == 0
    assert model.row_where(frozenset({"none"})) is None
    await tasks.close()


async def test_the_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: Any) -> None:
    model = make()
    qtmodeltester.check(model)
    tasks = await attached(model, ListJournal(record(n) for n in range(1, 300)))
    model.receive([record(300), record(301)])
    model.set_filter("1")
    model.receive([record(401), record(402)])
    await tasks.settled()
    model.set_filter("")
    await tasks.settled()
    await tasks.close()


def test_headers_say_how_columns_are_aligned(qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    model = make()
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(0, horizontal) == "name"
    align: Any = model.headerData(0, horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignLeft
    assert model.headerData(9, horizontal) is None
