"""What was observed of lists, tables, trees and graphs on the platform, done again here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node
from tests.gui.render.person import (
    click_action,
    click_box,
    click_cell,
    click_header,
    click_point,
    click_row,
    column_texts,
    drag,
    grid_of,
    list_view,
    press,
    row_middle,
)
from workbench.gui.render.graphs.view import GraphView
from workbench.gui.render.tree import ROW, TreeView
from workbench.gui.render.well import WellEdit

Note = dict[str, Any] | None
ROWS = [{"id": 1, "n": 9, "on": True, "x": "q"}, {"id": 2, "n": 10, "on": False, "x": "w"}]


def items(count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        node("ListItem", id=f"i{number}", title=f"Item {number}", **more) for number in range(count)
    ]


def row_click(bench: Bench) -> Note:
    one = node("ListItem", id="i1", title="One", on_click=call("open", id="i1"))
    bench.show(node("List", items=[one]))
    click_row(bench, 0)
    return None


def _row_with_action(bench: Bench) -> None:
    delete = {"icon": "Trash2", "on_click": call("del", id="i1"), "confirm": "Delete?"}
    one = node("ListItem", id="i1", title="One", meta="now", actions=[delete])
    bench.show(node("List", items=[one]))
    click_action(bench, 0, 0)


def action_yes(bench: Bench) -> Note:
    _row_with_action(bench)
    return None


def action_no(bench: Bench) -> Note:
    bench.host.answer = False
    _row_with_action(bench)
    return None


def bulk(bench: Bench) -> Note:
    actions = [{"label": "Archive", "action": call("bulk", k=1)}]
    rows = items(5, on_click=call("open"))
    bench.show(node("List", items=rows, selectable=True, bulk_actions=actions))
    click_box(bench, 0)
    click_row(bench, 2)
    before = len(list_view(bench).surface.selection)
    bench.click("Archive")
    return {
        "checked_before_bulk": before,
        "checked_after_bulk": len(list_view(bench).surface.selection),
    }


def select_all(bench: Bench) -> Note:
    bench.show(node("List", items=items(5), selectable=True))
    click_box(bench, 1)
    bench.click("Select all")
    return {"checked_after_selectall_box": len(list_view(bench).surface.selection)}


def end_on_mount(bench: Bench) -> Note:
    bench.show(node("List", items=items(3), on_end_reached=call("more", page=2)))
    QApplication.processEvents()
    return None


def end_after_scroll(bench: Bench) -> Note:
    bench.show(node("List", items=items(100), on_end_reached=call("more")))
    QApplication.processEvents()
    before = len(bench.host.actions)
    bar = bench.panel.verticalScrollBar()
    bar.setValue(bar.maximum())
    bench.settle()
    return {"before": before, "after": len(bench.host.actions)}


def end_arrow(bench: Bench) -> Note:
    bench.show(node("List", items=items(3), on_end_reached=call("more")))
    QApplication.processEvents()
    bench.click("Next page")
    return None


def dropped(bench: Bench) -> Note:
    rows = [
        node("ListItem", id="a", title="A", draggable=True),
        node("ListItem", id="b", title="B", droppable=True, on_drop=call("move", k=1)),
    ]
    bench.show(node("List", items=rows))
    surface = list_view(bench).surface
    drag(surface.viewport(), row_middle(surface, 0), row_middle(surface, 1))
    bench.settle()
    return None


def table(**props: Any) -> dict[str, Any]:
    columns = [
        {"key": "n", "label": "N", "sortable": True, "editable": True},
        {"key": "on", "label": "On", "editable": True, "edit_type": "toggle"},
        {"key": "x", "label": "X"},
    ]
    return node("DataTable", columns=columns, **({"rows": ROWS} | props))


def open_editor(bench: Bench) -> WellEdit:
    """Click the first editable cell and answer its field."""
    click_cell(bench, 0, 0)
    editor = grid_of(bench).findChild(WellEdit)
    assert editor is not None
    assert editor.selectedText() == "9"
    return editor


def edit_enter(bench: Bench) -> Note:
    bench.show(table(on_cell_edit=call("ed", k=1), on_row_click=call("row")))
    editor = open_editor(bench)
    QTest.keyClicks(editor, "77")
    press(bench, editor, Qt.Key.Key_Return)
    assert column_texts(bench, 0)[0] == "9"
    return None


def edit_escape(bench: Bench) -> Note:
    bench.show(table(on_cell_edit=call("ed")))
    editor = open_editor(bench)
    QTest.keyClicks(editor, "77")
    press(bench, editor, Qt.Key.Key_Escape)
    return None


def edit_blur(bench: Bench) -> Note:
    bench.show(table(on_cell_edit=call("ed")))
    bench.panel.window().activateWindow()
    open_editor(bench).setFocus()
    bench.settle()
    grid_of(bench).setFocus()
    bench.settle()
    return None


def toggle_cell(bench: Bench) -> Note:
    bench.show(table(on_cell_edit=call("ed")))
    click_cell(bench, 0, 1)
    table_model = grid_of(bench).table
    state = table_model.data(table_model.index(0, 1), Qt.ItemDataRole.CheckStateRole)
    return {"checked": "true" if state == Qt.CheckState.Checked else "false"}


def row_payload(bench: Bench) -> Note:
    bench.show(table(on_row_click=call("row", k=1)))
    click_cell(bench, 1, 2)
    return None


def editable_without_action(bench: Bench) -> Note:
    bench.show(table(on_row_click=call("row")))
    click_cell(bench, 0, 0)
    return None


def sorting(bench: Bench) -> Note:
    values = ["10", "9", "", "abc", None, "100"]
    rows = [{"id": place, "n": value} for place, value in enumerate(values)]
    columns = [{"key": "n", "label": "N", "sortable": True}]
    bench.show(node("DataTable", columns=columns, rows=rows))
    seen: dict[str, Any] = {}
    for name in ("asc", "desc", "third_click_original"):
        click_header(bench, 0)
        seen[name] = column_texts(bench, 0)
    return seen


def space_in_editor(bench: Bench) -> Note:
    bench.show(table(on_cell_edit=call("ed"), on_row_click=call("row")))
    editor = open_editor(bench)
    QTest.keyClicks(editor, "a b")
    return {"value": editor.text()}


def tree_clicks(bench: Bench) -> Note:
    leaf = {"id": "l", "label": "leaf", "on_click": call("leaf")}
    branch = {"id": "b", "label": "branch", "on_click": call("never"), "children": [leaf]}
    bench.show(node("Tree", nodes=[branch]))
    view = bench.view("Tree")
    assert isinstance(view, TreeView)
    click_point(bench, view.surface, QPoint(60, ROW // 2))
    assert len(view.tree.rows) == 1
    click_point(bench, view.surface, QPoint(60, ROW // 2))
    click_point(bench, view.surface, QPoint(60, ROW + ROW // 2))
    return None


def graph_tap(bench: Bench) -> Note:
    nodes = [{"id": "n1", "label": "Ada"}, {"id": "n2", "label": "Bob"}]
    bench.show(node("Graph", nodes=nodes, edges=[], height=300, on_node_click=call("open")))
    view = bench.view("Graph")
    assert isinstance(view, GraphView)
    view.canvas.fit()
    click_point(bench, view.canvas, view.canvas.spot(0).toPoint())
    return None


SCENARIOS = {
    "List item click": row_click,
    "List hover action with confirm yes": action_yes,
    "List hover action confirm no": action_no,
    "List select then row click toggles selection, bulk action": bulk,
    "List select-all toggles (nested checkbox in button)": select_all,
    "List on_end_reached fires on mount if visible": end_on_mount,
    "List on_end_reached long list before scroll": end_after_scroll,
    "List end-reached: next arrow in footer also fires": end_arrow,
    "List drag and drop": dropped,
    "DataTable edit Enter": edit_enter,
    "DataTable edit Escape": edit_escape,
    "DataTable edit blur unchanged": edit_blur,
    "DataTable toggle cell not optimistic": toggle_cell,
    "DataTable row click payload": row_payload,
    "DataTable editable without on_cell_edit swallows row click": editable_without_action,
    "DataTable sort order mixed numeric/empty": sorting,
    "DataTable space typed in editor while on_row_click set": space_in_editor,
    "Tree branch click with on_click": tree_clicks,
    "Graph node tap": graph_tap,
}
