"""A piece of text measured, wrapped and painted by itself, with CSS line heights.

One line is drawn directly; only text that wraps pays for a `QTextLayout`.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from workbench.gui.render.mirror import draw_text, turned, upright
from workbench.gui.theme import Theme

_SLACK = 0.5
_WIDEST_LETTER = 1.1
_UNBOUND = 1e9
_LONGEST = 20_000
"""Characters laid out at most; what is longer ends in an ellipsis and is no text to read."""


class TextBlock:
    """Text in one type role.

    ``text`` is shown as one paragraph: newlines and runs of spaces become spaces, unless
    ``keep_lines``. With ``whole_words`` lines break between words only, and a word that is longer
    than a line ends in an ellipsis. All sizes are logical pixels.
    """

    __slots__ = (
        "_bound",
        "_layout",
        "_layout_width",
        "_minimum",
        "_natural",
        "cut",
        "role",
        "text",
        "theme",
        "truncate",
        "whole_words",
    )

    def __init__(
        self,
        theme: Theme,
        text: str,
        role: str = "body",
        *,
        truncate: bool = False,
        keep_lines: bool = False,
        whole_words: bool = False,
    ) -> None:
        self.theme = theme
        self.cut = len(text) > _LONGEST
        if self.cut:
            text = text[:_LONGEST] + "…"
        if keep_lines:
            text = text.replace("\r\n", "\n").replace("\n", "\u2028")
        elif "\n" in text or "  " in text or "\t" in text:
            text = " ".join(text.split())
        else:
            text = text.strip(" ")
        self.text = text
        self.role = role
        # No Latin letter is wider than its font is high, so most texts need not be measured.
        plain = text.isascii() and not theme.role(role).tracking
        self._bound = len(text) * theme.role(role).px * _WIDEST_LETTER if plain else _UNBOUND
        self.truncate = truncate
        self.whole_words = whole_words
        self._natural = self._minimum = -1
        self._layout: QTextLayout | None = None
        self._layout_width = -1

    @property
    def line(self) -> int:
        """Height of one line."""
        return self.theme.line_height(self.role)

    def natural(self) -> int:
        """Width on one line, rounded up."""
        if self._natural < 0:
            metrics = self.theme.metrics(self.role)
            if "\u2028" in self.text:
                widths = [metrics.horizontalAdvance(part) for part in self.text.split("\u2028")]
                self._natural = math.ceil(max(widths))
            else:
                self._natural = math.ceil(metrics.horizontalAdvance(self.text))
        return self._natural

    def minimum(self) -> int:
        """Width of the longest word; truncated text can shrink to an ellipsis."""
        if self._minimum < 0:
            metrics = self.theme.metrics(self.role)
            words = ["…"] if self.truncate else self.text.split()
            longest = max(words, key=len, default="")
            self._minimum = min(math.ceil(metrics.horizontalAdvance(longest)), self.natural())
        return self._minimum

    def height(self, width: int) -> int:
        """Height at a width; empty text still takes a line."""
        if self._single(width):
            return self.line
        return self._laid_out(width).lineCount() * self.line

    def _single(self, width: int) -> bool:
        return (
            self.truncate
            or width >= self._bound
            or (width >= self.natural() and "\u2028" not in self.text)
        )

    def elided(self, width: int) -> bool:
        """Whether `paint` at this width leaves some of the text out."""
        if self.cut or (self.truncate and self.natural() > width):
            return True
        if not self.whole_words or self._single(width):
            return False
        layout = self._laid_out(width)
        lines = (layout.lineAt(number) for number in range(layout.lineCount()))
        return any(line.naturalTextWidth() > width + _SLACK for line in lines)

    def _laid_out(self, width: int) -> QTextLayout:
        if self._layout is not None and self._layout_width == width:
            return self._layout
        layout = QTextLayout(self.text, self.theme.font(self.role))
        option = QTextOption()
        modes = QTextOption.WrapMode
        whole = self.whole_words
        option.setWrapMode(modes.WordWrap if whole else modes.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        step, top, baseline = self.line, 0.0, self.baseline()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1) + _SLACK)
            line.setPosition(QPointF(0, top + baseline - line.ascent()))
            top += step
        layout.endLayout()
        self._layout, self._layout_width = layout, width
        return layout

    def baseline(self) -> int:
        """Distance from the top of the first line to its baseline, rounded as browsers round it."""
        return self.theme.baseline(self.role)

    def paint(
        self,
        painter: QPainter,
        x: float,
        y: float,
        width: int,
        color: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Draw with the top left corner at ``(x, y)``; ``align`` places lines inside ``width``."""
        if not self.text:
            return
        painter.setPen(color)
        if not self._single(width):
            self._paint_lines(painter, x, y, width, align)
            return
        text, used = self.text, self.natural()
        if used > width:
            metrics = self.theme.metrics(self.role)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
            used = math.ceil(metrics.horizontalAdvance(text))
        painter.setFont(self.theme.font(self.role))
        left = x + _shift(width - used, align)
        draw_text(painter, QPointF(left, y + self.baseline()), text, used)

    def _paint_lines(
        self, painter: QPainter, x: float, y: float, width: int, align: Qt.AlignmentFlag
    ) -> None:
        layout = self._laid_out(width)
        plain = align == Qt.AlignmentFlag.AlignLeft and not self.whole_words
        if plain and not turned(painter):
            layout.draw(painter, QPointF(x, y))
            return
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            room = width - line.naturalTextWidth()
            if room >= -_SLACK or not self.whole_words:
                left = x + _shift(room, align)
                with upright(painter, left + line.naturalTextWidth() / 2):
                    line.draw(painter, QPointF(left, y))
                continue
            words = self.text[line.textStart() : line.textStart() + line.textLength()]
            metrics = self.theme.metrics(self.role)
            words = metrics.elidedText(words.rstrip(), Qt.TextElideMode.ElideRight, width)
            painter.setFont(self.theme.font(self.role))
            at = QPointF(x, y + number * self.line + self.baseline())
            draw_text(painter, at, words, metrics.horizontalAdvance(words))


def _shift(room: float, align: Qt.AlignmentFlag) -> float:
    if align & Qt.AlignmentFlag.AlignHCenter:
        return room / 2
    if align & Qt.AlignmentFlag.AlignRight:
        return room
    return 0.0
