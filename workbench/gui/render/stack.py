"""Stack: children in a column or a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render import layout
from workbench.gui.render.choices import one_of
from workbench.gui.render.container import ContainerView, paint_all
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.view import NodeView
from workbench.gui.theme import tokens

STICKY = "‹inside a sticky stack›"
"""Marks the copy of a sticky stack's node that stands inside its widget."""

_ALIGNS = frozenset({"start", "center", "end", "stretch"})
_JUSTIFIES = frozenset({"start", "center", "end", "between", "around"})
_ROW_PADDING = 6
_STICKY_PADDING = 10
_DEFAULT_GAP = 3


def gap_px(value: Any, absent: int = _DEFAULT_GAP) -> int:
    """A gap prop in px: only 0, 1, 2, 3, 4, 6 and 8 units exist, anything else is 12 px."""
    scale = tokens.scale()
    units = absent if value is None else whole_of(value, -1, low=-1)
    return (units if units in scale.gaps else _DEFAULT_GAP) * scale.unit


@register("Stack", "Row", "Column")
class StackView(ContainerView):
    """A column, or with ``direction`` h a row that wraps unless told not to."""

    see_through = True

    def read_props(self) -> None:
        """Direction, gap, alignment and wrapping."""
        props = self.node.props
        self.row = props.get("direction") in ("h", "horizontal")
        self.gap = gap_px(props.get("gap"))
        self.align = one_of(props.get("align"), _ALIGNS, "center" if self.row else "stretch")
        self.justify = one_of(props.get("justify"), _JUSTIFIES, "start")
        wrap = props.get("wrap")
        self.wrap = (wrap is not False) if self.row else wrap is True
        sticky = flag_of(props.get("sticky"))
        rows = _STICKY_PADDING if sticky else _ROW_PADDING
        rows = self.theme.space(rows)
        self.padding = rows if self.row and not props.get("className") else 0

    @classmethod
    def variant_for(cls, node: Node) -> type[NodeView]:
        """A sticky stack has a widget of its own that moves with the scrolling."""
        if flag_of(node.props.get("sticky")) and STICKY not in node.raw:
            from workbench.gui.render.sticky import StickyStack

            return StickyStack
        return cls

    def accepts(self, node: Node) -> bool:
        """Becoming sticky makes another view."""
        return super().accepts(node) and self.variant_for(node) is type(self)

    def measure_natural(self) -> int:
        """Of a row the sum of its children, of a column the widest."""
        if not self.row:
            return super().measure_natural()
        views = self.body.present
        return sum(view.natural() for view in views) + self.gap * max(len(views) - 1, 0)

    def measure_minimum(self) -> int:
        """Of a row that cannot wrap the sum of the minimums, else the widest minimum."""
        if not self.row or self.wrap:
            return super().measure_minimum()
        views = self.body.present
        return sum(view.minimum() for view in views) + self.gap * max(len(views) - 1, 0)

    def measure_height(self, width: int) -> int:
        """The lines of the row, or the column."""
        if not self.row:
            return super().measure_height(width)
        wrap = self._wraps(width)
        return layout.row_height(self.body.present, width, self.gap, wrap) + 2 * self.padding

    def _wraps(self, width: int) -> bool:
        """Whether the row may take more lines: also where it must, or it would be cut."""
        return self.wrap or self.minimum() > width

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the children."""
        super(ContainerView, self).place(x, y, w, h)
        if self.row:
            area = (x, y + self.padding, w, h - 2 * self.padding)
            layout.place_row(
                self.body.present, area, self.gap, self.align, self.justify, self._wraps(w)
            )
        else:
            layout.place_column(self.body.present, (x, y, w, h), self.gap, self.align, self.justify)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The children in sight."""
        paint_all(self.body.present, painter, clip)
