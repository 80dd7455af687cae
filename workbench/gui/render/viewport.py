"""The part of a plane that a canvas shows: how far it is moved, and how large it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize

_LEAST_ROOM = 40
"""Room, px, that a canvas smaller than its margins is taken to have."""


class Viewport:
    """Leads from places of a plane to places of a widget.

    `zoom` is widget px per unit of the plane, between `lowest` and `highest`; `offset` is where the
    plane's origin is on the widget. `fitted` says that the view shows everything and should go on
    doing so.
    """

    def __init__(self, lowest: float, highest: float, margin: int) -> None:
        self.zoom = 1.0
        self.offset = QPointF()
        self.fitted = False
        self._lowest = lowest
        self._highest = highest
        self._margin = margin

    def spot(self, place: QPointF) -> QPointF:
        """Where a place of the plane is on the widget."""
        return place * self.zoom + self.offset

    def fit(self, bounds: QRectF, size: QSize, center: QPointF, closest: float) -> None:
        """Show these bounds in the middle of a widget, drawn at most at the zoom `closest`."""
        room_x = max(size.width() - 2 * self._margin, _LEAST_ROOM) / max(bounds.width(), 1)
        room_y = max(size.height() - 2 * self._margin, _LEAST_ROOM) / max(bounds.height(), 1)
        self.zoom = min(max(min(room_x, room_y), self._lowest), closest)
        self.offset = center - bounds.center() * self.zoom

    def zoom_by(self, factor: float, around: QPointF) -> None:
        """Draw larger or smaller; what is at a point of the widget stays there."""
        wanted = min(max(self.zoom * factor, self._lowest), self._highest)
        self.offset = around - (around - self.offset) * (wanted / self.zoom)
        self.zoom = wanted
        self.fitted = False

    def move(self, step: QPointF) -> None:
        """Move the plane under the widget."""
        self.offset += step
        self.fitted = False
