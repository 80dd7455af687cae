"""Section: children under a small title that may fold them away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render import mirror
from workbench.gui.render.container import ContainerView
from workbench.gui.render.fold_header import FoldHeader
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock

_GAP = 12


@register("Section")
class SectionView(ContainerView):
    """Starts open; folded children are gone, and their local state with them."""

    gap = _GAP

    def __init__(self, scope: Scope, node: Node) -> None:
        self._open = True
        self._header: FoldHeader | None = None
        super().__init__(scope, node)

    def read_props(self) -> None:
        """The title, and whether it is a switch."""
        get = self.node.props.get
        title = label_of(get("title"))
        self._title = TextBlock(self.theme, title, "section") if title else None
        if not title or not flag_of(get("collapsible")):
            self._open = True
            if self._header is not None:
                self.disown(self._header)
                self._header = None
            return
        if self._header is None:
            self._header = self.own(FoldHeader(title, "section", self.scope.surface))
            self._header.when_clicked(self._toggle)
        self._header.show_title(title, self._open)

    def _toggle(self) -> None:
        self._open = not self._open
        if self._header is not None:
            self._header.show_title(label_of(self.node.props.get("title")), self._open)
        self.body.patch(self.content())
        self.invalidate()

    def content(self) -> Any:
        """The children, or none while folded."""
        return self.node.props.get("children") if self._open else []

    def changed(self, before: Node) -> None:
        """A new identity opens it again."""
        if self.node.renewed(before):
            self._open = True
        super().changed(before)

    def _title_height(self, width: int) -> int:
        if self._header is not None:
            return self._header.heightForWidth(width)
        return self._title.height(width) if self._title is not None else 0

    def _above(self, width: int) -> int:
        title = self._title_height(width)
        return title + (self.gap if title and self.body.present else 0)

    def measure_natural(self) -> int:
        """The wider of title and children."""
        title = self._title.natural() + 24 if self._title is not None else 0
        return max(super().measure_natural(), title)

    def measure_height(self, width: int) -> int:
        """Title and children."""
        return self._above(width) + super().measure_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the header and the children under it."""
        above = self._above(w)
        if self._header is not None:
            mirror.lay(self._header, x, y, w, self._title_height(w))
        super().place(x, y + above, w, h - above)
        self.x, self.y, self.w, self.h = x, y, w, h

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The title, unless a header widget paints it, and the children."""
        if self._header is None and self._title is not None:
            ink = self.theme.color("text-muted")
            self._title.paint(painter, self.x, self.y, self.w, ink)
        super().paint(painter, clip)

    def spoken(self) -> str:
        """The title."""
        return self._title.text if self._title is not None else ""
