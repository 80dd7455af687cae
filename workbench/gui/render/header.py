"""Header: a heading with an optional subtitle."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render.blocks import Lines, line_of
from workbench.gui.render.node import Node
from workbench.gui.render.plain import text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView

_ROLES = {1: "h1", 2: "h2", 3: "h3", 4: "h4"}
_SUBTITLE_ABOVE = 4


@register("Header")
class HeaderView(NodeView):
    """A heading of level 1 to 4."""

    role = "heading"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        role = _ROLES.get(whole_of(get("level"), 2), "h2")
        self._lines = Lines(
            line_of(self.theme, text_of(get("text")), role, "text"),
            line_of(self.theme, text_of(get("subtitle")), "body", "text-muted", _SUBTITLE_ABOVE),
        )

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The longer of the two lines."""
        return self._lines.natural()

    def measure_minimum(self) -> int:
        """The longest word."""
        return self._lines.minimum()

    def measure_height(self, width: int) -> int:
        """Both texts, wrapped."""
        return self._lines.height(width)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Both texts."""
        self._lines.paint(painter, self.theme, self.x, self.y, self.w)

    def spoken(self) -> str:
        """Both texts."""
        return self._lines.text()
