"""A node that is drawn on a layer over the window and takes no room in its panel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from workbench.gui.render.actions import fire
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.density import respace
from workbench.gui.render.node import Node
from workbench.gui.render.overlays.layer import Layer
from workbench.gui.render.overlays.parts import padding
from workbench.gui.render.plain import action_of
from workbench.gui.render.scope import Scope
from workbench.gui.render.surface import Surface
from workbench.gui.render.view import NodeView


class OverlayView(NodeView):
    """Base of Dialog, Modal and SlideOver: a layer that opens with the node and closes locally.

    What a person closed stays closed over refreshes; a new identity is a new view and opens again,
    and so does `open` turning from false to true.
    """

    role = "dialog"
    absent = True
    """It stands over the panel, not in its flow."""
    layer: Layer
    content: Surface

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.closed = False

    def fire(self, prop: str) -> None:
        """Run the action in a prop, if there is one."""
        action = action_of(self.node.get(prop))
        if action is not None:
            fire(self.scope.actions, action)

    def body_of(self, value: Any, gap: int, above: int = 0) -> ColumnBox:
        """A padded box with the surface that draws the content, for the sheet's body.

        `gap` is the space between the nodes, `above` that over and under them if it is another than
        at the sides, px at the usual density.
        """
        self._spaces = gap, above
        self._box = ColumnBox()
        self.content = self.scope.render_child(self._box, value, self)
        self._box.add(self.content)
        self._space_body()
        return self._box

    def _space_body(self) -> None:
        self._density = self.theme.agency.density
        gap, above = (self.theme.space(px) for px in self._spaces)
        side = padding()
        self._box.margins = (side, above or side, side, above or side)
        self.content.spread(gap, 0)

    def layer_shown(self) -> Layer | None:
        """The layer while it covers the window."""
        return self.layer if self.layer.open and self.layer.isVisible() else None

    def _grown(self) -> None:
        layer = self.layer_shown()
        if layer is not None:
            layer.focus_first()
            QTimer.singleShot(0, layer, layer.place_sheet)

    def show_layer(self) -> None:
        """Open or close the layer to match `open` and what the person did."""
        wanted = not self.closed and self.node.get("open") is not False
        if wanted and not self.layer.open:
            self.layer.open_layer()
            growth = self.scope.panel.growth
            if growth.busy:  # the first control may not be there yet
                growth.afterwards(self._grown)
        elif not wanted and self.layer.open:
            self.layer.close_layer()

    def close(self) -> None:
        """The person closed it."""
        self.closed = True
        self.layer.close_layer()

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        reopened = before.get("open") is False and self.node.get("open") is not False
        if reopened or self.node.renewed(before):
            self.closed = False
        self.read()
        self.show_layer()

    def read(self) -> None:
        """Read the props."""

    def restyle(self) -> None:
        """Measure anew for another density, and repaint in the new colours."""
        if self.theme.agency.density != self._density:
            self._space_body()
            respace(self.layer)
            self.layer.place_sheet()
        for widget in (self.layer, *self.layer.findChildren(QWidget)):
            widget.update()

    def dispose(self) -> None:
        """The node is gone: the layer goes too."""
        self.layer.close_layer()
        super().dispose()
        self.layer.deleteLater()
