"""The words in an empty field of several lines: Qt's own always stand at the left."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.text_block import TextBlock


def paint_hint(edit: QPlainTextEdit | QTextEdit, hint: str) -> None:
    """Paint a hint where typed text would begin, unless something was typed."""
    composing = edit.textCursor().block().layout().preeditAreaText()
    if not hint or composing or not edit.document().isEmpty():
        return
    frame = edit.viewport()
    painter = QPainter(frame)
    mirror.begin(painter, frame)
    block = TextBlock(theme(), hint, "body", keep_lines=True)
    block.paint(painter, 0, 0, frame.width(), theme().color("text-placeholder"))
    painter.end()


def begin_lines(edit: QPlainTextEdit | QTextEdit) -> None:
    """Let typed lines begin where the page does, each running as its first letter says."""
    option = edit.document().defaultTextOption()
    option.setAlignment(mirror.start(edit))
    edit.document().setDefaultTextOption(option)
