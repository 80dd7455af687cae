"""Text: one paragraph in one of six variants."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import box
from workbench.gui.render.choices import one_of
from workbench.gui.render.node import CannotDrawError, Node
from workbench.gui.render.plain import flag_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_INK = {"caption": "text-muted", "label": "text-muted", "code": "primary"}
_ROLES = frozenset({"heading", "subheading", "body", "caption", "label", "code"})
_CODE_X, _CODE_Y = 6, 2
_TOOLTIP = 2000
_OBJECT = "its content is an object; the platform draws text and numbers only (and no signals)"


@register("Text")
class TextView(NodeView):
    """Text that wraps, or ends in an ellipsis when ``truncate`` is set."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        node = self.node
        self._role = one_of(node.props.get("variant"), _ROLES, "body")
        content = node.first("content", "text")
        if isinstance(content, dict):
            raise CannotDrawError(_OBJECT)
        text = text_of(content)
        cut = flag_of(node.props.get("truncate"))
        self._block = TextBlock(self.theme, text, self._role, truncate=cut)
        self._pad = (_CODE_X, _CODE_Y) if self._role == "code" else (0, 0)

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The text on one line."""
        return self._block.natural() + 2 * self._pad[0]

    def measure_minimum(self) -> int:
        """The longest word."""
        return self._block.minimum() + 2 * self._pad[0]

    def measure_height(self, width: int) -> int:
        """The wrapped lines; a block without text has none, as in CSS."""
        lines = self._block.height(width - 2 * self._pad[0]) if self._block.text else 0
        return lines + 2 * self._pad[1]

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The text, on a chip when it is code."""
        theme, (pad_x, pad_y) = self.theme, self._pad
        if pad_x:
            box(painter, QRectF(self.rect), theme.radius("sm"), fill=theme.color("code-bg"))
        chip = "code-bg" if pad_x else ""
        ink = theme.ink(_INK.get(self._role, "text"), None if chip else 0.0, chip)
        self._block.paint(painter, self.x + pad_x, self.y + pad_y, self.w - 2 * pad_x, ink)

    def spoken(self) -> str:
        """The text."""
        return self._block.text

    def tooltip_at(self, point: QPoint) -> str:
        """All of the text where not all of it is shown."""
        shown_all = not self._block.elided(self.w - 2 * self._pad[0])
        return "" if shown_all else self._block.text[:_TOOLTIP]
