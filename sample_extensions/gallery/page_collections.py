"""Chapter: many of a kind."""

from app import ext
from parts import DONE, example

from imperal_sdk import ui


@ext.panel("collections", slot="center", center_overlay=True, title="Collections", icon="List")
async def collections(ctx, **_params):
    """Lists, tables and trees."""
    return ui.Page([_lists(), _tables(), _trees()], title="Lists and tables")


def _item(number):
    return ui.ListItem(
        id=f"i{number}",
        title=f"Item {number}",
        subtitle="With a subtitle",
        meta=f"{number} min",
        icon="Mail" if number % 2 else "",
        avatar=None if number % 2 else ui.Avatar(fallback=f"N {number}", size="sm"),
        badge=ui.Badge("new", color="blue") if number == 1 else None,
        selected=number == 2,
        on_click=DONE,
        actions=[
            {"icon": "Check", "label": "Accept", "on_click": DONE},
            {"icon": "Trash2", "label": "Delete", "on_click": DONE, "confirm": "Delete it?"},
        ],
        draggable=True,
        droppable=True,
        on_drop=DONE,
    )


def _lists():
    grouped = [{"id": f"g{n}", "title": f"Row {n}", "kind": "AB"[n // 2]} for n in range(4)]
    more = [ui.ListItem(id=f"p{n}", title=f"Row {n}") for n in range(12)]
    body = [ui.Text("What an opened row shows"), ui.Button("And does", size="sm", on_click=DONE)]
    opening = ui.ListItem(id="x", title="Opens", expandable=True, expanded_content=body)
    return example(
        "List, ListItem",
        ui.List(
            [_item(number) for number in range(5)],
            title="Everything",
            searchable=True,
            selectable=True,
            bulk_actions=[{"label": "Archive", "icon": "Archive", "action": DONE}],
            total_items=5,
            extra_info="in this box",
        ),
        ui.List(grouped, grouped_by="kind"),
        ui.List(more, page_size=5),
        ui.List(more[:4], on_end_reached=DONE, max_height=120),
        ui.List([opening]),
        ui.List([], empty_text="Nothing in this list"),
    )


def _tables():
    columns = [
        ui.DataColumn("name", "Name", sortable=True, editable=True),
        ui.DataColumn("count", "Count", sortable=True, width="100px"),
        ui.DataColumn("on", "On", editable=True, edit_type="toggle", width="90px"),
    ]
    rows = [{"id": n, "name": f"Row {n}", "count": n * 7 % 5, "on": n % 2 == 0} for n in range(8)]
    table = {"on_row_click": DONE, "on_cell_edit": DONE}
    return example(
        "DataTable",
        ui.DataTable(columns, rows, sticky_header=True, max_height=220, **table),
        ui.DataTable(columns, [], empty_text="Nothing in this table"),
    )


def _trees():
    leaf = {"id": "leaf", "label": "readme.md", "badge": "3", "on_click": DONE}
    inner = {"id": "inner", "label": "src", "children": [leaf], "expanded": True}
    return example("Tree", ui.Tree([{"id": "root", "label": "Project", "children": [inner]}]))
