"""Bordered boxes under stretches of a document: inline code."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QTextBlock, QTextDocument

from workbench.gui.render.brushwork import box, theme

CHIP = 0x100000 + 1
"""Character property: the text is drawn on a bordered chip."""


class Chip(NamedTuple):
    """A stretch of text on a chip: the number of its block, its start and end inside it."""

    block: int
    first: int
    last: int


def chips_of(document: QTextDocument) -> list[Chip]:
    """All text of a document that has the `CHIP` property, in order."""
    if not any(shape.boolProperty(CHIP) for shape in document.allFormats()):
        return []
    found: list[Chip] = []
    block = document.begin()
    while block.isValid():
        found.extend(_chips(block))
        block = block.next()
    return found


def _chips(block: QTextBlock) -> list[Chip]:
    found: list[Chip] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid() and fragment.charFormat().boolProperty(CHIP):
            first = fragment.position() - block.position()
            last = first + fragment.length()
            if found and found[-1].last == first:
                first = found.pop().first
            found.append(Chip(block.blockNumber(), first, last))
        iterator += 1
    return found


def paint_chips(painter: QPainter, document: QTextDocument, chips: list[Chip], clip: QRect) -> None:
    """Draw the bordered boxes under the chips that touch the clip."""
    layout = document.documentLayout()
    block, area = QTextBlock(), QRectF()
    for chip in chips:
        if not block.isValid() or block.blockNumber() != chip.block:
            block = document.findBlockByNumber(chip.block)
            area = layout.blockBoundingRect(block)
        if area.top() > clip.bottom() + 1:
            return
        if area.bottom() >= clip.top() - 1:
            _paint_chip(painter, block, area, chip, clip)


def _paint_chip(
    painter: QPainter, block: QTextBlock, area: QRectF, chip: Chip, clip: QRect
) -> None:
    now, lines, metrics = theme(), block.layout(), theme().metrics("code")
    line = lines.lineForTextPosition(chip.first)
    while line.isValid() and line.textStart() < chip.last:
        start = max(chip.first, line.textStart())
        end = min(chip.last, line.textStart() + line.textLength())
        top = area.y() + line.y() + line.ascent() - metrics.ascent() - 2
        if start < end and top <= clip.bottom() and top + metrics.height() + 4 >= clip.top():
            left, right = _x(line.cursorToX(start)), _x(line.cursorToX(end))
            box(
                painter,
                QRectF(area.x() + min(left, right), top, abs(right - left), metrics.height() + 4),
                now.radius("sm"),
                fill=now.color("code-bg"),
                edge=now.color("border"),
            )
        if line.lineNumber() + 1 >= lines.lineCount():
            return
        line = lines.lineAt(line.lineNumber() + 1)


def _x(place: Any) -> float:
    """The x of a cursor: Qt gives a number, or a number and a position."""
    return float(place[0] if isinstance(place, tuple | list) else place)
