"""Divider: a hairline, with a label in it if there is one."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_MARGIN = 8
_INDENT = 12
_LABEL_PAD = 8


@register("Divider")
class DividerView(NodeView):
    """A 1 px line with 8 px above and below."""

    role = "separator"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        label = label_of(self.node.props.get("label"))
        block = TextBlock(self.theme, label, "overline", truncate=True)
        self._label = block if label else None

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The label and a bit of line on both sides."""
        return self._label.natural() + 2 * (_INDENT + _LABEL_PAD) if self._label else _INDENT

    def measure_minimum(self) -> int:
        """A stub."""
        return _INDENT

    def measure_height(self, width: int) -> int:
        """The line and its margins; the label does not make it taller."""
        return 1 + 2 * _MARGIN

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The line, broken by the label so that it lies on any ground."""
        color = self.theme.color("border-subtle")
        top = self.y + _MARGIN
        if self._label is None:
            painter.fillRect(self.x, top, self.w, 1, color)
            return
        left = self.x + _INDENT
        room = max(self.w - 2 * (_INDENT + _LABEL_PAD), 0)
        wide = min(self._label.natural(), room) + 2 * _LABEL_PAD
        painter.fillRect(self.x, top, _INDENT, 1, color)
        painter.fillRect(left + wide, top, max(self.w - _INDENT - wide, 0), 1, color)
        y = top - (self._label.line - 1) / 2
        ink = self.theme.color("text-muted")
        self._label.paint(painter, left + _LABEL_PAD, y, wide - 2 * _LABEL_PAD, ink)

    def spoken(self) -> str:
        """The label."""
        return self._label.text if self._label else ""
