"""How a Graph's circles, arrows and labels are painted."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from workbench.gui.render.brushwork import CENTER, ring, theme
from workbench.gui.render.css_color import css_color
from workbench.gui.render.graphs.data import OTHER_COLOR, Link, Vertex

_MATCH, _EDGE = "#f97316", "#94a3b8"
_DIM = 0.25
_LABEL_WIDTH = 120


class GraphBrush:
    """Paints with one painter at one zoom; what a search leaves out is dimmed."""

    def __init__(self, painter: QPainter, zoom: float, matches: set[int] | None) -> None:
        self._painter = painter
        self._zoom = zoom
        self._matches = matches

    def link(self, link: Link, start: QPointF, end: QPointF, radius: float, label: str) -> None:
        """An arrow between two vertices, up to the rim of the second; `radius` is that one's."""
        way = end - start
        length = math.hypot(way.x(), way.y())
        if length < 1:
            return
        painter, unit = self._painter, way / length
        opacity = self._opacity(link.source, link.target)
        tip = end - unit * (radius + 1)
        width = (1 + 3 * min(max(link.weight, 0.0), 1.0)) * min(self._zoom, 1.5)
        head = 5 + width * 1.5
        ink = QColor(_EDGE)
        ink.setAlphaF(0.55 * opacity)
        painter.setPen(QPen(ink, width))
        painter.drawLine(start, tip - unit * head * 0.8)
        side = QPointF(-unit.y(), unit.x()) * head * 0.55
        back = tip - unit * head
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([tip, back + side, back - side]))
        if label:
            painter.setOpacity(opacity)
            self._label((start + end) / 2, label, 11, shift=-7)
            painter.setOpacity(1.0)

    def vertex(
        self, number: int, vertex: Vertex, spot: QPointF, radius: float, *, lit: bool, ringed: bool
    ) -> None:
        """A circle with its label below; lit under the pointer, ringed for the keyboard."""
        painter = self._painter
        painter.setOpacity(self._opacity(number))
        fill = css_color(vertex.color) or QColor(OTHER_COLOR)
        if self._matches is not None and number in self._matches:
            fill = QColor(_MATCH)
        if lit:
            fill = fill.lighter(112)
        painter.setPen(QPen(fill.darker(150), 1.5))
        painter.setBrush(fill)
        painter.drawEllipse(spot, radius, radius)
        self._label(spot + QPointF(0, radius + 4), vertex.label, 13, shift=0)
        if ringed:
            edge = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
            ring(painter, edge.adjusted(-5, -5, 5, 5), radius + 5)
        painter.setOpacity(1.0)

    def _opacity(self, *numbers: int) -> float:
        dimmed = self._matches is not None and not any(n in self._matches for n in numbers)
        return _DIM if dimmed else 1.0

    def _label(self, place: QPointF, text: str, px: int, *, shift: float) -> None:
        """A label with an outline in the ground's colour, so that lines may cross it."""
        painter, shown = self._painter, theme()
        font = QFont(shown.font("body"))
        size = max(round(px * min(max(self._zoom, 0.85), 1.4)), 8)
        font.setPixelSize(size)
        painter.setFont(font)
        area = QRectF(place.x() - _LABEL_WIDTH / 2, place.y() + shift, _LABEL_WIDTH, 3 * size)
        flags = int(CENTER.value & ~Qt.AlignmentFlag.AlignVCenter.value)
        longest = max(text.split(), key=len, default="")
        whole = QFontMetricsF(font).horizontalAdvance(longest) <= _LABEL_WIDTH
        wrap = Qt.TextFlag.TextWordWrap if whole else Qt.TextFlag.TextWrapAnywhere
        flags |= wrap.value
        painter.setPen(shown.color("surface-card"))
        for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(area.translated(x, y), flags, text)
        painter.setPen(shown.color("text"))
        painter.drawText(area, flags, text)
