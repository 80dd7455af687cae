"""Lines through the points of a chart: monotone cubic, as smooth as the data allow."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath

from workbench.gui.render.charts.data import Series
from workbench.gui.render.charts.frame import Frame

Point = tuple[float, float]
DENSE = 400
"""Points from which a line has no curves: its pieces are a pixel or two long."""


def runs(frame: Frame, series: Series) -> list[list[Point]]:
    """The points of a series, cut where values are missing, thinned to what px can show."""
    axis = frame.axis(series)
    found: list[list[Point]] = []
    current: list[Point] = []
    for place, value in enumerate(series.values):
        if value is None:
            if current:
                found.append(current)
            current = []
        else:
            current.append((frame.x(place), frame.y(axis, value)))
    if current:
        found.append(current)
    return [thin(run, frame.plot.width()) for run in found]


def thin(points: list[Point], width: float) -> list[Point]:
    """At most four points a px column: the first, the extremes and the last."""
    if len(points) <= 2 * max(width, 1):
        return points
    kept: list[Point] = []
    start = 0
    for place in range(1, len(points) + 1):
        if place < len(points) and int(points[place][0]) == int(points[start][0]):
            continue
        column = points[start:place]
        lowest = min(column, key=lambda point: point[1])
        highest = max(column, key=lambda point: point[1])
        for point in (column[0], lowest, highest, column[-1]):
            if not kept or kept[-1] != point:
                kept.append(point)
        start = place
    return kept


def curve(points: list[Point]) -> QPainterPath:
    """A path through the points that never overshoots them."""
    path = QPainterPath(QPointF(*points[0]))
    if len(points) > DENSE:
        for point in points[1:]:
            path.lineTo(*point)
        return path
    slopes = _slopes(points)
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        path.cubicTo(x0 + third, y0 + third * m0, x1 - third, y1 - third * m1, x1, y1)
    return path


def pieces(points: list[Point]) -> list[QLineF]:
    """A dense line in pieces: stroking it as one path takes a hundred times as long."""
    return [QLineF(*start, *end) for start, end in pairwise(points)]


def closed(path: QPainterPath, points: list[Point], base: float) -> QPainterPath:
    """The area between a curve and the height `base`."""
    area = QPainterPath(path)
    area.lineTo(points[-1][0], base)
    area.lineTo(points[0][0], base)
    area.closeSubpath()
    return area


def _slopes(points: list[Point]) -> list[float]:
    """Tangents that keep every piece monotone (Fritsch and Carlson)."""
    count = len(points)
    if count < 2:
        return [0.0] * count
    steps = [(y1 - y0) / (x1 - x0) if x1 != x0 else 0.0 for (x0, y0), (x1, y1) in pairwise(points)]
    slopes = [steps[0]]
    for before, after in pairwise(steps):
        if before * after <= 0:
            slopes.append(0.0)
        else:
            slopes.append(2 * before * after / (before + after))
    slopes.append(steps[-1])
    return slopes
