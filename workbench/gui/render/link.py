"""Link: text that leads somewhere."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import ring, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_SAFE = re.compile(r"(https?:|mailto:|tel:)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")


def safe_href(value: object) -> str:
    """The address if it may be opened (http, https, mailto, tel, a path or a fragment), else ""."""
    if not isinstance(value, str) or len(value) > 8000:
        return ""
    text = _UNSEEN.sub("", value)
    inside = text.startswith(("/", "#")) and not text.startswith("//")
    return text if inside or _SAFE.match(text) else ""


def follow(scope: Scope, href: str) -> None:
    """Open an address: outside for a full one, as navigation for a path."""
    if href.startswith("/"):
        fire(scope.actions, {"action": "navigate", "path": href})
    elif not href.startswith("#"):
        scope.actions.open_url(href)


class LinkText(Clickable):
    """Underlined text that can be clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.block = TextBlock(theme(), "", "link")

    def show_text(self, text: str, href: str) -> None:
        """Show this text; the address is its tooltip."""
        self.block = TextBlock(theme(), text, "link")
        self.setAccessibleName(text)
        self.setToolTip(href)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """The text in the primary colour."""
        token = "primary-hover" if self.underMouse() else "primary"
        self.block.paint(painter, 0, 0, self.width(), theme().ink(token))
        if self.key_focus:
            ring(painter, QRectF(self.rect()), theme().radius("sm"))


@register("Link")
class LinkView(NodeView):
    """A link; without an address or an action it is plain muted text."""

    role = "link"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._link: LinkText | None = None
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        label = text_of(get("label"))
        href = safe_href(get("href"))
        live = action_of(get("on_click")) is not None or bool(href)
        self._plain = TextBlock(self.theme, label, "body")
        if live and self._link is None:
            self._link = self.own(LinkText(self.scope.surface))
            self._link.when_clicked(self._click)
        elif not live and self._link is not None:
            self.disown(self._link)
            self._link = None
        if self._link is not None:
            self._link.show_text(label, href)

    def _click(self) -> None:
        get = self.node.props.get
        action = action_of(get("on_click"))
        if action is not None:
            fire(self.scope.actions, action)
        else:
            follow(self.scope, safe_href(get("href")))

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The label on one line."""
        return self._plain.natural()

    def measure_minimum(self) -> int:
        """The longest word."""
        return self._plain.minimum()

    def measure_height(self, width: int) -> int:
        """The wrapped label."""
        return self._plain.height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; what can be clicked is the text, not the line."""
        super().place(x, y, w, h)
        if self._link is not None:
            mirror.lay(self._link, x, y, min(w, self._plain.natural() + 1), h)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The plain text, where there is nothing to follow."""
        if self._link is None:
            self._plain.paint(painter, self.x, self.y, self.w, self.theme.color("text-muted"))

    def spoken(self) -> str:
        """The label of a link that leads nowhere; a live one speaks for itself."""
        return "" if self._link is not None else self._plain.text

    def tooltip_at(self, point: QPoint) -> str:
        """Why an address was refused."""
        href = self.node.props.get("href")
        refused = self._link is None and isinstance(href, str) and href != ""
        return "This address is not followed: only http, https, mailto, tel, / and #." * refused
