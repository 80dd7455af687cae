"""Work on all views of a surface, done in slices so that the window keeps answering."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface
    from workbench.gui.render.view import NodeView
from workbench.gui.render.widget_view import WidgetView


class Restyling:
    """Tells the views of a surface, and those inside it, of another theme, in slices of work."""

    def __init__(self, surface: Surface) -> None:
        self._growth = surface.scope.panel.growth
        self._views = surface.views()

    def grow(self) -> None:
        """Go on until the slice is used up, by at least one view."""
        for view in self._views:
            if view.ended:
                continue
            view.restyle()
            for inner in view.inner:
                inner.update()
            if self._growth.over():
                self._growth.wait(self)
                return


class Hints:
    """Asks the widgets of a surface again how large they want to be, in slices of work."""

    def __init__(self, surface: Surface, views: list[WidgetView]) -> None:
        self._surface = surface
        self._views = views

    def grow(self) -> None:
        """Go on until the slice is used up; lay out when all were asked."""
        growth = self._surface.scope.panel.growth
        while self._views:
            self._ask(self._views.pop())
            if growth.over() and self._views:
                growth.wait(self)
                return
        self._surface.lay_out()

    def _ask(self, view: WidgetView) -> None:
        if not self._surface.carries(view) or not view.outdated():
            return
        above: NodeView | None = view
        while above is not None:
            above.forget()
            above = above.group.owner if above.group is not None else None
