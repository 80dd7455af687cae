"""A `paintEvent` whose painter is ended whatever happens.

A painter that is still active when an exception leaves `paintEvent` takes the whole process down.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

W = TypeVar("W", bound=QWidget)


def painted(draw: Callable[[W, QPainter, QPaintEvent], None]) -> Callable[[W, QPaintEvent], None]:
    """Makes a `paintEvent` of ``draw(self, painter, event)``.

    The painter belongs to the widget, or to the viewport of a scroll area.
    """

    @wraps(draw)
    def paint_event(self: W, event: QPaintEvent) -> None:
        device = self.viewport() if isinstance(self, QAbstractScrollArea) else self
        painter = QPainter(device)
        try:
            draw(self, painter, event)
        finally:
            painter.end()

    return paint_event
