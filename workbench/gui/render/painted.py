"""A `paintEvent` that takes nobody with it when it raises: the node becomes the failure box."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.gui.render import mirror

logger = logging.getLogger(__name__)


class _Widget(Protocol):
    """What is painted: any `QWidget`."""

    def rect(self) -> object:
        """Its rectangle."""


W = TypeVar("W", bound=_Widget)


def painted(draw: Callable[[W, QPainter, QPaintEvent], None]) -> Callable[[W, QPaintEvent], None]:
    """Turn ``draw(self, painter, event)`` into a `paintEvent`.

    The painter is antialiased, runs in the widget's direction (see `mirror`), belongs to the
    viewport of a scroll area, and is ended whatever happens: one that is still active when an
    exception leaves `paintEvent` aborts the process. See `contained` for what an exception does.
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

    return contained(paint_event)


def contained(paint: Callable[[W, QPaintEvent], None]) -> Callable[[W, QPaintEvent], None]:
    """Have a `paintEvent` that raises end its painters, and its node become the failure box."""

    @wraps(paint)
    def paint_event(self: W, event: QPaintEvent) -> None:
        try:
            paint(self, event)
        except Exception as error:
            _end_painters(error)
            assert isinstance(self, QWidget)
            _break_down(self, error)

    return paint_event


def _end_painters(error: Exception) -> None:
    trace = error.__traceback__
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, QPainter) and value.isActive():
                value.end()
        trace = trace.tb_next


def _break_down(widget: QWidget, error: Exception) -> None:
    """Once the painting is over: a widget cannot go while it is painted."""
    from workbench.gui.render.blame import owner_of

    logger.error("a %s raised while painted", type(widget).__name__, exc_info=error)
    view = owner_of(widget)
    group = view.group if view is not None else None
    if view is not None and group is not None and not view.ended:
        QTimer.singleShot(0, view.scope.panel, lambda: group.break_down(view, error))
