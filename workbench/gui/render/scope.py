"""Where a view is: what it paints with, whom it tells of actions, and where its widgets live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gui.render.node import Node

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.gui.render.actions import ActionHost
    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.render.surface import Surface
    from workbench.gui.render.view import NodeView
    from workbench.gui.theme import Theme


class Scope:
    """What every view on one surface shares; cheap, and never changed once made.

    ``surface`` is the widget that paints window-less views and the parent of a view's own widget.
    ``form`` is the form the view stands in, or None. ``within`` is the view whose widget carries
    this surface (None at the root of a panel), ``nested`` how many such views are around it.
    """

    __slots__ = ("form", "nested", "panel", "surface", "within")

    def __init__(
        self,
        panel: PanelView,
        surface: Surface,
        form: Any = None,
        within: NodeView | None = None,
    ) -> None:
        self.panel = panel
        self.surface = surface
        self.form = form
        self.within = within
        self.nested: int = 0 if within is None else within.scope.nested + 1

    @property
    def theme(self) -> Theme:
        """The theme to paint with now; ask again at each paint."""
        return self.panel.theme

    @property
    def actions(self) -> ActionHost:
        """Who runs actions, asks for confirmation and opens links."""
        return self.panel.host

    def render_child(
        self,
        parent: QWidget,
        value: Any,
        owner: NodeView,
        *,
        form: Any = None,
        gap: int = 12,
    ) -> Surface:
        """A widget, child of ``parent``, that draws a node or a list of nodes.

        For views that own a real widget and let other nodes stand inside it (a dialog's content, a
        list row's expansion). Put it in any layout: it knows its height for every width. Call its
        ``set_content(value)`` when the props change and ``dispose()`` when it is no longer needed.

        ``value`` is the prop as sent (a node, a list, or anything else), ``owner`` the calling
        view, ``form`` the form the children belong to (default: the owner's own), ``gap`` the
        space between the nodes of a list in px.
        """
        from workbench.gui.render.surface import Surface

        surface = Surface(parent, gap=gap)
        inner = Scope(self.panel, surface, self.form if form is None else form, owner)
        surface.start(inner)
        surface.set_content(value)
        owner.inner = (*owner.inner, surface)
        return surface

    def read(self, value: Any) -> Node | None:
        """The node in a JSON value, or None."""
        from workbench.gui.render.node import read

        return read(value)
