"""Markdown: prose, code, tables and callouts under one another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, glyph, line, smooth, theme
from workbench.gui.render.container import ContainerView
from workbench.gui.render.documents.code_card import CodeCard
from workbench.gui.render.documents.markdown_parse import code_block, parse
from workbench.gui.render.documents.markdown_table import build_table, paint_table
from workbench.gui.render.documents.passages import Passage, passages
from workbench.gui.render.documents.prose import build, paint_marks
from workbench.gui.render.documents.rich_text import RichText
from workbench.gui.render.limits import REST
from workbench.gui.render.link import follow
from workbench.gui.render.node import Node
from workbench.gui.render.plain import text_of
from workbench.gui.render.registry import register, register_part
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView

PASSAGE = "‹passage›"
_GAP = 12
_CODE_TALLEST = 435
_CALLOUTS = {
    "note": ("info", "info"),
    "tip": ("lightbulb", "success"),
    "important": ("circle-alert", "primary"),
    "warning": ("triangle-alert", "warning"),
    "caution": ("shield-alert", "danger"),
}
_PAD_X, _PAD_TOP, _PAD_BOTTOM, _TITLE = 15, 9, 13, 20


@register("Markdown")
class MarkdownView(ContainerView):
    """GitHub's Markdown; raw HTML is shown as the text it is.

    A long text is drawn passage by passage, in slices of work.
    """

    def content(self) -> Any:
        """The blocks of the text, as nodes of this module's own types; or its passages."""
        found = passages(text_of(self.node.props.get("content")))
        self.gap = _GAP if len(found) == 1 else 0
        if len(found) == 1 and found[0].kind == "markdown":
            return _blocks(found[0])
        return [{"type": PASSAGE, "props": asdict(passage)} for passage in found]


@register_part(PASSAGE)
class PassageView(ContainerView):
    """One of several passages, with its distance from the one above."""

    gap = _GAP
    _above = 0

    def content(self) -> Any:
        """The blocks of its text."""
        passage = Passage(**self.node.props)
        self._above = passage.above
        return _blocks(passage)

    def measure_height(self, width: int) -> int:
        """The blocks, and the space over them."""
        return self._above + super().measure_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The space comes first."""
        super().place(x, y + self._above, w, max(h - self._above, 0))


def _blocks(passage: Passage) -> list[dict[str, Any]]:
    if passage.kind == "plain":
        return [{"type": REST, "props": {}, "why": passage.why, "text": passage.text}]
    if passage.kind == "code":
        blocks = [code_block(passage.info, passage.text)]
    else:
        blocks = parse(passage.text)
    return [{"type": f"‹{block['kind']}›", "props": block} for block in blocks]


class _RichView(WidgetView):
    """A block drawn by a `RichText`."""

    control: RichText

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.control = RichText(
            scope.surface, lambda href: follow(scope, href), self.likely_width()
        )
        self.fill()

    def fill(self) -> None:
        """Write the document."""

    def changed(self, before: Node) -> None:
        """Write it again."""
        self.fill()

    def restyle(self) -> None:
        """Write it again in the new colours."""
        self.fill()

    def measure_minimum(self) -> int:
        """Text wraps anywhere."""
        return min(80, self.natural())


@register_part("‹prose›")
class ProseView(_RichView):
    """Paragraphs, headings and lists."""

    def fill(self) -> None:
        """Write the lines."""
        lines, text = self.node.props["lines"], self.control
        text.show_document(
            lambda document: build(document, lines, theme(), rtl=text.isRightToLeft()),
            lambda painter, document: paint_marks(painter, document, theme()),
        )


@register_part("‹table›")
class TableView(_RichView):
    """A table with aligned columns and striped rows."""

    def fill(self) -> None:
        """Write the cells."""
        props, text = self.node.props, self.control

        def write(document: QTextDocument) -> None:
            rows, aligns = props["rows"], props["aligns"]
            build_table(document, rows, aligns, theme(), rtl=text.isRightToLeft())

        text.show_document(write, _table_frame)


def _table_frame(painter: QPainter, document: QTextDocument) -> None:
    paint_table(painter, document, theme())


@register_part("‹code›")
class FenceView(WidgetView):
    """A fenced block: a card with the language above it."""

    control: CodeCard

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        named = bool(node.props["language"] or node.props["file"])
        self._named = named
        tallest = _CODE_TALLEST
        self.control = CodeCard(scope.surface, role="code-small", header=named, tallest=tallest)
        self.changed(node)

    def accepts(self, node: Node) -> bool:
        """A header that comes or goes makes another view."""
        named = bool(node.props.get("language") or node.props.get("file"))
        return super().accepts(node) and named == self._named

    def changed(self, before: Node) -> None:
        """Show the code."""
        props = self.node.props
        title = props["file"] or props["language"]
        self.control.show_code(props["code"], props["language"], title)

    def restyle(self) -> None:
        """Paint in the new colours."""
        self.control.update()
        self.control.sheet.viewport().update()


class CalloutBox(QWidget):
    """A tinted frame with an icon and a title; the text lies inside."""

    def __init__(self, parent: QWidget, tone: str) -> None:
        super().__init__(parent)
        self._tone = tone if tone in _CALLOUTS else "note"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, icon and title."""
        painter = QPainter(self)
        smooth(painter)
        mirror.begin(painter, self)
        now = theme()
        icon, token = _CALLOUTS[self._tone]
        fill, edge = now.color(token, 0.1), now.color(token, 0.4)
        box(painter, QRectF(self.rect()), now.radius("lg"), fill=fill, edge=edge)
        ink = now.ink(token, 0.1)
        middle = _PAD_TOP + _TITLE / 2
        glyph(painter, icon, QPointF(_PAD_X + 7, middle), 14, ink)
        room = QRectF(_PAD_X + 20, middle - 8, self.width() - 2 * _PAD_X - 20, 16)
        line(painter, room, self._tone.upper(), "caption-strong", ink)


@register_part("‹callout›")
class CalloutView(WidgetView):
    """A note, tip, warning and the like."""

    control: CalloutBox

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.control = CalloutBox(scope.surface, node.props["tone"])
        inner = self.likely_width() - 2 * _PAD_X
        self._text = RichText(self.control, lambda href: follow(scope, href), inner)
        self.changed(node)

    def accepts(self, node: Node) -> bool:
        """Another tone is another callout."""
        return super().accepts(node) and node.props["tone"] == self.node.props["tone"]

    def changed(self, before: Node) -> None:
        """Write the text."""
        lines, text = self.node.props["lines"], self._text
        text.setVisible(bool(lines))
        text.show_document(
            lambda document: build(document, lines, theme(), rtl=text.isRightToLeft()),
            lambda painter, document: paint_marks(painter, document, theme()),
        )
        self.control.setAccessibleName(str(self.node.props["tone"]))

    def restyle(self) -> None:
        """Write it again in the new colours."""
        self.changed(self.node)
        self.control.update()

    def measure_natural(self) -> int:
        """The text without wrapping."""
        return max(self._text.natural_width(), 100) + 2 * _PAD_X

    def measure_minimum(self) -> int:
        """Text wraps anywhere."""
        return min(120, self.natural())

    def _text_height(self, width: int) -> int:
        inner = max(width - 2 * _PAD_X, 1)
        return self._text.heightForWidth(inner) if self.node.props["lines"] else 0

    def measure_height(self, width: int) -> int:
        """Title and text."""
        return _PAD_TOP + _TITLE + self._text_height(width) + _PAD_BOTTOM

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The text lies under the title."""
        super().place(x, y, w, h)
        inner = max(w - 2 * _PAD_X, 1)
        mirror.lay(self._text, _PAD_X, _PAD_TOP + _TITLE, inner, self._text_height(w))
