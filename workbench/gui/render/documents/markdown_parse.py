"""Markdown as data: paragraphs with runs, code, tables and callouts, ready to be drawn.

Qt's own reader (md4c) does the parsing: CommonMark with tables, task lists, strikethrough and bare
addresses, raw HTML left as text. Its document is walked once and forgotten.

The result is a list of plain dicts so that two versions can be compared:

* ``{"kind": "prose", "lines": […]}``; a line has ``style`` (p, h1…h6, item, quote, rule, code),
  ``depth`` (of lists and quotes), ``mark`` (bullet, number, done, todo or empty), ``number`` and
  ``runs``: lists of ``[text, flags, address]`` with flags out of ``b i s c`` (bold, italic, struck,
  code),
* ``{"kind": "code", "language", "file", "code"}``,
* ``{"kind": "table", "aligns", "rows"}`` with the header as first row, cells being runs,
* ``{"kind": "callout", "tone", "lines"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextListFormat,
    QTextTable,
)

from workbench.gui.render.long_words import breakable

_CALLOUT = re.compile(r"^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_ALIGNS = {Qt.AlignmentFlag.AlignRight: "right", Qt.AlignmentFlag.AlignHCenter: "center"}
_NESTING = re.compile(r"^(?:[ \t>]|[-*+] |\d{1,9}[.)] ){60,}", re.MULTILINE)
_DEEPEST = 12

Line = dict[str, Any]
Block = dict[str, Any]


def parse(text: str) -> list[Block]:
    """The blocks of a Markdown text, in order."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setMarkdown(_NESTING.sub("", text), _FEATURES)
    return _gathered(document)


def code_block(info: str, code: str) -> Block:
    """The block of a fence: the language, and the file after a colon."""
    language, _, file = info.strip().partition(":")
    return {
        "kind": "code",
        "info": info,
        "language": language.split(" ")[0],
        "file": file.strip(),
        "code": code,
    }


def _gathered(document: QTextDocument) -> list[Block]:
    blocks: list[Block] = []
    for item in _items(document.rootFrame()):
        if isinstance(item, QTextTable):
            blocks.append(_table(item))
        elif _is_code(item) and not item.textList() and not _quote_depth(item):
            _add_code(blocks, item)
        else:
            _add_line(blocks, item)
    for block in blocks:
        if block["kind"] == "code":
            block["code"] = "\n".join(block.pop("code_lines"))
            block.pop("last", None)
    return blocks


def _items(frame: QTextFrame) -> Iterator[QTextBlock | QTextTable]:
    """Blocks and tables of a frame in order; other frames (quotes in old documents) are entered."""
    iterator = frame.begin()
    while not iterator.atEnd():
        inner = iterator.currentFrame()
        if isinstance(inner, QTextTable):
            yield inner
        elif inner is not None:
            yield from _items(inner)
        else:
            yield iterator.currentBlock()
        iterator += 1


# -- code -----------------------------------------------------------------------------------------


def _is_code(block: QTextBlock) -> bool:
    layout = block.blockFormat()
    return layout.hasProperty(QTextFormat.Property.BlockCodeFence) or layout.hasProperty(
        QTextFormat.Property.BlockCodeLanguage
    )


def _add_code(blocks: list[Block], block: QTextBlock) -> None:
    """Join the lines of one fence: they follow one another with equal formats."""
    info = block.blockFormat().property(QTextFormat.Property.BlockCodeLanguage) or ""
    last = blocks[-1] if blocks else None
    if (
        last is not None
        and last["kind"] == "code"
        and last["info"] == info
        and last["last"] == block.blockNumber() - 1
    ):
        last["code_lines"].append(block.text())
        last["last"] = block.blockNumber()
        return
    added = {"code_lines": [block.text()], "last": block.blockNumber()}
    blocks.append({**code_block(str(info), ""), **added})


# -- paragraphs -----------------------------------------------------------------------------------


def _quote_depth(block: QTextBlock) -> int:
    return int(block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel) or 0)


def _add_line(blocks: list[Block], block: QTextBlock) -> None:
    line = _line(block)
    if line is None:
        return
    last = blocks[-1] if blocks else None
    if line["style"] == "quote":
        text = "".join(run[0] for run in line["runs"])
        opening = _CALLOUT.match(text)
        if opening is not None and line["depth"] == 1:
            line["runs"] = _without_start(line["runs"], opening.end())
            lines = [{**line, "style": "p", "depth": 0}] if line["runs"] else []
            blocks.append({"kind": "callout", "tone": opening[1].lower(), "lines": lines})
            return
        if last is not None and last["kind"] == "callout" and _follows(block):
            last["lines"].append({**line, "style": "p", "depth": 0})
            return
    if last is None or last["kind"] != "prose":
        blocks.append({"kind": "prose", "lines": []})
    blocks[-1]["lines"].append(line)


def _follows(block: QTextBlock) -> bool:
    """Whether the block before is in a quote too."""
    before = block.previous()
    return before.isValid() and _quote_depth(before) > 0


def _line(block: QTextBlock) -> Line | None:
    layout = block.blockFormat()
    if layout.hasProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth):
        runs = _runs(block)
        if not runs:
            return {"style": "rule", "depth": 0, "mark": "", "number": 0, "runs": []}
    runs = _runs(block)
    if not runs and block.textList() is None:
        return None
    line = {"style": "p", "depth": 0, "mark": "", "number": 0, "runs": runs}
    if layout.headingLevel():
        line["style"] = f"h{layout.headingLevel()}"
    elif _is_code(block):
        line["style"] = "code"
    listed = block.textList()
    if listed is not None:
        line["style"] = "code" if line["style"] == "code" else "item"
        line["depth"] = min(listed.format().indent(), _DEEPEST)
        line["mark"], line["number"] = _mark(block, layout)
    elif _quote_depth(block):
        line["style"], line["depth"] = "quote", min(_quote_depth(block), _DEEPEST)
    elif layout.indent():
        line["depth"] = layout.indent()
    return line


def _mark(block: QTextBlock, layout: QTextBlockFormat) -> tuple[str, int]:
    listed = block.textList()
    marker = layout.marker()
    if marker == QTextBlockFormat.MarkerType.Checked:
        return "done", 0
    if marker == QTextBlockFormat.MarkerType.Unchecked:
        return "todo", 0
    numbered = (QTextListFormat.Style.ListDecimal, QTextListFormat.Style.ListLowerAlpha)
    if listed.format().style() in numbered:
        return "number", listed.format().start() + listed.itemNumber(block)
    return "bullet", 0


def _runs(block: QTextBlock) -> list[list[str]]:
    runs: list[list[str]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid():
            style = fragment.charFormat()
            if style.isImageFormat():
                runs.append(_picture(style))
            else:
                text = breakable(fragment.text().replace("\u2028", "\n"))
                runs.append([text, _flags(style), style.anchorHref()])
        iterator += 1
    return runs


def _picture(style: QTextCharFormat) -> list[str]:
    """An image inside a text becomes a link to it: nothing is fetched."""
    image = style.toImageFormat()
    alternative = image.property(QTextFormat.Property.ImageAltText)
    return [f"[{alternative or 'image'}]", "", image.name()]


def _flags(style: QTextCharFormat) -> str:
    flags = ""
    if style.fontWeight() > QFont.Weight.Medium:
        flags += "b"
    if style.fontItalic():
        flags += "i"
    if style.fontStrikeOut():
        flags += "s"
    if style.fontFixedPitch():
        flags += "c"
    return flags


def _without_start(runs: list[list[str]], count: int) -> list[list[str]]:
    kept: list[list[str]] = []
    for text, flags, address in runs:
        rest = text[count:]
        count = max(count - len(text), 0)
        if rest:
            kept.append([rest.lstrip("\n") if not kept else rest, flags, address])
    return kept


# -- tables ---------------------------------------------------------------------------------------


def _table(table: QTextTable) -> Block:
    rows: list[list[list[list[str]]]] = []
    aligns = ["left"] * table.columns()
    for row in range(table.rows()):
        cells: list[list[list[str]]] = []
        for column in range(table.columns()):
            inside = _cell_blocks(table, row, column)
            cells.append([run for block in inside for run in _runs(block)])
            if row == 1:  # Qt tells the alignment of the body's cells only
                aligns[column] = _align(inside)
        rows.append(cells)
    return {"kind": "table", "aligns": aligns, "rows": rows}


def _cell_blocks(table: QTextTable, row: int, column: int) -> list[QTextBlock]:
    cell = table.cellAt(row, column)
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    blocks = [block]
    while block != last and block.isValid():
        block = block.next()
        blocks.append(block)
    return blocks


def _align(blocks: list[QTextBlock]) -> str:
    """How a column is aligned, told by the blocks of one of its cells."""
    for block in blocks:
        flag = block.blockFormat().alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        if flag in _ALIGNS:
            return _ALIGNS[flag]
    return "left"
