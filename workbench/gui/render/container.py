"""A view made of other views, in a column unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render import layout
from workbench.gui.render.group import Group
from workbench.gui.render.limits import CUT
from workbench.gui.render.node import Node
from workbench.gui.render.registry import register_part
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView


class ContainerView(NodeView):
    """Children under one another, ``gap`` px apart, stretched to the width.

    ``props_name`` is where the children are. Subclasses with other shapes override the measuring
    methods and `place`.
    """

    role = "group"
    props_name = "children"
    gap = 12
    align = "stretch"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.body = Group(scope, self)
        self.read_props()
        self.body.patch(self.content())

    def read_props(self) -> None:
        """Read everything but the children from ``self.node``."""

    def content(self) -> Any:
        """The value that holds the children."""
        return self.node.props.get(self.props_name)

    def changed(self, before: Node) -> None:
        """Read the props again and follow the children."""
        self.read_props()
        self.body.patch(self.content())

    def groups(self) -> Iterator[Group]:
        """The one list of children."""
        yield self.body

    def measure_natural(self) -> int:
        """The widest child."""
        return max((child.natural() for child in self.body.present), default=0)

    def measure_minimum(self) -> int:
        """The widest child that cannot shrink."""
        return max((child.minimum() for child in self.body.present), default=0)

    def measure_height(self, width: int) -> int:
        """All children and the gaps between them."""
        return layout.column_height(self.body.present, width, self.gap, self.align)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place and hand it on to the children."""
        super().place(x, y, w, h)
        layout.place_column(self.body.present, (x, y, w, h), self.gap, self.align)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw the children that are in sight."""
        paint_all(self.body.present, painter, clip)


def paint_all(views: list[NodeView], painter: QPainter, clip: QRect) -> None:
    """Draw the views that touch the clip; real widgets draw themselves.

    What has no width yet waits for its place: on no width a text would wrap at every letter.
    """
    top, bottom = clip.top(), clip.bottom()
    for view in views:
        if view.w > 0 and view.y <= bottom and view.y + view.h >= top:
            view.paint(painter, clip)


@register_part(CUT)
class CutView(ContainerView):
    """A node drawn as far as its limits go, and under it what was left out."""

    gap = 4
