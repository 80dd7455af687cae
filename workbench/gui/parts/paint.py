"""Painting shared by the chrome's controls and the panes' delegates."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption

from workbench.gui.parts import look
from workbench.gui.theme import Theme
from workbench.gui.theme.contrast import over

_BADGE_TINT = 0.14
_BADGE_EDGE = 0.38


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    edge: QColor | None = None,
) -> None:
    """A rounded rectangle with a crisp one pixel edge inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def text(
    painter: QPainter,
    rect: QRectF,
    content: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of text, vertically centred and elided to fit."""
    shown = look.metrics(role).elidedText(content, elide, rect.width())
    painter.setFont(look.font(role))
    painter.setPen(color)
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)


class Wrapped:
    """A text broken into lines at words, or inside a word that is too long for a line.

    `size` is what it needs; `draw` paints it with its top left corner at a point.
    """

    def __init__(self, content: str, role: str, width: float) -> None:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout = QTextLayout(content.replace("\n", "\u2028"), look.font(role))
        self._layout.setTextOption(option)
        spacing = look.metrics(role).lineSpacing() + 1
        top, widest = 0.0, 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            widest = max(widest, line.naturalTextWidth())
            top += spacing
        self._layout.endLayout()
        self.size = QSizeF(math.ceil(widest), math.ceil(top))

    def draw(self, painter: QPainter, at: QPointF, color: QColor) -> None:
        """Paints the lines."""
        painter.setPen(color)
        self._layout.draw(painter, at)


def badge_size(content: str, mono: bool = False) -> tuple[int, int]:
    """Width and height of a badge."""
    role = "mono-tiny" if mono else "tiny-medium"
    return look.width(role, content) + look.px(16), look.px(19)


def fitting_badge(content: str, room: float, mono: bool = False) -> str:
    """As much of a badge's text as a badge of the width `room` can hold."""
    if badge_size(content, mono)[0] <= room:
        return content
    metrics = look.metrics("mono-tiny" if mono else "tiny-medium")
    return metrics.elidedText(content, Qt.TextElideMode.ElideRight, room - look.px(16))


def badge(
    painter: QPainter, x: float, center: float, content: str, tone: str, mono: bool = False
) -> float:
    """A pill with its left edge at `x`, centred on `center`; returns its width."""
    wide, high = badge_size(content, mono)
    rect = QRectF(x, center - high / 2, wide, high)
    fill, edge, color = badge_colors(tone)
    rounded(painter, rect, high / 2, fill, edge)
    role = "mono-tiny" if mono else "tiny-medium"
    text(painter, rect, content, role, color, Qt.AlignmentFlag.AlignHCenter)
    return float(wide)


def badge_colors(tone: str) -> tuple[QColor, QColor, QColor]:
    """Fill, edge and ink of a badge."""
    theme = look.theme()
    if tone in ("muted", "subtle", "text"):
        return theme.color("surface-2"), theme.color("border"), theme.color("text-muted")
    base = {"warning": "warning", "info": "primary"}.get(tone, tone)
    fill = theme.color(base, _BADGE_TINT)
    edge = theme.color(base, 1.0 if theme.strong else _BADGE_EDGE)
    return fill, edge, _badge_ink(theme, tone, fill.rgba())


@lru_cache(maxsize=64)
def _badge_ink(theme: Theme, tone: str, fill: int) -> QColor:
    chrome = look.ground()
    below = (chrome, over(theme.color("selected"), chrome))
    tint = QColor.fromRgba(fill)
    return look.legible_on(look.ink(tone), [over(tint, ground) for ground in below])


def dot(painter: QPainter, x: float, center: float, size: float, color: QColor) -> None:
    """A filled dot with its left edge at `x`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x + size / 2, center), size / 2, size / 2)


def hairline(painter: QPainter, x1: float, y1: float, x2: float, y2: float, color: QColor) -> None:
    """A line one device pixel wide, on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color, 1))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The ring of a control that has the keyboard focus, drawn inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.theme().color("focus-ring"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
