"""Builds a document out of Markdown lines, and paints the marks beside them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)

from workbench.gui.render.brushwork import box, glyph
from workbench.gui.render.documents.chips import CHIP
from workbench.gui.render.link import safe_href
from workbench.gui.render.mirror import upright
from workbench.gui.theme import Theme, icons

MARK, NUMBER, BAR = 0x100000 + 2, 0x100000 + 3, 0x100000 + 4
"""Block properties: a list mark, its number, and how many quote bars stand at the left."""

_INDENT, _QUOTE = 28, 16
_LINE = 24
_OWN_SITE = "https://panel.imperal.io"
_EXTERNAL = "icon:external-link"
_HEADINGS = {  # px, weight, line, space above, space below
    "h1": (30, 800, 36, 0, 24),
    "h2": (20, 700, 28, 32, 12),
    "h3": (18, 600, 28, 28, 8),
    "h4": (14, 600, 20, 20, 8),
    "h5": (14, 600, 20, 16, 6),
    "h6": (12, 600, 18, 16, 6),
}
_SPACES = {"p": 16, "item": 4, "quote": 8, "rule": 28, "code": 0}
_RULE_LINE = 2
_CLOSE_BELOW = frozenset({"h2", "h3", "h4", "rule"})
_MARKS = {"bullet": "bullet", "number": "number", "done": "task", "todo": "task"}


def build(
    document: QTextDocument, lines: list[dict[str, Any]], theme: Theme, *, rtl: bool = False
) -> None:
    """Write lines (see `markdown_parse`) into an empty document in the theme's colours.

    With ``rtl`` the page runs from right to left: what is indented, is so at the right.
    """
    add_icons(document, theme)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        layout = _block_format(line, before, after)
        if rtl:
            layout.setRightMargin(layout.leftMargin())
            layout.setLeftMargin(0)
        plain = _char_format(line["style"], theme)
        if index:
            cursor.insertBlock(layout, plain)
        else:
            cursor.setBlockFormat(layout)
            cursor.setBlockCharFormat(plain)
        insert_runs(cursor, line["runs"], plain, theme)
    cursor.endEditBlock()


def add_icons(document: QTextDocument, theme: Theme) -> None:
    """Give a document the icon that `insert_runs` puts after links."""
    icon = icons.pixmap("external-link", theme.color("primary"), 12, 2.0).toImage()
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_EXTERNAL), icon)


def insert_runs(
    cursor: QTextCursor, runs: list[list[str]], plain: QTextCharFormat, theme: Theme
) -> None:
    """Write runs at the cursor; ``plain`` is the style of text without flags."""
    for text, flags, address in runs:
        _insert(cursor, text, flags, address, plain, theme)


def _block_format(
    line: dict[str, Any], before: dict[str, Any] | None, after: dict[str, Any] | None
) -> QTextBlockFormat:
    layout = QTextBlockFormat()
    style = line["style"]
    heading = _HEADINGS.get(style)
    above = below = _SPACES.get(style, 16)
    tall = _LINE
    if heading is not None:
        _, _, tall, above, below = heading
    elif style == "item":
        # A list as a whole keeps the distance of a paragraph; its items stand close.
        above = 4 if _one_list(before, line) else 16
        below = 4 if _one_list(line, after) else 16
    elif style == "rule":
        tall = _RULE_LINE
    if before is not None and before["style"] in _CLOSE_BELOW:
        above = 0
    first = before is None and style != "rule"
    layout.setTopMargin(0 if first else above)
    layout.setBottomMargin(below if after is not None else 0)
    layout.setLineHeight(tall, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    if style == "code":
        layout.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        layout.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    if style in ("item", "code") or (style == "p" and line["depth"]):
        layout.setLeftMargin(_INDENT * max(line["depth"], 1))
    if style == "quote":
        layout.setLeftMargin(_QUOTE * line["depth"])
        layout.setProperty(BAR, line["depth"])
    mark = "rule" if style == "rule" else "code" if style == "code" else line["mark"]
    layout.setProperty(MARK, mark)
    layout.setProperty(NUMBER, line["number"])
    return layout


def _one_list(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Whether two neighbours belong to the same list, or to a list inside the other."""
    if one is None or other is None or {one["style"], other["style"]} - {"item", "code"}:
        return False
    marks = {_MARKS.get(line["mark"]) for line in (one, other)}
    return len(marks) == 1 or one["depth"] != other["depth"] or None in marks


def _char_format(style: str, theme: Theme) -> QTextCharFormat:
    layout = QTextCharFormat()
    font = QFont(theme.font("mono" if style == "code" else "body"))
    ink = "text"
    heading = _HEADINGS.get(style)
    if heading is not None:
        font.setPixelSize(heading[0])
        font.setWeight(QFont.Weight(heading[1]))
    elif style == "quote":
        font.setItalic(True)
        ink = "text-muted"
    elif style == "rule":
        font.setPixelSize(1)
    layout.setFont(font)
    layout.setForeground(theme.color(ink))
    return layout


def _insert(
    cursor: QTextCursor,
    text: str,
    flags: str,
    address: str,
    plain: QTextCharFormat,
    theme: Theme,
) -> None:
    """One run: text in its own style, an icon after a link that leads outside."""
    style = QTextCharFormat(plain)
    edge: QTextCharFormat | None = None
    if "c" in flags and plain.font().pixelSize() == theme.role("body").px:
        code = QFont(theme.font("code"))
        code.setWeight(QFont.Weight.DemiBold)
        style.setFont(code)
        style.setForeground(theme.ink("primary", None, "code-bg"))
        style.setProperty(CHIP, True)
        edge = QTextCharFormat(style)
        edge.setFont(theme.font("tiny"))
        cursor.insertText("\u00a0", edge)
    font = style.font()
    if "b" in flags:
        font.setWeight(QFont.Weight(max(600, font.weight())))
    if "i" in flags:
        font.setItalic(True)
    if "s" in flags:
        font.setStrikeOut(True)
    style.setFont(font)
    href = safe_href(address)
    if href:
        style.setForeground(theme.ink("primary"))
        style.setFontWeight(max(QFont.Weight.Medium, font.weight()))
        style.setAnchor(True)
        style.setAnchorHref(href)
    cursor.insertText(text.replace("\n", "\u2028"), style)
    if edge is not None:
        cursor.insertText("\u00a0", edge)
    if href.startswith("http") and not href.startswith(_OWN_SITE):
        cursor.insertText("\u202f", plain)
        icon = QTextImageFormat()
        icon.setName(_EXTERNAL)
        icon.setWidth(12)
        icon.setHeight(12)
        cursor.insertImage(icon)


def paint_marks(painter: QPainter, document: QTextDocument, theme: Theme) -> None:
    """Bullets, numbers, ticks, quote bars and rules, beside and under the text."""
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        area = layout.blockBoundingRect(block)
        bars, mark = int(shape.property(BAR) or 0), shape.property(MARK)
        for level in range(bars):
            bar = QRectF(level * _QUOTE, area.top() + 2, 2, area.height())
            painter.fillRect(bar, theme.color("primary", 0.4))
        if mark == "rule":
            line = QRectF(0, area.top(), document.textWidth(), 1)
            painter.fillRect(line, theme.color("border-subtle"))
        elif mark == "code":
            ground = QRectF(area)
            ground.setLeft(_start(shape) - 6)
            ground.setRight(document.textWidth())
            painter.fillRect(ground, theme.color("code-bg"))
        elif mark:
            first = block.layout().lineAt(0)
            at = QPointF(_start(shape), area.top() + first.y() + first.ascent())
            _paint_mark(painter, theme, str(mark), int(shape.property(NUMBER) or 0), at)
        block = block.next()


def _start(shape: QTextBlockFormat) -> float:
    """How far from the start of the page a block is indented."""
    return max(shape.leftMargin(), shape.rightMargin())


def _paint_mark(painter: QPainter, theme: Theme, mark: str, number: int, at: QPointF) -> None:
    """Draw a mark at the left of a line whose text begins at ``at``, on its baseline."""
    left, middle = at.x(), at.y() - 5
    muted = theme.color("text-muted")
    if mark == "bullet":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(muted)
        painter.drawEllipse(QPointF(left - 19, middle), 2.5, 2.5)
    elif mark == "number":
        painter.setFont(theme.font("body"))
        painter.setPen(muted)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        text, room = f"{number}.", QRectF(left - 46, middle - 12.5, 39, 24)
        width = theme.metrics("body").horizontalAdvance(text)
        with upright(painter, room.right() - width / 2):
            painter.drawText(room, int(align), text)
    elif mark == "todo":
        frame = QRectF(left - 20, middle - 6.5, 13, 13)
        box(painter, frame, 3, edge=theme.color("border-strong"), width=1.5)
    elif mark == "done":
        frame = QRectF(left - 20, middle - 6.5, 13, 13)
        box(painter, frame, 3, fill=theme.color("primary"))
        ink = theme.color("text-on-primary")
        glyph(painter, "check", QPointF(left - 13.5, middle), 11, ink)
