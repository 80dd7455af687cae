"""A long Markdown text cut into passages, each short enough to be read and drawn in one go.

It is cut where nothing is lost by it: between paragraphs, before headings, between the items of a
list at the margin. Code too long for a passage is one by itself. What cannot be cut and costs too
much all the same (a table of thousands of cells, a paragraph of thousands of marks) is left plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

GOAL = 6_000
"""A passage ends with the piece that brings it to this price, in µs (see `cost`)."""

MOST = 30_000
"""A piece of this price is not drawn as Markdown."""

_LINE, _LETTER, _FAR_LETTER, _MARK, _CELL = 25.0, 0.4, 0.7, 11.0, 60.0
_MARKS = re.compile(r"[`*_~\[\]<&]|://")
_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]|$)")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|(\d{1,9})([.)]))(?=[ \t]|$)")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_TABLE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:[ \t]*\S.*$", re.MULTILINE)
_LABEL = re.compile(r"\[([^\[\]\n]{1,200})\]")
_GAP, _PARAGRAPH, _NEXT_ITEM = 12, 16, 4
_OVER_HEADING = {1: 16, 2: 32, 3: 28, 4: 20, 5: 16, 6: 16}
_UNDER_HEADING = {1: 24, 2: 12, 3: 8, 4: 8, 5: 6, 6: 6}


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text: ``markdown``, ``code`` (``info`` is what its fence says) or ``plain``.

    ``above`` is the space over it in px. ``why`` tells what is plain, and what to do about it.
    """

    kind: str
    text: str
    above: int = 0
    info: str = ""
    why: str = ""


@dataclass(slots=True)
class _Piece:
    """Lines that stay together: a block, or one item of a list with all that is in it."""

    lines: list[str] = field(default_factory=list)
    kind: str = "block"
    price: float = 0.0
    number: int = 0
    sign: str = ""

    def add(self, line: str) -> None:
        self.lines.append(line)
        rate = _LETTER if line.isascii() else _FAR_LETTER
        self.price += _LINE + len(line) * rate
        if self.kind == "table":
            self.price += _CELL * (line.count("|") + 1)
        elif self.kind != "fence":
            self.price += _MARK * len(_MARKS.findall(line))


def passages(text: str) -> list[Passage]:
    """The passages of a text in order; a text of a usual length is one."""
    pieces = list(_pieces(text))
    if sum(piece.price for piece in pieces) <= 2 * GOAL:
        return [Passage("markdown", text)]
    definitions = {found[1].casefold(): found[0] for found in _DEFINITION.finditer(text)}
    return [_with_definitions(passage, definitions) for passage in _packed(pieces)]


# -- cutting --------------------------------------------------------------------------------------


def _pieces(text: str) -> Iterator[_Piece]:
    piece = _Piece()
    fence = ""
    blank = False
    for line in text.split("\n"):
        if fence:
            piece.add(line)
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
                blank = piece.kind == "fence"  # what follows is another piece
            continue
        if not line.strip():
            blank = True
            if piece.lines:
                piece.lines.append(line)
            continue
        opening = _FENCE.match(line)
        fresh = _opens(line, piece, blank, opening)
        if fresh is not None:
            if piece.lines:
                yield piece
            piece = fresh
        if opening is not None:
            fence = opening[2]
        if piece.kind == "block" and len(piece.lines) == 1 and _is_table(piece.lines[0], line):
            piece = _as_table(piece)
        piece.add(line)
        blank = False
    if piece.lines:
        yield piece


def _opens(line: str, piece: _Piece, blank: bool, opening: re.Match[str] | None) -> _Piece | None:
    """The piece a line begins, or None where it goes on with the one before."""
    inside = piece.kind == "item" and line[:1] in (" ", "\t")
    if opening is not None:
        return None if inside else _Piece(kind="fence")
    if _HEADING.match(line) and not inside:
        return _Piece(kind="heading")
    item = _ITEM.match(line)
    if item is not None and not _RULE.match(line) and not inside:
        number = int(item[1]) if item[1] else 0
        if piece.kind == "item" and item[2] and piece.sign == item[2]:
            number = piece.number + 1
        return _Piece(kind="item", number=number, sign=item[2] or "")
    if (blank and not inside) or piece.kind in ("heading", "fence"):
        return _Piece()
    return None


def _is_table(head: str, line: str) -> bool:
    return "|" in head and ("|" in line or "-" in line) and _TABLE.match(line) is not None


def _as_table(piece: _Piece) -> _Piece:
    table = _Piece(kind="table")
    for line in piece.lines:
        table.add(line)
    return table


# -- packing --------------------------------------------------------------------------------------


def _packed(pieces: list[_Piece]) -> Iterator[Passage]:
    waiting: list[_Piece] = []
    last: _Piece | None = None
    for piece in pieces:
        alone = piece.price > MOST or (piece.kind == "fence" and piece.price > GOAL)
        if waiting and (alone or sum(part.price for part in waiting) >= GOAL):
            yield _joined(waiting, last)
            last, waiting = waiting[-1], []
        if not alone:
            waiting.append(piece)
            continue
        yield from _alone(piece, 0 if last is None else _GAP)
        last = piece
    if waiting:
        yield _joined(waiting, last)


def _joined(pieces: list[_Piece], before: _Piece | None) -> Passage:
    lines = [line for piece in pieces for line in piece.lines]
    first = pieces[0]
    if before is not None and before.sign and first.sign == before.sign:
        item = _ITEM.match(lines[0])
        if item is not None:  # the list goes on counting
            lines[0] = f"{first.number}{first.sign}{lines[0][item.end() :]}"
    return Passage("markdown", "\n".join(lines), _space(before, first))


def _space(before: _Piece | None, piece: _Piece) -> int:
    """Px between two neighbours, as between their lines within one passage."""
    if before is None:
        return 0
    if "table" in (before.kind, piece.kind) or "fence" in (before.kind, piece.kind):
        return _GAP
    if before.kind == "heading":
        return _UNDER_HEADING[_level(before)]
    if piece.kind == "heading":
        return _OVER_HEADING[_level(piece)]
    return _NEXT_ITEM if before.kind == piece.kind == "item" else _PARAGRAPH


def _level(piece: _Piece) -> int:
    found = _HEADING.match(piece.lines[0])
    return len(found[1]) if found is not None else 1


def _alone(piece: _Piece, above: int) -> Iterator[Passage]:
    """A piece that is no part of a passage."""
    if piece.kind == "fence":
        opening = _FENCE.match(piece.lines[0])
        mark, info = (opening[2], opening[3]) if opening is not None else ("```", "")
        body = piece.lines[1:]
        while body and not body[-1].strip():
            body.pop()
        if body and body[-1].strip().startswith(mark):
            body.pop()
        yield Passage("code", "\n".join(body), above, info=info)
    elif piece.kind == "table" and (shown := _rows_within(piece)) > 2:
        yield Passage("markdown", "\n".join(piece.lines[:shown]), above)
        rest = [line for line in piece.lines[shown:] if line.strip()]
        why = f"{len(rest):,} more rows of this table are not drawn. A DataTable takes any number."
        yield Passage("plain", "\n".join(rest), _GAP, why=why)
    else:
        text = "\n".join(piece.lines)
        marks = len(_MARKS.findall(text)) + text.count("|")
        why = (
            f"A block of {len(piece.lines):,} lines, {len(text):,} characters and {marks:,} marks "
            "is not drawn as Markdown. Divide it by empty lines."
        )
        yield Passage("plain", text, above, why=why)


def _rows_within(piece: _Piece) -> int:
    spent = 0.0
    for count, line in enumerate(piece.lines):
        spent += _LINE + len(line) * _FAR_LETTER + _CELL * (line.count("|") + 1)
        if spent > MOST:
            return count
    return len(piece.lines)


def _with_definitions(passage: Passage, known: dict[str, str]) -> Passage:
    """The passage with the addresses that its links refer to, wherever the text has them."""
    if not known or passage.kind != "markdown":
        return passage
    used = {found[1].casefold() for found in _LABEL.finditer(passage.text)} & known.keys()
    own = {found[1].casefold() for found in _DEFINITION.finditer(passage.text)}
    missing = [known[label] for label in sorted(used - own)]
    if not missing:
        return passage
    return Passage("markdown", passage.text + "\n\n" + "\n".join(missing), passage.above)
