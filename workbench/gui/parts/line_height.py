"""How tall a plain text is, line by line."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QPlainTextEdit

_FREE = 1


def lines_height(edit: QPlainTextEdit, most: int, least: int = 1) -> int:
    """Height of a viewport that shows the first lines of a text as it is wrapped now, logical px.

    At most `most` lines are counted, and no fewer than `least`. Every line is asked: letters of
    another face make it taller than its neighbours, and the last paragraph's own height has the
    margin of the document in it. Qt scrolls what leaves less than a px free under the last line.
    """
    total, lines, line_high = 0.0, 0, 0.0
    block = edit.document().firstBlock()
    while block.isValid() and lines < most:
        edit.blockBoundingRect(block)  # lays it out, if it was not yet
        layout = block.layout()
        for number in range(min(layout.lineCount(), most - lines)):
            line_high = layout.lineAt(number).height()
            total += line_high
            lines += 1
        block = block.next()
    return math.ceil(total + max(0, least - lines) * line_high) + _FREE
