"""What a person did outlives a refresh, and what a new identity or a gone part resets."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.render.bench import Bench, node, stack, text
from tests.gui.render.person import click_header, column_texts
from workbench.gui.render.tab_bar import TabBar

pytestmark = pytest.mark.gui

TABS = [{"id": "a", "label": "A", "content": text("in a")}]
TABS += [{"id": "b", "label": "B", "content": text("in b")}]
ROWS = [{"id": 1, "n": "2"}, {"id": 2, "n": "1"}]
COLUMNS = [{"key": "n", "label": "N", "sortable": True}]


def tabs(version: int, **more: Any) -> dict[str, Any]:
    return stack(text(f"version {version}"), {**node("Tabs", tabs=TABS), **more})


def test_typed_text_caret_and_focus_outlive_a_refresh(bench: Bench) -> None:
    bench.show(stack(text("one"), node("Input", param_name="p")))
    bench.panel.activateWindow()
    (edit,) = bench.panel.findChildren(QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, "hello")
    edit.setCursorPosition(2)
    bench.show(stack(text("two"), node("Input", param_name="p", placeholder="new")))
    assert bench.panel.findChildren(QLineEdit) == [edit]
    assert (edit.text(), edit.cursorPosition()) == ("hello", 2)
    assert QApplication.focusWidget() is edit


def test_a_changed_value_replaces_what_was_typed(bench: Bench) -> None:
    bench.show(stack(node("Input", param_name="p", value="a")))
    (edit,) = bench.panel.findChildren(QLineEdit)
    QTest.keyClicks(edit, "typed")
    bench.show(stack(node("Input", param_name="p", value="b")))
    assert edit.text() == "b"


def test_the_open_tab_outlives_a_refresh_and_a_new_identity_closes_it(bench: Bench) -> None:
    bench.show(tabs(1, id="t"))
    (view,) = bench.views("Tabs")
    (bar,) = view.parts
    assert isinstance(bar, TabBar)
    bar.chosen.emit(1)
    bench.settle()
    bench.show(tabs(2, id="t"))
    assert "in b" in bench.spoken()
    bench.show(tabs(3, id="u"))
    assert "in a" in bench.spoken()


def test_the_sort_of_a_table_outlives_a_refresh(bench: Bench) -> None:
    bench.show(stack(node("DataTable", columns=COLUMNS, rows=ROWS)))
    click_header(bench, 0)
    assert column_texts(bench, 0) == ["1", "2"]
    bench.show(stack(node("DataTable", columns=COLUMNS, rows=[*ROWS, {"id": 3, "n": "0"}])))
    assert column_texts(bench, 0) == ["0", "1", "2"]


def test_a_refresh_makes_no_view_that_was_there(bench: Bench) -> None:
    def tree(version: int) -> dict[str, Any]:
        cards = [node("Card", title=f"{n}", content=text(f"{n}")) for n in range(50)]
        return stack(*cards, text(f"version {version}"))

    bench.show(tree(1))
    before = bench.views()
    bench.show(tree(2))
    assert bench.views() == before
