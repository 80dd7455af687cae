"""The header line that opens and closes what is under it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import box, glyph, ring, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.text_block import TextBlock

_CHEVRON_GAP = 8
_LOOKS = {  # role: chevron px, padding x, padding y, ink
    "section": (14, 0, 0, "text-muted"),
    "body-medium": (16, 4, 10, "text"),
}
_SECTION_GAP = 4


class FoldHeader(Clickable):
    """A chevron and a title; the chevron points down while open.

    ``role`` is ``section`` (small capitals, no padding) or ``body-medium`` (an accordion's row).
    """

    def __init__(self, title: str, role: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setCheckable(True)
        self._role = role
        self._block = TextBlock(theme(), title, role)

    def show_title(self, title: str, opened: bool) -> None:
        """Show this title, open or closed."""
        if title != self._block.text:
            self._block = TextBlock(theme(), title, self._role)
        self.setChecked(opened)
        self.setAccessibleName(title)
        self.setAccessibleDescription("expanded" if opened else "collapsed")
        self.update()

    def _text_left(self) -> int:
        icon, pad, _, _ = _LOOKS[self._role]
        return pad + icon + (_SECTION_GAP if self._role == "section" else _CHEVRON_GAP)

    def hasHeightForWidth(self) -> bool:
        """A long title wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The wrapped title and the padding."""
        _, pad_x, pad_y, _ = _LOOKS[self._role]
        room = max(width - self._text_left() - pad_x, 1)
        return self._block.height(room) + 2 * theme().space(pad_y)

    def draw(self, painter: QPainter) -> None:
        """Chevron and title, with a wash under the pointer."""
        icon, pad_x, pad_y, token = _LOOKS[self._role]
        pad_y = theme().space(pad_y)
        lit = self.underMouse()
        ink = theme().color("text" if lit else token)
        if lit and pad_y:
            box(painter, self.rect(), theme().radius("md"), fill=theme().color("hover"))
        center = QPointF(pad_x + icon / 2, pad_y + self._block.line / 2)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        glyph(painter, name, center, icon, ink)
        left = self._text_left()
        self._block.paint(painter, left, pad_y, max(self.width() - left - pad_x, 1), ink)
        if self.key_focus:
            ring(painter, QRectF(self.rect()), theme().radius("sm"))
