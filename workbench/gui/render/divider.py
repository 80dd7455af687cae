"""Divider: a hairline, with a label in it if there is one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_MARGIN = 8
_LABEL_LEFT, _LABEL_PAD = 12, 8


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
        """The label and a bit of line."""
        return (self._label.natural() if self._label else 0) + 2 * (_LABEL_LEFT + _LABEL_PAD)

    def measure_minimum(self) -> int:
        """A stub."""
        return _LABEL_LEFT

    def _band(self) -> int:
        return self._label.line if self._label is not None else 1

    def measure_height(self, width: int) -> int:
        """The line, or the label on it, and the margins."""
        return self._band() + 2 * _MARGIN

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The label near the left end and the line after it, so that it lies on any ground."""
        color = self.theme.color("border-subtle")
        line = self.y + _MARGIN + self._band() // 2
        left = self.x
        if self._label is not None:
            room = max(self.w - _LABEL_LEFT - _LABEL_PAD, 0)
            wide = min(self._label.natural(), room)
            ink = self.theme.color("text-muted")
            self._label.paint(painter, left + _LABEL_LEFT, self.y + _MARGIN, wide, ink)
            painter.fillRect(left, line, _LABEL_LEFT - _LABEL_PAD, 1, color)
            left += _LABEL_LEFT + wide + _LABEL_PAD
        painter.fillRect(left, line, max(self.x + self.w - left, 0), 1, color)

    def tooltip_at(self, point: QPoint) -> str:
        """All of a label that is cut."""
        room = self.w - _LABEL_LEFT - _LABEL_PAD
        cut = self._label is not None and self._label.elided(room)
        return self._label.text if self._label is not None and cut else ""

    def spoken(self) -> str:
        """The label."""
        return self._label.text if self._label else ""
