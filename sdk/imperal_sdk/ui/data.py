"""Data components: lists, tables, numbers and trees."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given, one_of, positive
from imperal_sdk.ui.base import UIAction, UINode

STAT_TREND_DIRECTIONS = ("up", "down", "neutral")
"""Which way a Stat's trend may point."""


def ListItem(
    id: str,
    title: str,
    subtitle: str = "",
    meta: str = "",
    avatar: UINode | None = None,
    badge: UINode | None = None,
    selected: bool = False,
    on_click: UIAction | None = None,
    actions: list[dict[str, Any]] | None = None,
    draggable: bool = False,
    droppable: bool = False,
    on_drop: UIAction | None = None,
    icon: str = "",
    expandable: bool = False,
    expanded_content: list[UINode] | None = None,
) -> UINode:
    """One row of a List.

    ``actions`` are ``{"label", "icon", "on_click"}``; a drop adds ``dragged_id`` and
    ``target_id`` to the parameters of ``on_drop``.
    """
    optional = given(
        subtitle=subtitle,
        meta=meta,
        avatar=avatar,
        badge=badge,
        selected=selected,
        on_click=on_click,
        actions=actions,
        draggable=draggable,
        droppable=droppable,
        on_drop=on_drop,
        icon=icon,
        expandable=expandable,
        expanded_content=expanded_content,
    )
    return UINode("ListItem", {"id": id, "title": title, **optional})


def List(
    items: list[UINode],
    searchable: bool = False,
    grouped_by: str = "",
    page_size: int = 0,
    on_end_reached: UIAction | None = None,
    selectable: bool = False,
    bulk_actions: list[dict[str, Any]] | None = None,
    total_items: int = 0,
    extra_info: str = "",
    title: str = "",
    empty_text: str = "",
    search_placeholder: str = "",
    max_height: int = 0,
) -> UINode:
    """A list of ListItem components.

    ``page_size`` above 0 pages in the panel, ``on_end_reached`` asks the extension for more;
    a bulk action receives the chosen ids as ``message_ids``.
    """
    props: dict[str, Any] = {"items": items, "searchable": searchable, "grouped_by": grouped_by}
    props |= positive(page_size=page_size, total_items=total_items)
    props |= given(
        on_end_reached=on_end_reached,
        selectable=selectable,
        bulk_actions=bulk_actions,
        extra_info=extra_info,
        title=title,
        empty_text=empty_text,
        search_placeholder=search_placeholder,
        max_height=max_height,
    )
    return UINode("List", props)


def DataColumn(
    key: str,
    label: str,
    sortable: bool = True,
    width: str = "",
    editable: bool = False,
    edit_type: str = "text",
) -> dict[str, Any]:
    """Describe one column of a DataTable, as a plain dict. ``edit_type`` counts if editable."""
    column = {"key": key, "label": label, "sortable": sortable, **given(width=width)}
    if editable:
        column |= {"editable": editable, "edit_type": edit_type}
    return column


def DataTable(
    columns: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    on_row_click: UIAction | None = None,
    on_cell_edit: UIAction | None = None,
    empty_text: str = "",
    max_height: int = 0,
    sticky_header: bool = False,
) -> UINode:
    """A table of ``rows`` keyed by the columns' ``key``; ``max_height`` in px."""
    optional = given(
        on_row_click=on_row_click,
        on_cell_edit=on_cell_edit,
        empty_text=empty_text,
        max_height=max_height,
    )
    props = {"columns": columns, "rows": rows, **optional, **flags(sticky_header=sticky_header)}
    return UINode("DataTable", props)


def Stat(
    label: str,
    value: Any,
    trend: str = "",
    icon: str = "",
    color: str = "blue",
    description: str = "",
    trend_direction: str = "",
) -> UINode:
    """One number with its name.

    Raises ValueError for a ``trend_direction`` not in ``STAT_TREND_DIRECTIONS``.
    """
    props = {"label": label, "value": value, "trend": trend, "icon": icon, "color": color}
    props |= given(description=description)
    if trend_direction:
        props["trend_direction"] = one_of(
            "Stat", "trend_direction", trend_direction, STAT_TREND_DIRECTIONS
        )
    return UINode("Stat", props)


def Stats(children: list[UINode], columns: int = 0) -> UINode:
    """A strip of Stat components; ``columns`` 0 lets the renderer choose."""
    return UINode("Stats", {"children": children, **positive(columns=columns)})


def Badge(
    label: str = "",
    value: Any = None,
    color: str = "gray",
    size: str = "",
    dot: bool = False,
) -> UINode:
    """A small coloured label."""
    props = {"label": label, "value": value, "color": color, **given(size=size), **flags(dot=dot)}
    return UINode("Badge", props)


def Avatar(fallback: str = "?", src: str = "", size: str = "md") -> UINode:
    """A round picture; ``fallback`` shows while there is none."""
    return UINode("Avatar", {"fallback": fallback, "src": src, "size": size})


def Timeline(items: list[dict[str, Any]]) -> UINode:
    """Events in order of time."""
    return UINode("Timeline", {"items": items})


def Tree(nodes: list[dict[str, Any]], label: str = "") -> UINode:
    """Nested entries ``{"id", "label", "children"}``."""
    return UINode("Tree", {"nodes": nodes, **given(label=label)})


def KeyValue(items: list[dict[str, Any]], columns: int = 1) -> UINode:
    """Pairs ``{"key", "value"}`` in one or more columns."""
    return UINode("KeyValue", {"items": items, "columns": columns})
