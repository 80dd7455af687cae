"""Page: the title of a panel and what is under it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render.blocks import Lines, line_of
from workbench.gui.render.container import ContainerView
from workbench.gui.render.plain import text_of
from workbench.gui.render.registry import register

_GAP = 24
_UNDER_HEADER = 16
_SUBTITLE_ABOVE = 4


@register("Page")
class PageView(ContainerView):
    """A heading over a column with wide gaps."""

    gap = _GAP

    def read_props(self) -> None:
        """Title and subtitle; a subtitle alone is not shown."""
        get = self.node.props.get
        self.gap = self.theme.space(_GAP)
        title = text_of(get("title"))
        subtitle = text_of(get("subtitle")) if title else ""
        self._lines = Lines(
            line_of(self.theme, title, "h2", "text"),
            line_of(self.theme, subtitle, "body", "text-muted", _SUBTITLE_ABOVE),
        )

    def _header(self, width: int) -> int:
        if not self._lines.lines:
            return 0
        return self._lines.height(width) + _UNDER_HEADER + (self.gap if self.body.present else 0)

    def measure_natural(self) -> int:
        """The widest of the title and the children."""
        return max(super().measure_natural(), self._lines.natural())

    def measure_minimum(self) -> int:
        """The widest thing that cannot shrink."""
        return max(super().measure_minimum(), self._lines.minimum())

    def measure_height(self, width: int) -> int:
        """Header and children."""
        return self._header(width) + super().measure_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the children under the header."""
        top = self._header(w)
        super().place(x, y + top, w, h - top)
        self.x, self.y, self.w, self.h = x, y, w, h

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Header and children."""
        self._lines.paint(painter, self.theme, self.x, self.y, self.w)
        super().paint(painter, clip)

    def spoken(self) -> str:
        """Title and subtitle."""
        return self._lines.text()
