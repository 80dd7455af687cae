"""The network graph component."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import stated
from imperal_sdk.ui.base import UIAction, UINode


def Graph(
    nodes: list[Any],
    edges: list[Any],
    layout: str = "cose-bilkent",
    height: int = 600,
    min_node_size: float = 10.0,
    max_node_size: float = 50.0,
    edge_label_visible: bool = False,
    color_by: str = "type",
    on_node_click: UIAction | None = None,
) -> UINode:
    """A graph of ``nodes`` and ``edges``; sizes in px.

    Entries are plain dicts or wrapped as ``{"data": {...}}``; what is neither becomes an
    empty entry. A click adds ``node_id`` to the parameters of ``on_node_click``.
    """
    props = {
        "nodes": [_unwrap(node) for node in nodes or []],
        "edges": [_unwrap(edge) for edge in edges or []],
        "layout": layout,
        "height": height,
        "min_node_size": min_node_size,
        "max_node_size": max_node_size,
        "edge_label_visible": edge_label_visible,
        "color_by": color_by,
        **stated(on_node_click=on_node_click),
    }
    return UINode("Graph", props)


def _unwrap(entry: Any) -> Any:
    if isinstance(entry, UINode):
        return entry.to_dict()
    if not isinstance(entry, dict):
        return {}
    inner = entry.get("data")
    return inner if isinstance(inner, dict) else entry
