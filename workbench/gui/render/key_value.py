"""KeyValue: names on the left, values on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render.layout import fitting_columns, shrink, tracks
from workbench.gui.render.node import CannotDrawError, Node
from workbench.gui.render.plain import label_of, list_of, mapping_of, text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_PAD_X, _PAD_Y = 12, 4
_ROW_GAP, _COLUMN_GAP, _PAIR_GAP = 6, 24, 12
_NARROWEST = 110
_MOST_PAIRS = 2000


def _shown(value: Any) -> str:
    """As the platform writes it: null is the word null."""
    return "null" if value is None else text_of(value)


@register("KeyValue")
class KeyValueView(NodeView):
    """Pairs on rows with a hairline under each, in one or more equal columns."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        theme = self.theme
        given = self.node.props.get("items")
        if isinstance(given, str):
            raise CannotDrawError("its items are text; the platform draws a list of pairs only")
        items = [mapping_of(item) for item in list_of(given)[:_MOST_PAIRS]]
        self._pairs = [
            (
                TextBlock(theme, label_of(item.get("key")), "caption"),
                TextBlock(theme, _shown(item.get("value")), "caption-medium"),
            )
            for item in items
        ]
        self._columns = whole_of(self.node.props.get("columns"), 1, low=1, high=12)

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def _frame(self) -> int:
        return 2 * _PAD_X + _COLUMN_GAP * (self._columns - 1)

    def measure_natural(self) -> int:
        """Every column as wide as its longest pair."""
        pairs = ((key.natural() + value.natural()) for key, value in self._pairs)
        return (max(pairs, default=0) + _PAIR_GAP) * self._columns + self._frame()

    def measure_minimum(self) -> int:
        """The longest words."""
        pairs = ((key.minimum() + value.minimum()) for key, value in self._pairs)
        return max(pairs, default=0) + _PAIR_GAP + 2 * _PAD_X

    def _split(self, key: TextBlock, value: TextBlock, width: int) -> tuple[int, int]:
        """Widths of a key and its value on a row of that width."""
        wants = [key.natural(), value.natural()]
        room = max(width - _PAIR_GAP, 2)
        if sum(wants) <= room:
            return wants[0], room - wants[0]
        floors = [key.minimum(), value.minimum()]
        if sum(floors) > room:
            floors = [min(floor, room // 3) for floor in floors]
        left, right = shrink(wants, room, floors)
        return left, right

    def _edges(self, width: int) -> list[tuple[int, int]]:
        """The columns: as many as asked for, or fewer on a narrow pane."""
        inner = max(width - 2 * _PAD_X, 0)
        columns = fitting_columns(inner, self._columns, _COLUMN_GAP, _NARROWEST)
        return tracks(inner, columns, _COLUMN_GAP)

    def _row_heights(self, width: int) -> list[int]:
        wide, columns = self._edges(width)[0][1], len(self._edges(width))
        heights: list[int] = []
        for start in range(0, len(self._pairs), columns):
            row = self._pairs[start : start + columns]
            tallest = 0
            for key, value in row:
                left, right = self._split(key, value, wide)
                tallest = max(tallest, key.height(left), value.height(right))
            heights.append(tallest + 2 * self.theme.space(_PAD_Y) + 1)
        return heights

    def measure_height(self, width: int) -> int:
        """All rows and the gaps between them."""
        heights = self._row_heights(width)
        return sum(heights) + _ROW_GAP * max(len(heights) - 1, 0)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The rows in sight."""
        theme, pad = self.theme, self.theme.space(_PAD_Y)
        edges = self._edges(self.w)
        top = self.y
        for row, tall in enumerate(self._row_heights(self.w)):
            if top <= clip.bottom() and top + tall >= clip.top():
                pairs = self._pairs[row * len(edges) : (row + 1) * len(edges)]
                for (key, value), (left, wide) in zip(pairs, edges, strict=False):
                    x = self.x + _PAD_X + left
                    key_width, value_width = self._split(key, value, wide)
                    key.paint(
                        painter,
                        x,
                        top + pad,
                        key_width,
                        theme.color("text-muted"),
                    )
                    start, right = x + wide - value_width, Qt.AlignmentFlag.AlignRight
                    ink = theme.color("text")
                    value.paint(painter, start, top + pad, value_width, ink, right)
                    painter.fillRect(x, top + tall - 1, wide, 1, theme.color("border-card"))
            top += tall + _ROW_GAP

    def spoken(self) -> str:
        """Every pair."""
        return ". ".join(f"{key.text}: {value.text}" for key, value in self._pairs)

    def tooltip_at(self, point: QPoint) -> str:
        """Nothing: both sides wrap."""
        return ""
