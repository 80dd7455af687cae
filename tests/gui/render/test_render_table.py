"""A DataTable at work: keyboard, widths, editing through refreshes, and long ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from tests.gui.render.bench import Bench, call, node
from tests.gui.render.person import (
    activate,
    click_cell,
    click_header,
    column_texts,
    grid_of,
    press,
)
from workbench.gui.render.tables.grid import TableGrid
from workbench.gui.render.tables.rows import Sort, columns_of, order, rows_of
from workbench.gui.render.tables.view import DataTableView
from workbench.gui.render.tables.widths import share
from workbench.gui.render.well import WellEdit

COLUMNS = [
    {"key": "name", "label": "Name", "sortable": True, "editable": True},
    {"key": "age", "label": "Age", "sortable": True},
]
PEOPLE = [
    {"id": 1, "name": "Ada", "age": 36},
    {"id": 2, "name": "bob", "age": 9},
    {"id": 3, "name": "Émile", "age": 101},
]


def table(**props: Any) -> dict[str, Any]:
    return node("DataTable", **({"columns": COLUMNS, "rows": PEOPLE} | props))


def with_keys(bench: Bench) -> TableGrid:
    """Give the table the keyboard as the Tab key does."""
    activate(bench)
    grid = grid_of(bench)
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return grid


def test_the_model_keeps_the_rules_of_item_models(bench: Bench, qtmodeltester: ModelTester) -> None:
    bench.show(table())
    qtmodeltester.check(grid_of(bench).table)


def test_texts_sort_without_regard_to_case_and_accents(bench: Bench) -> None:
    bench.show(table())
    click_header(bench, 0)
    assert column_texts(bench, 0) == ["Ada", "bob", "Émile"]
    click_header(bench, 0)
    assert column_texts(bench, 0) == ["Émile", "bob", "Ada"]


def test_a_column_that_is_not_sortable_ignores_clicks(bench: Bench) -> None:
    bench.show(table(columns=[{"key": "name", "label": "Name"}]))
    click_header(bench, 0)
    assert grid_of(bench).table.sorting is None


def test_the_sort_survives_a_refresh(bench: Bench) -> None:
    bench.show(table())
    click_header(bench, 1)
    bench.show(table(rows=[*PEOPLE, {"id": 4, "name": "Zoe", "age": 50}]))
    assert column_texts(bench, 1) == ["9", "36", "50", "101"]


def test_an_open_editor_survives_a_refresh_and_a_sort(bench: Bench) -> None:
    bench.show(table(on_cell_edit=call("ed")))
    click_cell(bench, 0, 0)
    editor = grid_of(bench).findChild(WellEdit)
    assert editor is not None
    QTest.keyClicks(editor, "typed")
    changed = [{"id": 9, "name": "New", "age": 1}, *PEOPLE]
    bench.show(table(rows=changed, on_cell_edit=call("ed")))
    assert editor.text() == "typed"
    press(bench, editor, Qt.Key.Key_Return)
    assert bench.host.actions == [call("ed", row_id=1, column_key="name", value="typed")]


def test_a_row_without_an_id_reports_no_row_id(bench: Bench) -> None:
    bench.show(table(rows=[{"name": "x"}], on_cell_edit=call("ed")))
    click_cell(bench, 0, 0)
    editor = grid_of(bench).findChild(WellEdit)
    assert editor is not None
    press(bench, editor, Qt.Key.Key_Return)
    assert bench.host.actions == [call("ed", column_key="name", value="x")]


def test_the_keyboard_edits_cells_and_clicks_rows(bench: Bench) -> None:
    bench.show(table(on_cell_edit=call("ed"), on_row_click=call("row")))
    grid = with_keys(bench)
    press(bench, grid, Qt.Key.Key_Right)
    press(bench, grid, Qt.Key.Key_Down)
    press(bench, grid, Qt.Key.Key_Return)
    assert bench.host.actions == [call("row", row=PEOPLE[1])]
    press(bench, grid, Qt.Key.Key_Left)
    press(bench, grid, Qt.Key.Key_Return)
    assert grid.findChild(WellEdit) is not None


def test_the_keyboard_reaches_the_header_above_the_first_row(bench: Bench) -> None:
    bench.show(table())
    grid = with_keys(bench)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return):
        press(bench, grid, key)
    assert grid.table.sorting == Sort("age")
    press(bench, grid, Qt.Key.Key_Down)
    assert grid.head.ringed == -1


def test_the_ring_is_for_the_keyboard(bench: Bench) -> None:
    bench.show(table())
    grid = with_keys(bench)
    assert grid.ringed_cell == (0, 0)
    click_cell(bench, 1, 1)
    assert grid.ringed_cell == (-1, -1)


def test_an_empty_table_says_so_under_its_header(bench: Bench) -> None:
    bench.show(table(rows=[], empty_text="No refunds"))
    view = bench.view("DataTable")
    assert isinstance(view, DataTableView)
    assert view.card.height() == 37 + 84 + 2
    assert grid_of(bench).height() == 37


def test_the_header_stays_while_rows_scroll(bench: Bench) -> None:
    rows = [{"id": n, "name": f"n{n}", "age": n} for n in range(60)]
    bench.show(table(rows=rows, max_height=200, sticky_header=True))
    grid = grid_of(bench)
    bar = grid.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert grid.head.isVisible()
    assert grid.head.mapTo(grid, QPoint(0, 0)).y() == 0
    assert grid.visualRect(grid.table.index(59, 0)).bottom() <= grid.viewport().height()


def test_many_columns_scroll_sideways(bench: Bench) -> None:
    columns = [{"key": f"c{n}", "label": f"Column {n}"} for n in range(20)]
    bench.show(table(columns=columns, rows=[{f"c{n}": "value" for n in range(20)}]))
    assert grid_of(bench).horizontalScrollBar().maximum() > 0
    assert bench.panel.surface.width() == bench.panel.viewport().width()


def test_columns_fill_the_width_and_keep_widths_that_were_given(bench: Bench) -> None:
    columns = columns_of([{"key": "a", "width": "80px"}, {"key": "b"}, {"key": "c"}])
    assert share(columns, [50, 100, 300], 680) == [80, 150, 450]
    assert share(columns, [50, 100, 300], 200) == [80, 100, 300]


def test_ten_thousand_rows_are_one_widget(bench: Bench) -> None:
    rows = [{"id": n, "name": f"n{n}", "age": n} for n in range(10_000)]
    bench.show(table(rows=rows))
    grid = grid_of(bench)
    assert grid.height() == 37 + 10_000 * 41
    assert grid.table.rowCount() == 10_000


def test_one_changed_row_is_told_of_alone(bench: Bench) -> None:
    rows = [{"id": n, "name": f"n{n}", "age": n} for n in range(1000)]
    bench.show(table(rows=rows))
    told: list[int] = []
    grid_of(bench).table.dataChanged.connect(lambda first, last: told.append(first.row()))
    bench.show(table(rows=[*rows[:7], {**rows[7], "name": "new"}, *rows[8:]]))
    assert told == [7]


def test_cells_show_any_value_as_words(bench: Bench) -> None:
    values = [None, True, 0, 12.0, "a\nb", ["x", 1], {"k": "v"}]
    bench.show(table(columns=["v"], rows=[{"v": value} for value in values]))
    assert column_texts(bench, 0) == ["", "true", "0", "12", "a b", "x, 1", '{"k":"v"}']


def test_mixed_values_sort_numbers_before_words() -> None:
    rows = rows_of([{"n": value} for value in ("b", 10, "9", None, True)])
    assert [rows[place]["n"] for place in order(rows, Sort("n"))] == [None, True, "9", 10, "b"]
