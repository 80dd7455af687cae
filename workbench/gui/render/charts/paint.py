"""Painting of charts: axes, lines, bars, areas, pies, legend and the hover tooltip."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from workbench.gui.render.brushwork import CENTER, LEFT, RIGHT, box, corner, line, text_width, theme
from workbench.gui.render.charts.curves import DENSE, closed, curve, pieces, runs
from workbench.gui.render.charts.data import Axis, ChartData, tick_text, value_text
from workbench.gui.render.charts.frame import Frame
from workbench.gui.render.css_color import css_color

SERIES_TOKENS = 8
_BAR_GAP = 4
_WIDEST_BAR = 120


def color_of(data: ChartData, number: int) -> QColor:
    """The colour of a series: its own, else the palette's."""
    series = data.series[number] if number < len(data.series) else None
    given = css_color(series.color) if series is not None and series.color else None
    return given if given is not None else palette(number)


def palette(number: int) -> QColor:
    """The palette's colours, over and over."""
    return theme().color(f"series-{number % SERIES_TOKENS + 1}")


def axes(painter: QPainter, frame: Frame) -> None:
    """Tick labels at the left, the right and the bottom; no lines (UI reference, Chart)."""
    ink = theme().color("text-subtle")
    for axis, at_left in ((frame.left, True), (frame.right, False)):
        if axis is not None:
            _ticks(painter, frame, axis, at_left, ink)
    step = frame.label_step()
    for place in range(0, len(frame.data.categories), step):
        width = min(frame.band * step - 6, 160.0)
        area = QRectF(frame.x(place) - width / 2, frame.plot.bottom() + 5, width, 16)
        line(painter, area, frame.data.categories[place], "small", ink, CENTER)


def _ticks(painter: QPainter, frame: Frame, axis: Axis, at_left: bool, ink: QColor) -> None:
    for tick in axis.ticks:
        y = frame.y(axis, tick)
        if at_left:
            area = QRectF(0, y - 8, frame.plot.left() - 8, 16)
        else:
            area = QRectF(frame.plot.right() + 8, y - 8, 80, 16)
        line(painter, area, tick_text(tick), "small", ink, RIGHT if at_left else LEFT)


def lines(painter: QPainter, frame: Frame) -> None:
    """Line and area series."""
    for number, series in enumerate(frame.data.series):
        ink = color_of(frame.data, number)
        base = frame.y(frame.axis(series), 0.0)
        for points in runs(frame, series):
            if len(points) == 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawEllipse(QPointF(*points[0]), 3, 3)
                continue
            path = curve(points)
            if frame.data.kind == "area":
                painter.fillPath(closed(path, points, base), _fade(ink, frame))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(ink, 2)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            if len(points) > DENSE:
                painter.drawLines(pieces(points))
            else:
                painter.drawPath(path)


def _fade(ink: QColor, frame: Frame) -> QLinearGradient:
    gradient = QLinearGradient(frame.plot.topLeft(), frame.plot.bottomLeft())
    top, bottom = QColor(ink), QColor(ink)
    top.setAlphaF(0.35)
    bottom.setAlphaF(0.04)
    gradient.setColorAt(0, top)
    gradient.setColorAt(1, bottom)
    return gradient


def bars(painter: QPainter, frame: Frame) -> None:
    """Grouped bars with rounded tops."""
    count = max(len(frame.data.series), 1)
    room = frame.band * 0.8
    width = min(max((room - _BAR_GAP * (count - 1)) / count, 1.0), _WIDEST_BAR)
    gap = _BAR_GAP if width > 3 else 0
    group = count * width + (count - 1) * gap
    painter.setPen(Qt.PenStyle.NoPen)
    drawn = -1.0
    for place in range(len(frame.data.categories)):
        x = frame.x(place) - group / 2
        if frame.band < 1 and int(x) == int(drawn):
            continue
        drawn = x
        for number, series in enumerate(frame.data.series):
            value = series.values[place]
            if value is not None:
                axis = frame.axis(series)
                y, base = frame.y(axis, value), frame.y(axis, 0.0)
                rect = QRectF(x + number * (width + gap), min(y, base), width, abs(base - y))
                painter.fillPath(_bar(rect, up=value >= 0), color_of(frame.data, number))


def _bar(rect: QRectF, *, up: bool) -> QPainterPath:
    radius = min(3.0, rect.width() / 2, rect.height())
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(rect, radius, radius)
    flat = QRectF(rect)
    if up:
        flat.setTop(rect.top() + radius)
    else:
        flat.setBottom(rect.bottom() - radius)
    path.addRect(flat)
    return path


def pie(painter: QPainter, data: ChartData, area: QRectF) -> list[tuple[float, float]]:
    """Slices of the first series, against the clock from three o'clock; answers their angles."""
    values = [max(value or 0.0, 0.0) for value in data.series[0].values]
    total = sum(values)
    if total <= 0:
        return []
    radius = min(area.width(), area.height()) / 2 * 0.7
    disc = QRectF(0, 0, 2 * radius, 2 * radius)
    disc.moveCenter(area.center())
    angles: list[tuple[float, float]] = []
    start = 0.0
    edge = QPen(theme().color("surface-0"), 1)
    for number, value in enumerate(values):
        span = 360 * value / total
        angles.append((start, span))
        painter.setPen(edge)
        painter.setBrush(palette(number))
        painter.drawPie(disc, round(start * 16), round(span * 16))
        if span >= 4:
            _pie_label(painter, disc, start + span / 2, value_text(value))
        start += span
    return angles


def _pie_label(painter: QPainter, disc: QRectF, angle: float, text: str) -> None:
    reach = disc.width() / 2 + 18
    turn = math.radians(angle)
    x = disc.center().x() + reach * math.cos(turn)
    y = disc.center().y() - reach * math.sin(turn)
    area = QRectF(x - 60, y - 12, 120, 24)
    line(painter, area, text, "legend", theme().color("text-muted"), CENTER)


def names_in_legend(data: ChartData) -> list[str]:
    """What the legend names: the slices of a pie, else the series."""
    return list(data.categories if data.kind == "pie" else (one.label for one in data.series))


def legend(painter: QPainter, data: ChartData, area: QRectF) -> None:
    """Names with their colours, centred at the bottom."""
    is_pie = data.kind == "pie"
    entries = [
        (name, palette(number) if is_pie else color_of(data, number))
        for number, name in enumerate(names_in_legend(data))
    ]
    widths = [text_width(name, "legend") + 24 for name, _ in entries]
    left = area.left() + max((area.width() - sum(widths) - 8 * (len(widths) - 1)) / 2, 8)
    for (name, ink), width in zip(entries, widths, strict=True):
        if left + width + (24 if name != entries[-1][0] else 0) > area.right():
            line(
                painter,
                QRectF(left, area.top(), 20, area.height()),
                "…",
                "legend",
                theme().color("text-muted"),
            )
            return
        mark = QRectF(left, area.center().y() - 5, 10, 10)
        box(painter, mark, 5 if is_pie else 2, fill=ink)
        text = QRectF(left + 16, area.top(), width, area.height())
        line(painter, text, name, "legend", theme().color("text-muted"))
        left += width + 8


def marks(painter: QPainter, frame: Frame, place: int) -> None:
    """What shows the category under the pointer: a line with dots, or a lit band."""
    shown = theme()
    if frame.data.kind == "bar":
        band = QRectF(frame.x(place) - frame.band / 2, frame.plot.top(), frame.band, 0)
        band.setBottom(frame.plot.bottom())
        painter.fillRect(band, shown.color("surface-2", 0.7))
        return
    painter.setPen(QPen(shown.color("border-strong"), 1))
    x = frame.x(place)
    painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()))


def dots(painter: QPainter, frame: Frame, place: int) -> None:
    """The values of the category under the pointer, on their lines."""
    painter.setPen(QPen(theme().color("surface-card"), 1.5))
    for number, series in enumerate(frame.data.series):
        value = series.values[place]
        if value is not None:
            painter.setBrush(color_of(frame.data, number))
            y = frame.y(frame.axis(series), value)
            painter.drawEllipse(QPointF(frame.x(place), y), 4, 4)


def tooltip(
    painter: QPainter, area: QRectF, anchor: QPointF, title: str, rows: list[tuple[str, QColor]]
) -> None:
    """A small card beside the pointer."""
    shown = theme()
    widths = [text_width(title, "caption"), *(text_width(text, "caption") for text, _ in rows)]
    width = min(max(widths) + 22, area.width())
    height = 14 + 18 * (len(rows) + bool(title))
    left = anchor.x() + 12
    if left + width > area.right():
        left = max(anchor.x() - 12 - width, area.left())
    top = min(max(anchor.y() - height / 2, area.top() + 2), max(area.bottom() - height - 2, 0))
    card = QRectF(left, top, width, height)
    box(painter, card, corner(6), fill=shown.color("surface-2"), edge=shown.color("border"))
    text = QRectF(left + 10, top + 7, width - 20, 18)
    if title:
        line(painter, text, title, "caption", shown.color("text"))
        text.translate(0, 18)
    for words, ink in rows:
        line(painter, text, words, "caption", ink)
        text.translate(0, 18)
