"""Timeline: what happened, one under the other along a rail."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render.blocks import Lines, line_of
from workbench.gui.render.brushwork import symbol
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of, list_of, mapping_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView
from workbench.gui.theme import icons
from workbench.gui.theme.contrast import ink_on

_DOT, _DOT_TOP, _RAIL_GAP = 12, 6, 4
_TEXT_LEFT = _DOT + 12
_LINE_GAP, _BELOW = 2, 16
_ICON = 10
_MOST = 2000
_COLORS = {
    "blue": "primary",
    "green": "success",
    "red": "danger",
    "amber": "warning",
    "yellow": "warning",
    "purple": "accent",
    "gray": "surface-3",
}


@dataclass(slots=True)
class _Entry:
    lines: Lines
    token: str
    icon: str


@register("Timeline")
class TimelineView(NodeView):
    """Dots on a rail with a title, a description and a time each."""

    role = "list"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        items = self.node.props.get("items")
        entries = list_of(items)[:_MOST] if isinstance(items, list) else []
        self._entries = [self._entry(mapping_of(item)) for item in entries]

    def _entry(self, item: dict[str, object]) -> _Entry:
        theme = self.theme
        color, icon = item.get("color"), label_of(item.get("icon"))
        lines = Lines(
            line_of(theme, text_of(item.get("title")), "body-medium", "text"),
            line_of(theme, text_of(item.get("description")), "caption", "text-muted", _LINE_GAP),
            line_of(theme, text_of(item.get("time")), "caption", "text-muted", _LINE_GAP),
        )
        token = _COLORS.get(color, "primary") if isinstance(color, str) else "primary"
        return _Entry(lines, token, icon if icons.resolve(icon) else "")

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The rail and the longest text."""
        return max((entry.lines.natural() for entry in self._entries), default=0) + _TEXT_LEFT

    def measure_minimum(self) -> int:
        """The rail and the longest word."""
        return max((entry.lines.minimum() for entry in self._entries), default=0) + _TEXT_LEFT

    def _heights(self, width: int) -> list[int]:
        inner = max(width - _TEXT_LEFT, 1)
        return [max(entry.lines.height(inner), 20) + _BELOW for entry in self._entries]

    def measure_height(self, width: int) -> int:
        """All entries, each with 16 px below it."""
        return sum(self._heights(width))

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The entries in sight and the rail between their dots."""
        theme, top = self.theme, self.y
        last = len(self._entries) - 1
        for index, (entry, tall) in enumerate(
            zip(self._entries, self._heights(self.w), strict=True)
        ):
            if top <= clip.bottom() and top + tall >= clip.top():
                middle = QPointF(self.x + _DOT / 2, top + _DOT_TOP + _DOT / 2)
                self._paint_dot(painter, entry, middle)
                if index < last:
                    rail = top + _DOT_TOP + _DOT + _RAIL_GAP
                    length = tall - _DOT_TOP - _DOT - 2 * _RAIL_GAP
                    left = self.x + _DOT // 2
                    painter.fillRect(left, rail, 1, max(length, 0), theme.color("surface-3"))
                inner = max(self.w - _TEXT_LEFT, 1)
                entry.lines.paint(painter, theme, self.x + _TEXT_LEFT, top, inner)
            top += tall

    def _paint_dot(self, painter: QPainter, entry: _Entry, middle: QPointF) -> None:
        ground = self.theme.color(entry.token)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(middle, _DOT / 2, _DOT / 2)
        if not entry.icon:
            return
        ink = ink_on(ground)
        half = _ICON / 2
        symbol(painter, entry.icon, middle.x() - half, middle.y() - half, _ICON, ink)

    def spoken(self) -> str:
        """Every entry."""
        return "; ".join(entry.lines.text() for entry in self._entries)
