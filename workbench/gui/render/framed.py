"""A column of nodes inside a card, for nodes that are made of simpler ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import box
from workbench.gui.render.container import ContainerView

_PAD = 16


class FramedView(ContainerView):
    """Subclasses answer in `content` with the nodes they are made of."""

    edge = "border-card"

    @property
    def _pad(self) -> int:
        """Padding and border."""
        return self.theme.space(_PAD) + 1

    def measure_natural(self) -> int:
        """The widest node and the padding."""
        return super().measure_natural() + 2 * self._pad

    def measure_minimum(self) -> int:
        """The widest node that cannot shrink and the padding."""
        return super().measure_minimum() + 2 * self._pad

    def measure_height(self, width: int) -> int:
        """All nodes and the padding."""
        return super().measure_height(max(width - 2 * self._pad, 0)) + 2 * self._pad

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the nodes inside the padding."""
        inner = (x + self._pad, y + self._pad, max(w - 2 * self._pad, 0), h - 2 * self._pad)
        super().place(*inner)
        self.x, self.y, self.w, self.h = x, y, w, h

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The card, then the nodes."""
        fill, edge = self.theme.color("surface-card"), self.theme.color(self.edge)
        box(painter, QRectF(self.rect), self.theme.radius("xl"), fill=fill, edge=edge)
        super().paint(painter, clip)


def node(kind: str, **props: Any) -> dict[str, Any]:
    """A node of the platform, to build others from."""
    return {"type": kind, "props": props}


def row(*children: dict[str, Any], gap: int = 2, justify: str = "start") -> dict[str, Any]:
    """A row of nodes."""
    return node("Stack", children=list(children), direction="h", gap=gap, justify=justify)
