"""Stat: one figure with its label, trend and icon, on a card."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import box, symbol
from workbench.gui.render.choices import one_of
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.tones import readable, token_of
from workbench.gui.render.view import NodeView
from workbench.gui.theme import icons

_PAD = 16
_GAP = 8
_ICON = 16
_ICON_GAP = 8
_TREND_ICON, _TREND_GAP, _NOTE_GAP = 12, 2, 6
_TRENDS = {
    "up": ("trending-up", "success"),
    "down": ("trending-down", "danger"),
    "neutral": ("minus", "text-muted"),
}


@register("Stat")
class StatView(NodeView):
    """A figure. Label and value wrap; the trend stands on a line of its own below."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        theme, get = self.theme, self.node.props.get
        self._label = TextBlock(theme, label_of(get("label")), "stat-label", whole_words=True)
        self._value = TextBlock(theme, text_of(get("value")), "stat-value", whole_words=True)
        self._ink = token_of(get("color"), "text")
        icon = get("icon")
        self._icon = icon if isinstance(icon, str) and icons.resolve(icon) else ""
        trend = label_of(get("trend"))
        self._trend = TextBlock(theme, trend, "caption-medium", truncate=True) if trend else None
        self._direction = one_of(get("trend_direction"), _TRENDS, "neutral")
        note = label_of(get("description"))
        self._note = TextBlock(theme, note, "caption", truncate=bool(trend)) if note else None

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    @property
    def _pad(self) -> int:
        """Padding and border."""
        return self.theme.space(_PAD) + 1

    def _icon_room(self) -> int:
        return _ICON + _ICON_GAP if self._icon else 0

    def _trend_width(self) -> int:
        return _TREND_ICON + _TREND_GAP + self._trend.natural() if self._trend else 0

    def measure_natural(self) -> int:
        """The widest of label with icon, value, and trend with description."""
        foot = self._trend_width()
        if self._note is not None:
            foot += self._note.natural() + (_NOTE_GAP if foot else 0)
        label = self._label.natural() + self._icon_room()
        return max(label, self._value.natural(), foot) + 2 * self._pad

    def measure_minimum(self) -> int:
        """The longest word of the value."""
        return min(max(self._value.minimum(), 32) + 2 * self._pad, self.natural())

    def measure_height(self, width: int) -> int:
        """Label, value and the trend row, whose gap is there even when it is empty."""
        inner = width - 2 * self._pad
        foot = 0
        if self._trend is not None:
            foot = self._trend.line
        elif self._note is not None:
            foot = self._note.height(inner)
        texts = self._label_height(inner) + self._value.height(inner) + foot
        return texts + 2 * _GAP + 2 * self._pad

    def _label_height(self, inner: int) -> int:
        return self._label.height(max(inner - self._icon_room(), 1))

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The card and what is on it."""
        theme, x, y = self.theme, self.x + self._pad, self.y + self._pad
        inner = self.w - 2 * self._pad
        fill, edge = theme.color("surface-card"), theme.color("border-card")
        box(painter, QRectF(self.rect), theme.radius("xl"), fill=fill, edge=edge)
        muted = theme.color("text-muted")
        self._label.paint(painter, x, y, max(inner - self._icon_room(), 1), muted)
        if self._icon:
            symbol(painter, self._icon, self.x + self.w - self._pad - _ICON, y, _ICON, muted)
        y += self._label_height(inner) + _GAP
        self._value.paint(painter, x, y, inner, theme.ink(self._ink))
        y += self._value.height(inner) + _GAP
        if self._trend is not None:
            x, inner = self._paint_trend(painter, self._trend, x, y, inner)
        if self._note is not None:
            self._note.paint(painter, x, y, inner, muted)

    def _paint_trend(
        self, painter: QPainter, trend: TextBlock, x: int, y: int, inner: int
    ) -> tuple[int, int]:
        """Draw the trend; gives where the description starts and its room."""
        name, token = _TRENDS[self._direction]
        ink = readable(self.theme, token)
        symbol(painter, name, x, y + (trend.line - _TREND_ICON) // 2, _TREND_ICON, ink)
        after = _TREND_ICON + _TREND_GAP
        room = min(trend.natural(), max(inner - after, 0))
        trend.paint(painter, x + after, y, room, ink)
        used = after + room + _NOTE_GAP
        return x + used, max(inner - used, 0)

    def spoken(self) -> str:
        """Label, value, trend and description."""
        parts = [self._label.text, self._value.text]
        parts += [block.text for block in (self._trend, self._note) if block is not None]
        return ", ".join(part for part in parts if part)

    def tooltip_at(self, point: QPoint) -> str:
        """Label, value, trend and description in full where they are cut."""
        inner = self.w - 2 * self._pad
        rooms = ((self._label, max(inner - self._icon_room(), 1)), (self._value, inner))
        cut_words = [block.text for block, room in rooms if block.elided(room)]
        if cut_words:
            return "\n".join(cut_words)
        foot = [block for block in (self._trend, self._note) if block is not None]
        used = sum(block.natural() for block in foot) + (_TREND_ICON + _NOTE_GAP + _TREND_GAP)
        cut = self._trend is not None and used > inner
        return " ".join(block.text for block in foot) if cut else ""
