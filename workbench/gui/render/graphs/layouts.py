"""Where the vertices of a Graph stand: five small layouts, deterministic, in abstract px."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from workbench.gui.render.graphs.data import GraphData

Point = tuple[float, float]
Layout = Callable[[GraphData], list[Point]]

SPACING = 120.0
_EDGE_LENGTH = 95.0
_FORCE_WORK = 1_500_000
"""Pair computations a force layout may spend (about a quarter of a second)."""


def place(data: GraphData, layout: str) -> list[Point]:
    """Positions of `data`'s vertices by the layout called `layout`; an unknown name is a grid."""
    if not data.vertices:
        return []
    return LAYOUTS.get(layout, grid)(data)


def grid(data: GraphData) -> list[Point]:
    """Rows of equal length, left to right."""
    columns = max(1, math.ceil(math.sqrt(len(data.vertices) * 1.7)))
    return [
        ((number % columns) * SPACING, (number // columns) * SPACING)
        for number in range(len(data.vertices))
    ]


def circle(data: GraphData) -> list[Point]:
    """All on one ring, starting at twelve o'clock."""
    return _ring(len(data.vertices), SPACING * max(1.0, len(data.vertices) / (2 * math.pi)))


def concentric(data: GraphData) -> list[Point]:
    """The most mentioned in the middle, the others on rings around it."""
    ranked = sorted(
        range(len(data.vertices)), key=lambda place: (-data.vertices[place].mentions, place)
    )
    points: list[Point] = [(0.0, 0.0)] * len(ranked)
    start, level = 1, 1
    while start < len(ranked):
        room = 6 * level
        members = ranked[start : start + room]
        for member, point in zip(members, _ring(len(members), SPACING * level), strict=True):
            points[member] = point
        start, level = start + room, level + 1
    return points


def breadthfirst(data: GraphData) -> list[Point]:
    """Levels by distance from the vertices nothing points to."""
    levels = _levels(data)
    rows: dict[int, list[int]] = {}
    for number, level in enumerate(levels):
        rows.setdefault(level, []).append(number)
    points: list[Point] = [(0.0, 0.0)] * len(levels)
    for level, members in rows.items():
        offset = -(len(members) - 1) / 2
        for place_in_row, member in enumerate(members):
            points[member] = ((offset + place_in_row) * SPACING, level * SPACING)
    return points


def force(data: GraphData) -> list[Point]:
    """Springs along the edges, repulsion between all (Fruchterman and Reingold, from a ring)."""
    count = len(data.vertices)
    if count < 2:
        return [(0.0, 0.0)] * count
    if count * count * 20 > _FORCE_WORK:
        return breadthfirst(data)
    points = [list(point) for point in circle(data)]
    rounds = min(300, _FORCE_WORK // (count * count))
    heat = SPACING
    for number in range(rounds):
        moves = _repulsion(points)
        _attraction(points, moves, data)
        heat = SPACING * (1 - number / rounds)
        for point, move in zip(points, moves, strict=True):
            length = math.hypot(*move) or 1.0
            reach = min(length, heat)
            point[0] += move[0] / length * reach
            point[1] += move[1] / length * reach
    return _compact(points, data)


def _compact(points: list[list[float]], data: GraphData) -> list[Point]:
    """The same picture with edges of a usual length."""
    lengths = [
        math.dist(points[link.source], points[link.target])
        for link in data.links
        if link.source != link.target
    ]
    usual = sum(lengths) / len(lengths) if lengths else SPACING
    factor = min(_EDGE_LENGTH / usual, 1.0) if usual > 0 else 1.0
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    tall = max(y for _, y in points) - min(y for _, y in points)
    # Canvases are wider than tall.
    return [
        (y * factor, x * factor) if tall > wide else (x * factor, y * factor) for x, y in points
    ]


def _repulsion(points: list[list[float]]) -> list[list[float]]:
    moves = [[-x * 0.02, -y * 0.02] for x, y in points]
    for one in range(len(points)):
        for two in range(one + 1, len(points)):
            dx = points[one][0] - points[two][0]
            dy = points[one][1] - points[two][1]
            squared = max(dx * dx + dy * dy, 1.0)
            push = SPACING * SPACING / squared
            moves[one][0] += dx * push
            moves[one][1] += dy * push
            moves[two][0] -= dx * push
            moves[two][1] -= dy * push
    return moves


def _attraction(points: list[list[float]], moves: list[list[float]], data: GraphData) -> None:
    for link in data.links:
        dx = points[link.target][0] - points[link.source][0]
        dy = points[link.target][1] - points[link.source][1]
        pull = math.hypot(dx, dy) / SPACING * 0.5
        moves[link.source][0] += dx * pull
        moves[link.source][1] += dy * pull
        moves[link.target][0] -= dx * pull
        moves[link.target][1] -= dy * pull


def _levels(data: GraphData) -> list[int]:
    out: list[list[int]] = [[] for _ in data.vertices]
    incoming = [0] * len(data.vertices)
    for link in data.links:
        out[link.source].append(link.target)
        incoming[link.target] += 1
    levels = [-1] * len(data.vertices)
    roots = [number for number, count in enumerate(incoming) if count == 0]
    for start in [*roots, *range(len(levels))]:
        if levels[start] >= 0:
            continue
        levels[start] = 0
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for there in out[here]:
                if levels[there] < 0:
                    levels[there] = levels[here] + 1
                    waiting.append(there)
    return levels


def _ring(count: int, radius: float) -> list[Point]:
    turn = 2 * math.pi / max(count, 1)
    return [
        (radius * math.sin(number * turn), -radius * math.cos(number * turn))
        for number in range(count)
    ]


LAYOUTS: dict[str, Layout] = {
    "grid": grid,
    "circle": circle,
    "concentric": concentric,
    "breadthfirst": breadthfirst,
    "cose-bilkent": force,
}
TITLES = {
    "cose-bilkent": "Force-directed",
    "grid": "Grid",
    "circle": "Circle",
    "concentric": "Concentric (by mentions)",
    "breadthfirst": "Breadth-first",
}
