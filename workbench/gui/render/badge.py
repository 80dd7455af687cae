"""Badge: a small coloured pill."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import box, smooth
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.tones import token_of
from workbench.gui.render.view import NodeView
from workbench.gui.theme import Theme

_COLORS = frozenset({"blue", "green", "red", "yellow", "purple", "orange"})
_DOT, _DOT_GAP = 6, 4
_BORDER = 1
_TINT = 0.25
"""A badge's own tint, and that of a highlighted row under it."""


class BadgeShape:
    """A badge's label, colours and size, apart from any view so that lists can draw it too."""

    def __init__(
        self, theme: Theme, label: str, color: Any = None, size: Any = "sm", dot: bool = False
    ) -> None:
        large = size == "md"
        self._role = "body-medium" if large else "caption-medium"
        self.block = TextBlock(theme, label, self._role, truncate=True)
        self._pad_x = (8 if large else 6) + _BORDER
        self._pad_y = 2 + _BORDER
        self._dot = _DOT + (_DOT_GAP if label else 0) if dot else 0
        self._fill, self._ink = _tones(color)
        self.width = self.block.natural() * bool(label) + self._dot + 2 * self._pad_x
        self.least = min(self.width, 2 * self._pad_x + self._dot + 12)
        self.height = (self.block.line if label or dot else 0) + 2 * self._pad_y

    def paint(self, painter: QPainter, theme: Theme, rect: QRect) -> None:
        """Fill ``rect`` with the pill; the label starts at its left."""
        smooth(painter)
        if self._fill is None:
            fill, edge = theme.color("surface-3", 0.4), theme.color("border")
        else:
            fill = theme.color(self._fill, 0.15)
            edge = theme.color("primary" if self._fill == "accent" else self._fill, 0.2)
        box(painter, QRectF(rect), rect.height() / 2, fill=fill, edge=edge)
        ink = theme.ink(self._ink, _TINT, self._fill or "")
        left = rect.x() + self._pad_x
        middle = rect.y() + rect.height() / 2
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(left + _DOT / 2, middle), _DOT / 2, _DOT / 2)
            left += self._dot
        room = rect.right() + 1 - self._pad_x - left
        self.block.paint(painter, left, middle - self.block.line / 2, room, ink)

    def cut(self, width: int) -> bool:
        """Whether the label ends in an ellipsis at this width."""
        return width < self.width


def _tones(color: Any) -> tuple[str | None, str]:
    """Tokens of the fill and of the ink; a fill of None is the gray badge."""
    if not isinstance(color, str) or color not in _COLORS:
        return None, "text-muted"
    token = token_of(color, "primary")
    return token, "primary" if token == "accent" else token


@register("Badge")
class BadgeView(NodeView):
    """A pill with a label, and a dot before it if asked for."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        label = label_of(get("label"))
        dot = flag_of(get("dot"))
        self._shape = BadgeShape(self.theme, label, get("color"), get("size"), dot)

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """Label, dot and padding."""
        return self._shape.width

    def measure_minimum(self) -> int:
        """A couple of letters."""
        return self._shape.least

    def measure_height(self, width: int) -> int:
        """One line."""
        return self._shape.height

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The pill, as wide as it was placed."""
        self._shape.paint(painter, self.theme, self.rect)

    def spoken(self) -> str:
        """The label."""
        return self._shape.block.text

    def tooltip_at(self, point: QPoint) -> str:
        """The whole label when it is cut."""
        return self._shape.block.text if self._shape.cut(self.w) else ""
