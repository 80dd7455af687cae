"""The service map: boxes at fixed places with links between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imperal_sdk.ui._props import stated
from imperal_sdk.ui.base import UIAction, UINode, serialize


@dataclass(slots=True)
class CanvasNode:
    """A box on a Canvas at ``x``, ``y`` px."""

    id: str
    title: str
    x: float = 0.0
    y: float = 0.0
    type: str = "service"
    status: str = "healthy"
    metrics: dict[str, Any] = field(default_factory=dict)
    icon: str = ""
    on_click: UIAction | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form; ``on_click`` only if there is one."""
        wire: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "x": self.x,
            "y": self.y,
            "type": self.type,
            "status": self.status,
            "metrics": self.metrics,
            "icon": self.icon,
        }
        if self.on_click is not None:
            wire["on_click"] = serialize(self.on_click)
        return wire


@dataclass(slots=True)
class CanvasEdge:
    """A link between two boxes, by their ids."""

    from_node: str
    to_node: str
    protocol: str = ""
    status: str = "active"
    latency_ms: float | None = None
    animated: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form, with ``from`` and ``to``; the latency only if it is known."""
        wire: dict[str, Any] = {
            "from": self.from_node,
            "to": self.to_node,
            "protocol": self.protocol,
            "status": self.status,
            "animated": self.animated,
        }
        if self.latency_ms is not None:
            wire["latency_ms"] = self.latency_ms
        return wire


def Canvas(
    nodes: list[CanvasNode | dict[str, Any]],
    edges: list[CanvasEdge | dict[str, Any]] | None = None,
    *,
    height: int = 700,
    interactive: bool = True,
    show_minimap: bool = True,
    show_controls: bool = True,
    on_node_click: UIAction | None = None,
) -> UINode:
    """A service map ``height`` px high; boxes and links may be plain dicts."""
    props = {
        "nodes": [serialize(node) for node in nodes or []],
        "edges": [serialize(edge) for edge in edges or []],
        "height": height,
        "interactive": interactive,
        "show_minimap": show_minimap,
        "show_controls": show_controls,
        **stated(on_node_click=on_node_click),
    }
    return UINode("Canvas", props)
