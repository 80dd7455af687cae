"""Records in tables: light whatever they carried, whole again where somebody looks at them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import record
from workbench.gui.panes.cells import Cell, Column
from workbench.gui.panes.light import HEAVY, LEFT_OUT, is_heavy, light
from workbench.gui.panes.pane import copy_whole
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.spans import gather
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record

TREE = {"type": "List", "props": {"items": [{"title": f"row {n}"} for n in range(2_000)]}}


def test_a_record_of_usual_size_is_left_as_it_is() -> None:
    small = record(1, body={"params": {"note_id": "n1"}, "at": {"file": "a.py", "line": 3}})
    assert light(small) is small


def test_large_values_are_left_out_and_small_ones_stay() -> None:
    found = light(record(1, body={"value": TREE, "params": {"a": 1}, "text": "x" * 10_000})).body
    assert found["value"] == {"type": "List", "props": LEFT_OUT}
    assert found["params"] == {"a": 1}
    assert found["text"] == "x" * HEAVY + LEFT_OUT


def test_the_error_stays_whole_because_the_tables_lead_by_it() -> None:
    error = {"message": "m" * 5_000, "file": "a.py", "line": 7}
    assert light(record(1, body={"error": error})).body["error"] == error


def test_an_object_of_many_small_entries_is_heavy_too() -> None:
    counts = {f"key {n}": n for n in range(10_000)}
    assert is_heavy(counts)
    kept = light(record(1, body={"data": counts})).body["data"]
    assert 0 < len(kept) < 100
    assert not is_heavy({"a": [1, 2, 3], "b": "text"})


def test_a_table_holds_no_tree(qtbot: QtBot) -> None:
    columns: tuple[Column[Record], ...] = (Column("name", lambda r: Cell(r.name), 100),)
    model = RecordModel(columns, ("panel",))
    model.receive([record(1, "panel", body={"value": TREE})])
    model.set_paused(True)
    model.receive([record(2, "panel", body={"value": TREE})])
    model.set_paused(False)
    held = [model.item(row) for row in range(model.rowCount())]
    assert [r.body["value"]["props"] for r in held if r is not None] == [LEFT_OUT, LEFT_OUT]


async def test_a_trace_reads_its_root_whole_and_a_copy_is_whole(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal.sqlite")
    body: dict[str, Any] = {"value": TREE, "params": {}}
    written = journal.append("panel", "sidebar", body=body)
    try:
        gathered = await journal.read(lambda reader: gather(reader, light(written)))
        assert [found.body["value"] for found in gathered] == [TREE]
        await copy_whole(journal, light(written))
        assert '"row 1999"' in QGuiApplication.clipboard().text()
    finally:
        await journal.close()
