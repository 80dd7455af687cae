"""An invisible button under painted content: what makes a card or a picture clickable."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import box, ring, theme
from workbench.gui.render.clickables import Clickable


class HitArea(Clickable):
    """Covers a rectangle of a surface and lies under every other widget in it.

    Painted content shows through it; real widgets inside the rectangle lie above it and keep their
    own clicks. ``radius`` is the name of the radius of the shape it covers.
    """

    def __init__(self, name: str, parent: QWidget, radius: str, *, veil: bool = False) -> None:
        super().__init__(name, parent)
        self._radius = radius
        self._veil = veil

    def sink(self, above: list[QWidget]) -> None:
        """Go below these widgets, which stand inside the rectangle."""
        for widget in above:
            if widget is not self and widget.parentWidget() is self.parentWidget():
                self.stackUnder(widget)
                return

    def draw(self, painter: QPainter) -> None:
        """A brighter border (or a veil over a picture) under the pointer; the focus ring."""
        area, radius = QRectF(self.rect()), theme().radius(self._radius)
        if self.underMouse() and self.isEnabled():
            if self._veil:
                box(painter, area, radius, fill=theme().color("surface-0", 0.2))
            else:
                box(painter, area, radius, edge=theme().color("border-card-hover"))
        if self.key_focus:
            ring(painter, area, radius)
