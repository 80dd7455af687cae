"""Text blocks under one another: the shape of headers, list texts and timeline entries."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from workbench.gui.render.text_block import TextBlock
from workbench.gui.theme import Theme


@dataclass(slots=True)
class Line:
    """A block, the token of its ink and the space above it in px."""

    block: TextBlock
    ink: str
    above: int = 0


class Lines:
    """Several text blocks as one; blocks with empty text should not be put in."""

    def __init__(self, *lines: Line | None) -> None:
        self.lines = [line for line in lines if line is not None]

    def natural(self) -> int:
        """The widest block."""
        return max((line.block.natural() for line in self.lines), default=0)

    def minimum(self) -> int:
        """The widest block that cannot shrink."""
        return max((line.block.minimum() for line in self.lines), default=0)

    def height(self, width: int) -> int:
        """All blocks and the space between them; none above the first."""
        total = -self.lines[0].above if self.lines else 0
        for line in self.lines:
            total += line.above + line.block.height(width)
        return total

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        x: int,
        y: int,
        width: int,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Draw them downwards from ``(x, y)``."""
        top = y - (self.lines[0].above if self.lines else 0)
        for line in self.lines:
            top += line.above
            line.block.paint(painter, x, top, width, theme.ink(line.ink), align)
            top += line.block.height(width)

    def cut(self, width: int) -> str:
        """The texts of which not all is shown at a width, in full."""
        return "\n".join(line.block.text for line in self.lines if line.block.elided(width))

    def text(self) -> str:
        """All texts, for assistive technology."""
        return ". ".join(line.block.text for line in self.lines if line.block.text)


def line_of(
    theme: Theme, text: str, role: str, ink: str, above: int = 0, *, whole_words: bool = False
) -> Line | None:
    """A `Line` for a text, or None when the text is empty."""
    return Line(TextBlock(theme, text, role, whole_words=whole_words), ink, above) if text else None
