"""Blocks of rich text in a `QTextDocument`, written and read back."""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextListFormat,
)

from workbench.gui.render.brushwork import theme
from workbench.gui.render.documents.rich_html import HEADINGS, Block, Run
from workbench.gui.render.link import safe_href

STYLE = int(QTextFormat.Property.UserProperty) + 20
"""Block property: ``code`` or ``quote`` (headings, lists and rules are Qt's own)."""
CODE = int(QTextFormat.Property.UserProperty) + 21
"""Character property: inline code."""

_LINE = 24
_SIZES = {"h1": (30, 36), "h2": (20, 28), "h3": (18, 28)}
_RULER = QTextFormat.Property.BlockTrailingHorizontalRulerWidth
_LISTS = {
    "bullet": QTextListFormat.Style.ListDisc,
    "number": QTextListFormat.Style.ListDecimal,
}
_SOFT_BREAK = "\u2028"


def block_format(style: str) -> QTextBlockFormat:
    """Spaces and line height of a style."""
    shape = QTextBlockFormat()
    line = _SIZES.get(style, (14, _LINE))[1]
    shape.setLineHeight(line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    shape.setBottomMargin({"code": 0, "bullet": 4, "number": 4}.get(style, 10))
    if style in HEADINGS:
        shape.setHeadingLevel(HEADINGS.index(style) + 1)
        shape.setTopMargin(8)
    elif style in ("code", "quote"):
        shape.setProperty(STYLE, style)
        shape.setLeftMargin(12)
    elif style == "rule":
        shape.setProperty(_RULER, QTextLength(QTextLength.Type.PercentageLength, 100))
    return shape


def char_format(style: str, flags: str = "", href: str = "") -> QTextCharFormat:
    """Font and ink of a style with inline flags."""
    shown = theme()
    mono = style == "code" or "c" in flags
    font = QFont(shown.font("mono" if mono else "body"))
    shape = QTextCharFormat()
    if style in HEADINGS:
        font.setPixelSize(_SIZES[style][0])
        font.setWeight(QFont.Weight.Bold)
    elif "b" in flags:
        font.setWeight(QFont.Weight.DemiBold)
    font.setItalic("i" in flags)
    font.setStrikeOut("s" in flags)
    shape.setFont(font)
    shape.setForeground(shown.color("text-muted" if style == "quote" else "text"))
    if "c" in flags:
        shape.setProperty(CODE, True)
        shape.setForeground(shown.ink("primary", None, "code-bg"))
    address = safe_href(href)
    if address:
        shape.setAnchor(True)
        shape.setAnchorHref(address)
        shape.setForeground(shown.ink("primary"))
        shape.setFontUnderline(True)
    return shape


def write(document: QTextDocument, blocks: list[Block]) -> None:
    """Replace the content of a document."""
    document.clear()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for place, block in enumerate(blocks or [Block()]):
        if place:
            cursor.insertBlock()
        cursor.setBlockFormat(block_format(block.style))
        cursor.setBlockCharFormat(char_format(block.style))
        for run in block.runs:
            text = run.text.replace("\n", _SOFT_BREAK)
            cursor.insertText(text, char_format(block.style, run.flags, run.href))
        if block.style in _LISTS:
            put_in_list(cursor, block.style, max(block.depth, 1))
    cursor.endEditBlock()
    document.clearUndoRedoStacks()
    document.setModified(False)


def put_in_list(cursor: QTextCursor, style: str, depth: int) -> None:
    """Make the cursor's block an item, of the list above it if that is the same."""
    previous = cursor.block().previous()
    above = previous.textList() if previous.isValid() else None
    if above is not None:
        same = above.format().style() == _LISTS[style] and above.format().indent() == depth
        if same:
            above.add(cursor.block())
            return
    shape = QTextListFormat()
    shape.setStyle(_LISTS[style])
    shape.setIndent(depth)
    cursor.createList(shape)


def style_of(block: QTextBlock) -> str:
    """The style of a block of a document."""
    items = block.textList()
    if items is not None:
        return "number" if items.format().style() == _LISTS["number"] else "bullet"
    shape = block.blockFormat()
    if shape.hasProperty(_RULER):
        return "rule"
    if 1 <= shape.headingLevel() <= len(HEADINGS):
        return HEADINGS[shape.headingLevel() - 1]
    return str(shape.property(STYLE) or "p")


def flags_of(shape: QTextCharFormat, style: str) -> str:
    """The inline flags of a piece of text."""
    flags = ""
    if style not in HEADINGS and shape.fontWeight() >= QFont.Weight.DemiBold:
        flags += "b"
    if shape.property(CODE):
        flags += "c"
    if shape.fontItalic():
        flags += "i"
    if shape.fontStrikeOut():
        flags += "s"
    return flags


def read(document: QTextDocument) -> list[Block]:
    """The blocks of a document."""
    blocks: list[Block] = []
    block = document.begin()
    while block.isValid():
        style = style_of(block)
        items = block.textList()
        depth = items.format().indent() if items is not None else 0
        blocks.append(Block(style, depth, _runs(block, style)))
        block = block.next()
    while len(blocks) > 1 and blocks[-1].style == "p" and not blocks[-1].runs:
        if blocks[-2].style != "rule":
            break
        blocks.pop()
    return blocks


def _runs(block: QTextBlock, style: str) -> list[Run]:
    runs: list[Run] = []
    iterator = block.begin()
    while not iterator.atEnd():
        piece = iterator.fragment()
        if piece.isValid():
            shape = piece.charFormat()
            text = piece.text().replace(_SOFT_BREAK, "\n")
            flags = "" if style == "code" else flags_of(shape, style)
            run = Run(text, flags, shape.anchorHref())
            if runs and (runs[-1].flags, runs[-1].href) == (run.flags, run.href):
                run = Run(runs.pop().text + run.text, run.flags, run.href)
            runs.append(run)
        iterator += 1
    return runs
