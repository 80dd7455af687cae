"""A `paintEvent` that ends its painter whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.gui.render import mirror


class _Widget(Protocol):
    """What is painted: any `QWidget`."""

    def rect(self) -> object:
        """Its rectangle."""


W = TypeVar("W", bound=_Widget)


def painted(draw: Callable[[W, QPainter, QPaintEvent], None]) -> Callable[[W, QPaintEvent], None]:
    """Turn ``draw(self, painter, event)`` into a `paintEvent`.

    The painter is antialiased, runs in the widget's direction (see `mirror`), belongs to the
    viewport of a scroll area, and is ended whatever happens: one that is still active when an
    exception leaves `paintEvent` aborts the process. What becomes of the node: see `containment`.
    """

    @wraps(draw)
    def paint_event(self: W, event: QPaintEvent) -> None:
        assert isinstance(self, QWidget)
        device = self.viewport() if isinstance(self, QAbstractScrollArea) else self
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror.begin(painter, device)
        try:
            draw(self, painter, event)
        finally:
            painter.end()

    return paint_event
