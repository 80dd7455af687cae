"""Painting that several widgets share: rounded boxes, rings, icons, one line of text, shadows.

Widgets ask for the theme when they paint, so a change of theme needs nothing but a repaint.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from workbench.gui.render.mirror import draw_text, turned, upright
from workbench.gui.theme import Theme, icons, manager

VCENTER = Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | VCENTER
RIGHT = Qt.AlignmentFlag.AlignRight | VCENTER
CENTER = Qt.AlignmentFlag.AlignHCenter | VCENTER
DISABLED_OPACITY = 0.55
_SHADOW_REACH = 18
_POINTING = frozenset(
    {"send", "reply", "forward", "undo", "redo", "log", "list", "text", "external"}
)
"""First words of icons that run with the line although they name no side."""
_NUMBERED = frozenset({"ordered", "decimals"})
"""Words of icons with figures in them, which nobody could read mirrored."""
_SPARE, _WIDEST = 64, 4_000
"""Letters of a line that are measured beyond its width in px, and where no width is known."""


def theme() -> Theme:
    """The theme in force for panels."""
    return manager().panels


def corner(px: float) -> int:
    """A corner's radius as the agency in force rounds it; not for pills and discs."""
    return theme().corner(px)


def smooth(painter: QPainter) -> None:
    """Antialias what follows."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def box(
    painter: QPainter,
    rect: QRectF | QRect,
    radius: float,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded rectangle; its border lies inside `rect`."""
    area = QRectF(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is not None:
        half = width / 2
        pen = QPen(edge, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        area.adjust(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if radius:
        painter.drawRoundedRect(area, radius, radius)
    else:
        painter.drawRect(area)


def ring(painter: QPainter, rect: QRectF | QRect, radius: float) -> None:
    """The 2 px ring of a control that has the keyboard, drawn just inside `rect`."""
    smooth(painter)
    box(painter, rect, radius, edge=theme().color("focus-ring"), width=2.0)


def line(
    painter: QPainter,
    rect: QRectF | QRect,
    text: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """One line of text, cut with an ellipsis; answers its width in px."""
    if not text:
        return 0.0
    area, shown = QRectF(rect), theme()
    metrics = shown.metrics(role)
    text = text[: int(max(area.width(), 0.0)) + _SPARE]  # no letter is narrower than a pixel
    width = metrics.horizontalAdvance(text)
    if width > area.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0.0))
        width = min(metrics.horizontalAdvance(text), area.width())
    painter.setFont(shown.font(role))
    painter.setPen(color)
    left = area.left()
    if align is not LEFT:  # most lines, and asking a flag costs more than drawing does
        if align & Qt.AlignmentFlag.AlignRight:
            left = area.right() - width
        elif align & Qt.AlignmentFlag.AlignHCenter:
            left += (area.width() - width) / 2
    top = math.floor(area.top() + (area.height() - shown.line_height(role)) / 2)
    draw_text(painter, QPointF(left, top + shown.baseline(role)), text, width)
    return width


def text_width(text: str, role: str) -> int:
    """Width of one line of `text` in whole px, rounded up."""
    return math.ceil(theme().metrics(role).horizontalAdvance(text[:_WIDEST]))


def glyph(
    painter: QPainter,
    name: str,
    center: QPointF,
    px: int,
    color: QColor,
    *,
    fallback: str = "",
) -> bool:
    """An icon centred on a point; an unknown name draws `fallback`, if there is one."""
    left, top = center.x() - px / 2, center.y() - px / 2
    if name and symbol(painter, name, left, top, px, color):
        return True
    return bool(fallback) and symbol(painter, fallback, left, top, px, color)


def symbol(painter: QPainter, name: str, left: float, top: float, px: int, color: QColor) -> bool:
    """An icon at a place; mirrored with the page only if it points along the line."""
    if turned(painter) and not points(name):
        with upright(painter, left + px / 2):
            return icons.paint(painter, name, left, top, px, color)
    return icons.paint(painter, name, left, top, px, color)


def points(name: str) -> bool:
    """Whether an icon says where the line, or the page, goes on: arrows, undo, send, lists."""
    words = (icons.resolve(name) or "").split("-")
    sided = "left" in words or "right" in words
    return (sided or words[0] in _POINTING) and not _NUMBERED.intersection(words)


def shadow(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The soft shadow under an overlay, drawn outside `rect` (0 12 32 -12)."""
    color = QColor(theme().color("shadow"))
    strongest = color.alphaF()
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SHADOW_REACH, 0, -2):
        fade = 1 - step / (_SHADOW_REACH + 2)
        color.setAlphaF(strongest * 0.22 * fade * fade)
        painter.setBrush(color)
        grown = rect.adjusted(-step * 0.6, -step * 0.3, step * 0.6, step)
        painter.drawRoundedRect(grown, radius + step * 0.6, radius + step * 0.6)


def checkmark(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """A tick inside a 16 px box; it leans the same way on every page."""
    unit = rect.width() / 16
    pen = QPen(color, 1.8 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left, top = rect.left(), rect.top()
    with upright(painter, rect.center().x()):
        painter.drawPolyline(
            [
                QPointF(left + 4.2 * unit, top + 8.2 * unit),
                QPointF(left + 7 * unit, top + 11 * unit),
                QPointF(left + 12 * unit, top + 5.4 * unit),
            ]
        )


def check(painter: QPainter, rect: QRectF, *, on: bool, partly: bool = False) -> None:
    """A checkbox: framed when off, filled with a tick (or a dash) when on."""
    shown = theme()
    if on or partly:
        box(painter, rect, 3, fill=shown.color("primary"))
        ink = shown.color("text-on-primary")
        if partly and not on:
            middle = QRectF(rect.left() + 4, rect.center().y() - 1, rect.width() - 8, 2)
            box(painter, middle, 1, fill=ink)
        else:
            checkmark(painter, rect, ink)
        return
    fill, edge = shown.color("surface-input"), shown.color("border-strong")
    box(painter, rect, 3, fill=fill, edge=edge, width=1.5)


def radio(painter: QPainter, rect: QRectF, *, on: bool) -> None:
    """A radio button's ring, with its dot when chosen."""
    shown = theme()
    edge = shown.color("primary" if on else "border-strong")
    box(painter, rect, rect.width(), fill=shown.color("surface-input"), edge=edge, width=1.5)
    if on:
        inset = rect.width() * 0.25
        dot = rect.adjusted(inset, inset, -inset, -inset)
        box(painter, dot, dot.width(), fill=shown.color("primary"))


def switch(painter: QPainter, rect: QRectF, place: float) -> None:
    """A switch; `place` is 0 for off, 1 for on and anything between while it moves."""
    shown = theme()
    off, on = shown.color("surface-3"), shown.color("primary")
    box(painter, rect, rect.height() / 2, fill=mixed(off, on, place))
    inset = 2.0
    side = rect.height() - 2 * inset
    left = rect.left() + inset + (rect.width() - side - 2 * inset) * place
    knob = QRectF(left, rect.top() + inset, side, side)
    box(painter, knob, side / 2, fill=QColor(Qt.GlobalColor.white))


def mixed(one: QColor, two: QColor, part: float) -> QColor:
    """The colour `part` (0..1) of the way from `one` to `two`."""
    keep = 1 - part
    return QColor.fromRgbF(
        one.redF() * keep + two.redF() * part,
        one.greenF() * keep + two.greenF() * part,
        one.blueF() * keep + two.blueF() * part,
        one.alphaF() * keep + two.alphaF() * part,
    )
