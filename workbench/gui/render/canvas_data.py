"""What a Canvas draws: cards at places and the connections between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.gui.render.plain import (
    action_of,
    flag_of,
    label_of,
    list_of,
    mapping_of,
    number_of,
    text_of,
)

Props = dict[str, Any]
WIDTH = 184
HEAD, METRIC, PAD = 44, 18, 10
_MOST_METRICS = 6
_MOST_NODES = 2_000
_FAR = 1e6

STATUS_TOKENS = {
    "healthy": "success",
    "active": "success",
    "ok": "success",
    "running": "primary",
    "warning": "warning",
    "degraded": "warning",
    "idle": "text-subtle",
    "inactive": "text-subtle",
    "error": "danger",
    "failed": "danger",
    "down": "danger",
}
TYPE_ICONS = {
    "service": "server",
    "database": "database",
    "queue": "layers",
    "api": "globe",
    "user": "user",
    "agent": "bot",
    "function": "square-function",
    "storage": "hard-drive",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One node; ``x, y`` is its top left corner, px at zoom 1."""

    raw_id: Any
    title: str
    x: float
    y: float
    icon: str
    status: str
    metrics: tuple[tuple[str, str], ...]
    action: Props | None

    @property
    def height(self) -> int:
        """Height of the card, px."""
        lines = len(self.metrics)
        return HEAD + (lines * METRIC + PAD if lines else 0)


@dataclass(frozen=True, slots=True)
class Wire:
    """A connection between two cards, by their number."""

    source: int
    target: int
    label: str
    status: str
    animated: bool


def canvas_data(props: Props) -> tuple[list[Card], list[Wire]]:
    """Read a Canvas's props; edges to unknown nodes are left out."""
    cards: list[Card] = []
    places: dict[str, int] = {}
    for part in list_of(props.get("nodes"))[:_MOST_NODES]:
        node = mapping_of(part)
        name = text_of(node.get("id"))
        if not node or name in places:
            continue
        places[name] = len(cards)
        cards.append(_card(node, name))
    wires = [
        wire
        for part in list_of(props.get("edges"))
        if (wire := _wire(mapping_of(part), places)) is not None
    ]
    return cards, wires


def _card(node: Props, name: str) -> Card:
    kind = text_of(node.get("type")).lower()
    metrics = list(mapping_of(node.get("metrics")).items())[:_MOST_METRICS]
    return Card(
        raw_id=node.get("id"),
        title=label_of(node.get("title")) or name,
        x=min(max(number_of(node.get("x"), 0.0), -_FAR), _FAR),
        y=min(max(number_of(node.get("y"), 0.0), -_FAR), _FAR),
        icon=text_of(node.get("icon")) or TYPE_ICONS.get(kind, "box"),
        status=text_of(node.get("status")).lower() or "healthy",
        metrics=tuple((key, label_of(value)) for key, value in metrics),
        action=action_of(node.get("on_click")),
    )


def _wire(edge: Props, places: dict[str, int]) -> Wire | None:
    source = places.get(text_of(edge.get("from", edge.get("from_node"))))
    target = places.get(text_of(edge.get("to", edge.get("to_node"))))
    if source is None or target is None:
        return None
    latency = edge.get("latency_ms")
    parts = [label_of(edge.get("protocol"))]
    if latency is not None:
        parts.append(f"{number_of(latency, 0.0):g} ms")
    return Wire(
        source,
        target,
        " · ".join(part for part in parts if part),
        text_of(edge.get("status")).lower() or "active",
        flag_of(edge.get("animated"), True),
    )
