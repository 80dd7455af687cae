"""What stands in the place of a node that cannot be drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import box, smooth
from workbench.gui.render.node import Node
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

FAILED = "This section failed to render."
_PAD_X, _PAD_Y = 9, 5


class Notice(NodeView):
    """One line in a tinted box: why nothing is drawn here."""

    weighs = False
    tone = "warning"
    ink = "warning-ink"

    def __init__(self, scope: Scope, node: Node, text: str) -> None:
        super().__init__(scope, node)
        self.text = text
        self._block = TextBlock(scope.theme, text, "caption")

    def accepts(self, node: Node) -> bool:
        """A notice never becomes a drawn node: the node is tried afresh."""
        return False

    def measure_natural(self) -> int:
        """The text on one line."""
        return self._block.natural() + 2 * _PAD_X

    def measure_minimum(self) -> int:
        """The longest word."""
        return self._block.minimum() + 2 * _PAD_X

    def measure_height(self, width: int) -> int:
        """The wrapped text."""
        return self._block.height(width - 2 * _PAD_X) + 2 * _PAD_Y

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """A tinted box with the text."""
        smooth(painter)
        theme = self.theme
        fill, edge = theme.color(self.tone, 0.1), theme.color(self.tone, 0.4)
        box(painter, QRectF(self.rect), theme.radius("sm"), fill=fill, edge=edge)
        inner = self.w - 2 * _PAD_X
        self._block.paint(
            painter, self.x + _PAD_X, self.y + _PAD_Y, inner, theme.ink(self.ink, 0.1, self.tone)
        )

    def spoken(self) -> str:
        """The text."""
        return self.text


class Failure(Notice):
    """The platform's failure box, with the reason in its tooltip."""

    tone = "danger"
    ink = "danger"

    def __init__(self, scope: Scope, node: Node, reason: str) -> None:
        super().__init__(scope, node, FAILED)
        self.reason = reason[:2000]

    def tooltip_at(self, point: QPoint) -> str:
        """Which node, and why."""
        return f"{self.node.type}: {self.reason}"


class Unknown(Notice):
    """A type nothing here can draw; the platform draws nothing at all in its place."""

    tone = "danger"
    ink = "danger"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node, f"Unknown component: {node.type}")

    def tooltip_at(self, point: QPoint) -> str:
        """What the platform does."""
        return "The platform draws nothing for a type it does not know."
