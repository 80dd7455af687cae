"""The HTML a rich editor takes and gives, as a flat list of blocks and back.

Known: paragraphs, three headings, bullet and numbered lists, quotes, code blocks, rules; bold,
italic, strike, code and links inside them. Everything else keeps its text and loses its tag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

HEADINGS = ("h1", "h2", "h3")
LISTS = {"bullet": "ul", "number": "ol"}
_FLAGS = {
    "strong": "b",
    "b": "b",
    "em": "i",
    "i": "i",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "c",
}
_TAGS = {"b": "strong", "i": "em", "s": "s", "c": "code"}
_SILENT = frozenset({"script", "style", "head", "title", "template", "iframe", "object"})
_BLOCKS = frozenset({"p", "div", "section", "article", "table", "tr", "li", "ul", "ol"})
_LONGEST = 1_000_000
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style: `flags` out of b, i, s and c, and a link's address."""

    text: str
    flags: str = ""
    href: str = ""


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item, line of code, quote or rule; `depth` of nested lists."""

    style: str = "p"
    depth: int = 0
    runs: list[Run] = field(default_factory=list)


def read_html(source: str) -> list[Block]:
    """The blocks in some HTML; plain text is a paragraph."""
    reader = _Reader()
    reader.feed(source[:_LONGEST])
    reader.close()
    reader.end_block()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._block: Block | None = None
        self._flags: list[str] = []
        self._links: list[str] = []
        self._lists: list[str] = []
        self._quotes = self._silent = self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _FLAGS and not (tag == "code" and self._code):
            self._flags.append(_FLAGS[tag])
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif tag == "br":
            self._text("\n")
        elif tag == "hr":
            self.end_block()
            self.blocks.append(Block("rule"))
        else:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.end_block()
            self._lists.append("bullet" if tag == "ul" else "number")
        elif tag == "pre":
            self.end_block()
            self._code += 1
        elif tag == "blockquote":
            self.end_block()
            self._quotes += 1
        elif tag == "li":
            self.end_block()
            style = self._lists[-1] if self._lists else "bullet"
            depth = min(max(len(self._lists), 1), _DEEPEST)
            self._block = Block(style, depth)
        elif tag[:1] == "h" and tag[1:].isdigit():
            self.end_block()
            self._block = Block(f"h{min(max(int(tag[1:]), 1), 3)}")
        elif tag in _BLOCKS and (self._block is None or self._block.runs):
            self.end_block()
            if tag == "p":
                self._block = self._fresh()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _FLAGS and not (tag == "code" and self._code):
            if _FLAGS[tag] in self._flags:
                self._flags.remove(_FLAGS[tag])
        elif tag == "a":
            if self._links:
                self._links.pop()
        elif tag in ("ul", "ol"):
            self.end_block()
            if self._lists:
                self._lists.pop()
        elif tag == "pre":
            self.end_block()
            self._code = max(self._code - 1, 0)
        elif tag == "blockquote":
            self.end_block()
            self._quotes = max(self._quotes - 1, 0)
        elif tag in _BLOCKS or (tag[:1] == "h" and tag[1:].isdigit()):
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._code:
            self._text(data)
            return
        text = " ".join(data.split())
        if not text:
            if data and self._block is not None and self._block.runs:
                self._text(" ")
            return
        self._text((" " if data[0].isspace() else "") + text + (" " if data[-1].isspace() else ""))

    def _fresh(self) -> Block:
        style = "code" if self._code else "quote" if self._quotes else "p"
        return Block(style)

    def _text(self, text: str) -> None:
        if self._block is None:
            self._block = self._fresh()
        if not self._block.runs and not self._code:
            text = text.lstrip(" ")
        if text:
            flags = "".join(sorted(set(self._flags)))
            self._block.runs.append(Run(text, flags, self._links[-1] if self._links else ""))

    def end_block(self) -> None:
        """Finish the block being read."""
        block, self._block = self._block, None
        if block is None:
            return
        if block.style == "code":
            text = "".join(run.text for run in block.runs).removesuffix("\n")
            lines = text.split("\n")
            self.blocks.extend(Block("code", 0, [Run(line)] if line else []) for line in lines)
            return
        if block.runs and not self._code:
            last = block.runs[-1]
            block.runs[-1] = Run(last.text.rstrip(" "), last.flags, last.href)
        self.blocks.append(block)


def write_html(blocks: list[Block]) -> str:
    """The HTML of some blocks, as the platform's editor writes it."""
    out: list[str] = []
    lists: list[str] = []
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if block.style in LISTS:
            _open_lists(out, lists, block)
            out.append(f"<p>{_inline(block.runs)}</p>")
            place += 1
            continue
        _close_lists(out, lists, 0)
        if block.style in ("code", "quote"):
            end = _same_until(blocks, place)
            out.append(_group(blocks[place:end]))
            place = end
            continue
        tag = block.style if block.style in HEADINGS else "p"
        out.append("<hr>" if block.style == "rule" else f"<{tag}>{_inline(block.runs)}</{tag}>")
        place += 1
    _close_lists(out, lists, 0)
    return "".join(out)


def _same_until(blocks: list[Block], start: int) -> int:
    end = start
    while end < len(blocks) and blocks[end].style == blocks[start].style:
        end += 1
    return end


def _group(blocks: list[Block]) -> str:
    if blocks[0].style == "quote":
        body = "".join(f"<p>{_inline(block.runs)}</p>" for block in blocks)
        return f"<blockquote>{body}</blockquote>"
    lines = ("".join(run.text for run in block.runs) for block in blocks)
    return f"<pre><code>{escape(chr(10).join(lines), quote=False)}</code></pre>"


def _open_lists(out: list[str], lists: list[str], block: Block) -> None:
    tag, depth = LISTS[block.style], max(block.depth, 1)
    _close_lists(out, lists, depth)
    if lists and len(lists) == depth and lists[-1] != tag:
        _close_lists(out, lists, depth - 1)
    if len(lists) == depth:
        out.append("</li><li>")
        return
    while len(lists) < depth:
        lists.append(tag)
        out.append(f"<{tag}><li>")


def _close_lists(out: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        out.append(f"</li></{lists.pop()}>")


def _inline(runs: list[Run]) -> str:
    out: list[str] = []
    for run in runs:
        text = escape(run.text, quote=False).replace("\n", "<br>")
        for flag in ("c", "s", "i", "b"):
            if flag in run.flags:
                text = f"<{_TAGS[flag]}>{text}</{_TAGS[flag]}>"
        if run.href:
            text = f'<a href="{escape(run.href)}">{text}</a>'
        out.append(text)
    return "".join(out)
