"""Html: sanitised HTML in the subset Qt can draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import nh3
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, smooth, theme
from workbench.gui.render.documents.rich_text import RichText
from workbench.gui.render.link import follow
from workbench.gui.render.long_words import breakable, breakable_html
from workbench.gui.render.node import Node
from workbench.gui.render.plain import text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.scroll import OverlayScrollBar
from workbench.gui.render.widget_view import WidgetView
from workbench.gui.theme import manager

_DEEPEST, _DEEPEST_TABLES = 100, 7
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>")
_SHEET_X, _SHEET_Y = 20, 16
_INDENT = 28
_OPEN_ENDED = frozenset(
    {"area", "br", "col", "hr", "img", "input", "li", "link", "meta", "p", "td", "th", "tr", "wbr"}
)
_STYLES = {
    "background-color",
    "border",
    "border-color",
    "border-style",
    "border-width",
    "color",
    "float",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "line-height",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
}
_INKED = (
    "body, p, li, td, th, div, span, h1, h2, h3, h4, h5, h6, blockquote, dt, dd, caption, center"
)
_SCHEMES = {"http", "https", "mailto", "tel", "data"}


def sanitised(content: str) -> str:
    """HTML without scripts, handlers, frames and foreign addresses; text only if nested absurdly.

    Inline styles survive as far as Qt knows them. Pictures survive only inside ``data:`` addresses;
    what is left out is seen by nobody (a tracking picture is not fetched).
    """
    text = content.encode("utf-8", "replace").decode()
    if _too_deep(text):
        return f"<p>{escape(breakable(' '.join(_TAG.sub(' ', text).split())))}</p>"
    clean = nh3.clean(
        text,
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": {"style", "align", "dir"}},
        url_schemes=_SCHEMES,
        filter_style_properties=_STYLES,
        link_rel=None,
    )
    return breakable_html(clean)


def _too_deep(text: str) -> bool:
    """Whether elements are nested so deep, or tables so often, that drawing would not end."""
    depth = tables = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _OPEN_ENDED:
            continue
        step = -1 if found[1] else 1
        depth = max(depth + step, 0)
        tables += step if name == "table" else 0
        if depth > _DEEPEST or tables > _DEEPEST_TABLES:
            return True
    return False


def from_right(document: QTextDocument) -> None:
    """Stand tables at the right of a page that runs from there; code stays where it was."""
    frames = list(document.rootFrame().childFrames())
    while frames:
        frame = frames.pop()
        frames.extend(frame.childFrames())
        if isinstance(frame, QTextTable):
            shape = frame.format().toTableFormat()
            shape.setAlignment(mirror.start_of(rtl=True))
            frame.setFormat(shape)
    block = document.begin()
    while block.isValid():
        if block.blockFormat().nonBreakableLines():
            code = block.blockFormat()
            code.setAlignment(mirror.start_of(rtl=False))
            QTextCursor(block).setBlockFormat(code)
        block = block.next()


def style_sheet(sheet_is_white: bool) -> str:
    """The CSS of headings, tables and code in the colours of the page, or of a white sheet."""
    now = manager().panel_theme("light") if sheet_is_white else theme()
    text, link = now.color("text").name(), now.ink("primary").name()
    code, line = now.over("code-bg", None, "surface-1").name(), now.color("border").name()
    return (
        f"{_INKED} {{ color: {text}; }} a {{ color: {link}; }}"
        "h1 { font-size: 24px; font-weight: 600; } h2 { font-size: 20px; font-weight: 600; }"
        "h3 { font-size: 18px; font-weight: 600; } h4 { font-size: 14px; font-weight: 600; }"
        "p, ul, ol, table, pre { margin-top: 8px; margin-bottom: 8px; }"
        f"table {{ border-collapse: collapse; border-color: {line}; }}"
        f"td, th {{ border: 1px solid {line}; padding: 4px 8px; }}"
        f'pre, code {{ font-family: "Geist Mono"; color: {text}; background-color: {code}; }}'
    )


class HtmlSheet(QScrollArea):
    """The text, on a white sheet if the author asks for one, scrolling if it may not be so tall."""

    def __init__(self, parent: QWidget, followed: Callable[[str], None], width: int) -> None:
        super().__init__(parent)
        self.white = False
        self.tallest = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        self.text = RichText(self._holder, followed, width)
        self.setWidget(self._holder)
        self.viewport().setAutoFillBackground(False)
        self._holder.setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self)

    def margins(self) -> tuple[int, int]:
        """Space around the text at the sides, and above and below."""
        return (_SHEET_X, _SHEET_Y) if self.white else (0, 0)

    def wanted_height(self, width: int) -> int:
        """Height of the text at a width, or as much as is allowed."""
        left, top = self.margins()
        tall = self.text.heightForWidth(max(width - 2 * left, 1)) + 2 * top
        return min(tall, self.tallest) if self.tallest else tall

    def fit(self, width: int) -> None:
        """Give the text its place for a width."""
        left, top = self.margins()
        inner = max(width - 2 * left, 1)
        tall = self.text.heightForWidth(inner)
        self._holder.resize(width, tall + 2 * top)
        self.text.setGeometry(left, top, inner, tall)

    def paint_sheet(self, painter: QPainter, area: QRectF) -> None:
        """The white sheet."""
        if self.white:
            light = manager().panel_theme("light")
            box(painter, area, theme().radius("lg"), fill=light.color("surface-1"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet under the text."""
        painter = QPainter(self.viewport())
        smooth(painter)
        self.paint_sheet(painter, QRectF(self.viewport().rect()))


@register("Html")
class HtmlView(WidgetView):
    """Sanitised HTML in the page's colours, or on a white sheet (``theme`` light, for mails)."""

    role = "text"
    control: HtmlSheet

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        width = self.likely_width() - (2 * _SHEET_X if node.get("theme") == "light" else 0)
        self.control = HtmlSheet(scope.surface, lambda href: follow(scope, href), width)
        self._fill()

    def _fill(self) -> None:
        get = self.node.props.get
        self.control.white = get("theme") == "light"
        self.control.tallest = whole_of(get("max_height"), 0, high=10_000)
        clean = sanitised(text_of(get("content")))
        sheet = style_sheet(self.control.white)

        def build(document: QTextDocument) -> None:
            document.setIndentWidth(_INDENT)
            document.setDefaultStyleSheet(sheet)
            document.setHtml(clean)
            if self.control.text.isRightToLeft():
                from_right(document)

        self.control.text.show_document(build)
        self.control.updateGeometry()

    def changed(self, before: Node) -> None:
        """Write it again."""
        self._fill()

    def restyle(self) -> None:
        """Write it again in the new colours."""
        self._fill()
        self.control.viewport().update()

    def measure_natural(self) -> int:
        """The text without wrapping."""
        return self.control.text.natural_width() + 2 * self.control.margins()[0]

    def measure_minimum(self) -> int:
        """Text wraps."""
        return min(120, self.natural())

    def measure_height(self, width: int) -> int:
        """The text, or as much as is allowed."""
        return self.control.wanted_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The sheet, and the text inside its margins."""
        super().place(x, y, w, h)
        self.control.fit(w)
