"""The order in which the Tab key visits a panel: the order of the nodes, whoever was made first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface
    from workbench.gui.render.view import NodeView


class Arranging:
    """Chains the focusable widgets of a panel in the order of its tree, in slices of work.

    ``done`` is called at the end, with whether there was nothing to stop at.
    """

    def __init__(self, surface: Surface, done: Callable[[bool], None]) -> None:
        self._growth = surface.scope.panel.growth
        self._stops = stops(surface)
        self._done = done
        self._before: QWidget | None = None
        self.dropped = False

    def grow(self) -> None:
        """Go on until the slice is used up."""
        if self.dropped:
            return
        for widget in self._stops:
            if not isValid(widget):
                continue
            if self._before is not None and isValid(self._before):
                QWidget.setTabOrder(self._before, widget)
            self._before = widget
            if self._growth.over():
                self._growth.wait(self)
                return
        self._done(self._before is None)


def stops(surface: Surface) -> Iterator[QWidget]:
    """The widgets the Tab key can reach, in tree order."""
    waiting: list[NodeView] = list(reversed(surface.root.present))
    while waiting:
        view = waiting.pop()
        for part in view.parts:
            yield from _focusable(part)
        if view.inner:
            yield from _own_stops(view)
            for inner in view.inner:
                yield from stops(inner)
            continue
        if view.widget is not view.scope.surface:
            yield from _focusable(view.widget)
            continue
        waiting.extend(reversed([child for group in view.groups() for child in group.present]))


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it, as far as the Tab key stops there."""
    for candidate in (widget, *widget.findChildren(QWidget)):
        if candidate.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield candidate


def _own_stops(view: NodeView) -> Iterator[QWidget]:
    """The stops of a view's widget that are not on a surface inside it."""
    waiting = [view.widget]
    while waiting:
        candidate = waiting.pop()
        if any(candidate is inner for inner in view.inner):
            continue
        if candidate.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield candidate
        waiting.extend(c for c in reversed(candidate.children()) if isinstance(c, QWidget))
