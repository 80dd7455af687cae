"""Alert: a tinted box with an icon, a title and a message."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, symbol
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.tones import readable
from workbench.gui.render.view import NodeView

_PAD_X, _PAD_Y, _GAP = 16, 12, 12
_ICON, _ICON_TOP = 16, 2
_TITLE_GAP = 2
_CLOSE = 20
_KINDS = {
    "info": ("info", "primary"),
    "success": ("circle-check", "success"),
    "warn": ("triangle-alert", "warning"),
    "error": ("circle-x", "danger"),
}
_OTHER_SPELLINGS = {"warning": "warn", "danger": "error"}


@register("Alert")
class AlertView(NodeView):
    """A message in one of four tones. Dismissed, it stays away until it is a new node."""

    role = "alert"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.absent = False
        self._close: IconButton | None = None
        self._read()

    def _read(self) -> None:
        theme, get = self.theme, self.node.props.get
        kind = get("variant")
        kind = _OTHER_SPELLINGS.get(kind, kind) if isinstance(kind, str) else "info"
        self._icon, self._tone = _KINDS.get(kind, _KINDS["info"])
        title, message = text_of(get("title")), text_of(get("message"))
        self._title = TextBlock(theme, title, "body-strong") if title else None
        self._message = TextBlock(theme, message, "alert") if message else None
        self._read_close(flag_of(get("dismissible")))

    def _read_close(self, wanted: bool) -> None:
        if wanted and self._close is None and not self.absent:
            button = IconButton("x", "Close", side=_CLOSE, icon_px=14, parent=self.scope.surface)
            button.when_clicked(self._dismiss)
            self._close = self.own(button)
        elif not wanted and self._close is not None:
            self.disown(self._close)
            self._close = None

    def _dismiss(self) -> None:
        self.absent = True
        self._read_close(False)
        self.invalidate()

    def changed(self, before: Node) -> None:
        """Read the props again; a new identity brings a dismissed alert back."""
        if self.node.renewed(before):
            self.absent = False
        self._read()

    def _blocks(self) -> list[TextBlock]:
        return [block for block in (self._title, self._message) if block is not None]

    @property
    def _pad_x(self) -> int:
        """Padding and border at the sides."""
        return self.theme.space(_PAD_X) + 1

    @property
    def _pad_y(self) -> int:
        """Padding and border above and below."""
        return self.theme.space(_PAD_Y) + 1

    def _around(self) -> int:
        close = _GAP + self._close.width() if self._close is not None else 0
        return 2 * self._pad_x + _ICON + _GAP + close

    def measure_natural(self) -> int:
        """The longest text on one line."""
        return max((block.natural() for block in self._blocks()), default=0) + self._around()

    def measure_minimum(self) -> int:
        """The longest word."""
        return max((block.minimum() for block in self._blocks()), default=0) + self._around()

    def measure_height(self, width: int) -> int:
        """Title and message, wrapped."""
        inner = max(width - self._around(), 1)
        blocks = self._blocks()
        texts = sum(block.height(inner) for block in blocks) + _TITLE_GAP * (len(blocks) > 1)
        return max(texts, _ICON + _ICON_TOP) + 2 * self._pad_y

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; the close button stands at the right."""
        super().place(x, y, w, h)
        if self._close is not None:
            side = self._close.width()
            mirror.lay(self._close, x + w - self._pad_x - side, y + self._pad_y, side, side)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The box, the icon and the texts."""
        theme = self.theme
        fill, edge = theme.color(self._tone, 0.1), theme.color(self._tone, 0.2)
        box(painter, QRectF(self.rect), theme.radius("lg"), fill=fill, edge=edge)
        ink = self._ink()
        left, top = self.x + self._pad_x, self.y + self._pad_y
        symbol(painter, self._icon, left, top + _ICON_TOP, _ICON, ink)
        left += _ICON + _GAP
        inner = max(self.w - self._around(), 1)
        if self._title is not None:
            self._title.paint(painter, left, top, inner, ink)
            top += self._title.height(inner) + _TITLE_GAP
        if self._message is not None:
            self._message.paint(painter, left, top, inner, ink)

    def _ink(self) -> QColor:
        if self._tone == "warning" and self.theme.dark:
            return self.theme.color("yellow-300")
        return readable(self.theme, self._tone, 0.1)

    def spoken(self) -> str:
        """Title and message."""
        return ". ".join(block.text for block in self._blocks())
