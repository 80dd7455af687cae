"""Lets go of views, innermost first, in slices of work.

What ends is taken out of its list at once and drawn no more; its widgets go one by one, as time
allows, so that thousands of controls do not hold the window up. A view that raises while it ends
takes nobody with it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from workbench.gui.render.blame import half_made, half_made_widgets

if TYPE_CHECKING:
    from workbench.gui.render.group import Group
    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.render.view import NodeView

logger = logging.getLogger(__name__)

WIDGETS_AT_ONCE = 60
"""Widgets let go in one slice: deleting one takes the longer the more wait for it."""


class Ending:
    """The end of one view and of all that is in it. Call `grow` inside a slice of work."""

    def __init__(self, view: NodeView) -> None:
        self._growth = view.scope.panel.growth
        self._waiting = [view]
        everything = list(_within(view))
        for one in everything:
            one.ended = True
            for group in _lists(one):
                group.stop()
        _count_out(view.scope.panel, everything)
        _leave(view.scope.panel, everything)

    def grow(self) -> None:
        """Go on until the slice is used up, by at least one view."""
        widgets = 0
        while self._waiting:
            widgets += self._step()
            if self._waiting and (widgets >= WIDGETS_AT_ONCE or self._growth.over()):
                self._growth.wait(self)
                return

    def finish(self) -> None:
        """Let go of all of it now."""
        while self._waiting:
            self._step()

    def _step(self) -> int:
        """Go down to a view without children, and let go of it and its widgets: how many."""
        waiting = self._waiting
        while (inside := next((g for g in _lists(waiting[-1]) if g.views), None)) is not None:
            waiting.append(inside.views.pop())
        view = waiting.pop()
        weight = view.weight
        _end(view)
        return weight


def _end(view: NodeView) -> None:
    """Dispose of one view whose children are gone; its widgets go even if it raises."""
    view.scope.surface.released(view)
    try:
        view.dispose()
    except Exception:
        logger.exception("a %s node raised while it ended", view.node.type)
        let_go(view)


def clear_away(error: BaseException) -> None:
    """Remove what the views have made whose construction an exception ended."""
    for widget in half_made_widgets(error):
        if isValid(widget):
            widget.hide()
            widget.deleteLater()
    for view in half_made(error):
        view.ended = True
        view.scope.panel.widget_count -= len(view.parts)
        try:
            for group in _lists(view):
                group.dispose()
        except AttributeError:
            logger.debug("a %s node ended before it had children", view.node.type)
        let_go(view)


def let_go(view: NodeView) -> None:
    """Remove the widgets of a view that cannot do so itself: broken, or never finished."""
    surface = view.scope.surface
    attributes = [value for value in vars(view).values() if isinstance(value, QWidget)]
    for widget in {*view.parts, *view.inner, *attributes}:
        if isValid(widget) and widget is not surface and not widget.isAncestorOf(surface):
            widget.hide()
            widget.deleteLater()


def _within(view: NodeView) -> Iterator[NodeView]:
    """The view and all views in it."""
    waiting = [view]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.children())


def _lists(view: NodeView) -> Iterator[Group]:
    """Its lists of children, also those on surfaces inside its widget."""
    yield from view.groups()
    for surface in view.inner:
        yield surface.root


def _count_out(panel: PanelView, views: list[NodeView]) -> None:
    panel.view_count -= len(views)
    panel.widget_count -= sum(view.weight for view in views)


def _leave(panel: PanelView, views: list[NodeView]) -> None:
    """Give the panel the keyboard if it is in what ends.

    When a widget with the keyboard is hidden, Qt hands it to the next one, which would be scrolled
    into sight and end in its turn.
    """
    focus = QApplication.focusWidget()
    if focus is None or not panel.isAncestorOf(focus):
        return
    around: set[QWidget] = set()
    widget: QWidget | None = focus
    while widget is not None and widget is not panel:
        around.add(widget)
        widget = widget.parentWidget()
    if any(_carries(view, around) for view in views):
        panel.setFocus(Qt.FocusReason.OtherFocusReason)


def _carries(view: NodeView, around: set[QWidget]) -> bool:
    if view.widget is not view.scope.surface and view.widget in around:
        return True
    return any(part in around for part in view.parts)
