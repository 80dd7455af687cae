"""Tab goes from control to control as they are seen, not as they were made."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_MOST = 100_000
"""Widgets that are looked at to leave an area; a chain of focus is a ring."""


def next_by_sight(area: QWidget, *, forward: bool) -> QWidget | None:
    """The control that Tab goes to from the one with the focus: from top to bottom in an area, line
    by line from left to right, then out of it; None if there is none.
    """
    focus = QApplication.focusWidget()
    stops = [widget for widget in area.findChildren(QWidget) if is_stop(widget)]
    stops.sort(key=lambda widget: _place(area, widget, stops))
    if focus not in stops:
        return None
    at = stops.index(focus) + (1 if forward else -1)
    return stops[at] if 0 <= at < len(stops) else _outside(area, focus, forward=forward)


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _place(area: QWidget, widget: QWidget, stops: list[QWidget]) -> tuple[int, int]:
    """Where the eye finds it: in the middle of its line, or at the top of what it holds."""
    corner = widget.mapTo(area, QPoint(0, 0))
    holds = isinstance(widget, QAbstractScrollArea) and any(map(widget.isAncestorOf, stops))
    return corner.y() + (0 if holds else widget.height() // 2), corner.x()


def _outside(area: QWidget, focus: QWidget, *, forward: bool) -> QWidget | None:
    """The next stop of the window's own chain that is not in the area."""
    widget: QWidget | None = focus
    for _ in range(_MOST):
        assert widget is not None
        widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
        if widget is None or widget is focus:
            return None
        if is_stop(widget) and not area.isAncestorOf(widget):
            return widget
    return None
