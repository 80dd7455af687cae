"""Finding the scroll area a widget moves in, so that it can stick to its top or see its end."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def scroll_area_of(widget: QWidget) -> QAbstractScrollArea | None:
    """The innermost scroll area whose viewport carries `widget`, or None."""
    below, parent = widget, widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is below:
            return parent
        below, parent = parent, parent.parentWidget()
    return None


def seen_part(widget: QWidget) -> QRect:
    """The part of `widget` its scroll area shows (which may lie outside it), in its coordinates."""
    area = scroll_area_of(widget)
    frame = area.viewport() if area is not None else widget.window()
    top_left = widget.mapFrom(frame, QPoint(0, 0))
    return QRect(top_left, frame.size())


def reveal(widget: QWidget, rect: QRect) -> None:
    """Scroll every area around `widget` as little as needed to show `rect` of it."""
    area = scroll_area_of(widget)
    while area is not None:
        frame = area.viewport()
        place = QRect(widget.mapTo(frame, rect.topLeft()), rect.size())
        bar = area.verticalScrollBar()
        if place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif place.bottom() >= frame.height():
            bar.setValue(bar.value() + min(place.bottom() - frame.height() + 1, place.top()))
        area = scroll_area_of(area)
