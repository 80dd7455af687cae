"""What a Graph draws: its nodes and edges, read from whatever the props hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.gui.render.plain import label_of, list_of, mapping_of, number_of, text_of

Props = dict[str, Any]
DEFAULT_SIZE = 20.0
LARGEST_SIZE = 50.0
MAX_NODES = 5_000

TYPE_COLORS = {
    "person": "#60a5fa",
    "phone": "#c084fc",
    "email": "#fb923c",
    "address": "#34d399",
    "account": "#facc15",
    "location": "#2dd4bf",
    "device": "#a78bfa",
    "company": "#94a3b8",
    "organization": "#94a3b8",
    "crypto_wallet": "#f59e0b",
    "ip": "#22d3ee",
    "url": "#38bdf8",
    "file": "#f472b6",
}
OTHER_COLOR = "#94a3b8"


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node; `diameter` in px at zoom 1."""

    id: str
    raw_id: Any
    label: str
    kind: str
    color: str
    diameter: float
    mentions: float


@dataclass(frozen=True, slots=True)
class Link:
    """A directed edge between two vertices, by their place in `GraphData.vertices`."""

    source: int
    target: int
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class GraphData:
    """A Graph node's props, read; edges to unknown nodes are left out."""

    vertices: tuple[Vertex, ...]
    links: tuple[Link, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """How many vertices each type has, by name."""
        counts: dict[str, int] = {}
        for vertex in self.vertices:
            counts[vertex.kind] = counts.get(vertex.kind, 0) + 1
        return dict(sorted(counts.items()))

    @property
    def most_mentions(self) -> float:
        """The largest mention count, at least 1."""
        return max((vertex.mentions for vertex in self.vertices), default=1.0) or 1.0


def graph_data(props: Props) -> GraphData:
    """Read a Graph's props."""
    low = number_of(props.get("min_node_size"), 10.0)
    high = max(low, number_of(props.get("max_node_size"), 50.0))
    color_by = text_of(props.get("color_by")) or "type"
    vertices: list[Vertex] = []
    places: dict[str, int] = {}
    for part in list_of(props.get("nodes"))[:MAX_NODES]:
        node = _entry(part)
        name = text_of(node.get("id"))
        if not name or name in places:
            continue
        places[name] = len(vertices)
        vertices.append(_vertex(node, name, low, high, color_by))
    links = [
        link
        for part in list_of(props.get("edges"))
        if (link := _link(_entry(part), places)) is not None
    ]
    return GraphData(tuple(vertices), tuple(links))


def _entry(value: Any) -> Props:
    entry = mapping_of(value)
    inner = entry.get("data")
    return mapping_of(inner) if isinstance(inner, dict) else entry


def _vertex(node: Props, name: str, low: float, high: float, color_by: str) -> Vertex:
    size = min(max(number_of(node.get("size"), DEFAULT_SIZE), 0.0), LARGEST_SIZE)
    return Vertex(
        id=name,
        raw_id=node.get("id"),
        label=label_of(node.get("label")) or name,
        kind=text_of(node.get("type")) or "other",
        color=text_of(node.get("color"))
        or TYPE_COLORS.get(text_of(node.get(color_by)).lower(), OTHER_COLOR),
        diameter=max(4.0, min(low + (high - low) * size / LARGEST_SIZE, 200.0)),
        mentions=number_of(node.get("mention_count"), 1.0),
    )


def _link(edge: Props, places: dict[str, int]) -> Link | None:
    source = places.get(text_of(edge.get("source")))
    target = places.get(text_of(edge.get("target")))
    if source is None or target is None:
        return None
    return Link(source, target, label_of(edge.get("label")), number_of(edge.get("weight"), 0.5))
