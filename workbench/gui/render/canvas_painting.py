"""How a Canvas is painted: its dotted ground, connections, cards and the small map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from workbench.gui.render.brushwork import CENTER, RIGHT, box, corner, glyph, line, theme
from workbench.gui.render.canvas_data import HEAD, METRIC, STATUS_TOKENS, WIDTH, Card, Wire
from workbench.gui.render.tones import readable
from workbench.gui.render.viewport import Viewport

_MAP = QSize(150, 96)
_MAP_SCALE = 0.12
_DOTS = 24


def draw_ground(painter: QPainter, size: QSize, viewport: Viewport) -> None:
    """Dots that move and grow with the cards."""
    step = max(_DOTS * viewport.zoom, 8)
    while step < 16:
        step *= 2
    painter.setPen(QPen(theme().color("border-subtle"), 1.5))
    left, top = viewport.offset.x() % step, viewport.offset.y() % step
    points = [
        QPointF(left + column * step, top + line_ * step)
        for column in range(int(size.width() / step) + 1)
        for line_ in range(int(size.height() / step) + 1)
    ]
    painter.drawPoints(points)


def draw_wire(
    painter: QPainter, wire: Wire, source: QRectF, target: QRectF, *, labelled: bool
) -> None:
    """A curve between two cards' places."""
    shown = theme()
    forward = target.center().x() >= source.center().x()
    start = QPointF(source.right() if forward else source.left(), source.center().y())
    end = QPointF(target.left() if forward else target.right(), target.center().y())
    reach = max(abs(end.x() - start.x()) / 2, 30.0) * (1 if forward else -1)
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)
    token = STATUS_TOKENS.get(wire.status, "border-strong")
    ink = shown.color("border-strong" if token == "success" else token)
    pen = QPen(ink, 1.6)
    if wire.animated:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(end, 3, 3)
    if wire.label and labelled:
        area = QRectF(0, 0, 120, 16)
        area.moveCenter(path.pointAtPercent(0.5) - QPointF(0, 9))
        line(painter, area, wire.label, "small", shown.color("text-muted"), CENTER)


def draw_card(painter: QPainter, card: Card, place: QPointF, zoom: float, *, hovered: bool) -> None:
    """A card with its metrics."""
    shown = theme()
    painter.save()
    painter.translate(place)
    painter.scale(zoom, zoom)
    area = QRectF(0, 0, WIDTH, card.height)
    edge = shown.color("border-strong" if hovered else "border")
    box(painter, area, corner(8), fill=shown.color("surface-1"), edge=edge)
    glyph(painter, card.icon, QPointF(20, HEAD / 2), 16, shown.color("text-muted"), fallback="box")
    title = QRectF(36, 0, WIDTH - 62, HEAD)
    line(painter, title, card.title, "body-medium", shown.color("text"))
    tone = readable(shown, STATUS_TOKENS.get(card.status, "text-subtle"))
    box(painter, QRectF(WIDTH - 20, HEAD / 2 - 4, 8, 8), 4, fill=tone)
    for number, (key, value) in enumerate(card.metrics):
        row = QRectF(14, HEAD + number * METRIC, WIDTH - 28, METRIC)
        used = line(painter, row, value, "caption-medium", shown.color("text"), RIGHT)
        row.setWidth(max(row.width() - used - 8, 0))
        line(painter, row, key, "caption", shown.color("text-muted"))
    painter.restore()


def draw_map(painter: QPainter, size: QSize, cards: Sequence[Card], bounds: QRectF) -> None:
    """All cards in small, at the lower right."""
    shown = theme()
    frame = QRectF(0, 0, _MAP.width(), _MAP.height())
    frame.moveBottomRight(QPointF(size.width() - 12, size.height() - 12))
    fill = shown.color("surface-2", 0.9)
    box(painter, frame, corner(6), fill=fill, edge=shown.color("border"))
    inner = frame.adjusted(8, 8, -8, -8)
    scale = min(
        inner.width() / max(bounds.width(), 1),
        inner.height() / max(bounds.height(), 1),
        _MAP_SCALE,
    )
    for card in cards:
        mark = QRectF(
            inner.left() + (card.x - bounds.left()) * scale,
            inner.top() + (card.y - bounds.top()) * scale,
            max(WIDTH * scale, 2),
            max(card.height * scale, 2),
        )
        tone = shown.color(STATUS_TOKENS.get(card.status, "text-subtle"))
        box(painter, mark, 1.5, fill=tone)
