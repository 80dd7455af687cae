"""Why a node is not drawn, and the notice that stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gui.render.limits import WHY
from workbench.gui.render.node import Node

if TYPE_CHECKING:
    from workbench.gui.render.group import Group
    from workbench.gui.render.panel_view import PanelView

MAX_DEPTH = 300
"""Levels of nodes that are drawn: the platform's wire holds 900 JSON levels, about 300 nodes."""

MAX_NODES = 10_000
"""Views on one panel; the largest panel seen in practice has 423 nodes."""

MAX_WIDGETS = 1_500
"""Controls on one panel: what has a widget of its own. Some count for several."""

MAX_NESTED = 20
"""Widgets that hold nodes which hold such widgets: Qt lays these out by recursion in C++."""


def refusal(group: Group, node: Node) -> str:
    """Why a node is not drawn among these children; empty for one that is."""
    if node.raw.get("type") == WHY:
        return str(node.raw.get("why", ""))
    if group.depth > MAX_DEPTH:
        deep = f"Nested deeper than {MAX_DEPTH} levels"
        return f"{deep}: the rest is not drawn. Build a flatter tree."
    if group.scope.nested > MAX_NESTED:
        return f"More than {MAX_NESTED} forms and overlays in one another: put them side by side."
    if _inside_itself(group, node):
        return "This node contains itself: the repetition is not drawn. Send it once."
    return ""


def _inside_itself(group: Group, node: Node) -> bool:
    view = group.owner
    while view is not None:
        if view.node.raw is node.raw:
            return True
        above = view.group.owner if view.group is not None else None
        view = above if above is not None else view.scope.within
    return False


def full(panel: PanelView) -> bool:
    """Whether a panel has as many views, or controls, as it may have."""
    return panel.view_count >= MAX_NODES or panel.widget_count >= MAX_WIDGETS


def rest_of(count: int) -> Node:
    """What stands for so many nodes more than a panel may have."""
    most = f"at most {MAX_NODES:,}, of which {MAX_WIDGETS:,} controls"
    why = (
        f"{count:,} more nodes are not drawn: a panel shows {most}. "
        "Use a List, DataTable or Tree for many alike, or send them in pages."
    )
    return Node({"type": WHY, "props": {}, "why": why})


def not_a_node(item: Any) -> Node:
    """What stands for a child that is no node."""
    if item is None:
        why = "A child is null: on the platform its whole parent fails to render."
    else:
        kind = "text" if isinstance(item, str) else type(item).__name__
        why = f"A child is {kind} and no node: the platform draws nothing here."
    return Node({"type": WHY, "props": {}, "why": why})
