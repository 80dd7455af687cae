"""Card: a surface with a title, a body and a footer; a button as a whole when it has an action."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render import layout, mirror
from workbench.gui.render.actions import fire
from workbench.gui.render.blocks import Lines, line_of
from workbench.gui.render.brushwork import box
from workbench.gui.render.container import ContainerView, paint_all
from workbench.gui.render.group import Group
from workbench.gui.render.hit_area import HitArea
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView

_PAD = 24
_BORDER = 1
_TITLE_GAP, _UNDER_HEADER = 2, 12
_FOOTER_ABOVE, _FOOTER_GAP = 12, 8


@register("Card")
class CardView(ContainerView):
    """Header, body in a column, footer in a row."""

    def __init__(self, scope: Scope, node: Node) -> None:
        self._hit: HitArea | None = None
        super().__init__(scope, node)
        self.footer = Group(scope, self, node.props.get("footer"))

    def read_props(self) -> None:
        """Texts, frame and action."""
        get, theme = self.node.props.get, self.theme
        title = text_of(get("title"))
        self._lines = Lines(
            line_of(theme, title, "body-strong", "text", whole_words=True),
            line_of(
                theme,
                text_of(get("subtitle")),
                "caption",
                "text-subtle",
                _TITLE_GAP,
                whole_words=True,
            ),
        )
        self._framed = get("border") is not False
        padding = theme.space(_PAD) if get("padding", True) is not False else 0
        self._pad = padding + _BORDER
        self._read_action(title)

    def _read_action(self, title: str) -> None:
        action = action_of(self.node.props.get("on_click"))
        if action is None and self._hit is not None:
            self.disown(self._hit)
            self._hit = None
        if action is None:
            return
        if self._hit is None:
            surface = self.scope.surface
            self._hit = self.own(HitArea(title, surface, "xl"))
            self._hit.when_clicked(self._click)
            self._hit.sink(list(widgets_in(self)))
        self._hit.setAccessibleName(title or "Card")

    def _click(self) -> None:
        action = action_of(self.node.props.get("on_click"))
        if action is not None:
            fire(self.scope.actions, action)

    def content(self) -> Any:
        """``content``, or ``children`` where there is none."""
        props = self.node.props
        content = props.get("content")
        return props.get("children") if content is None else content

    def changed(self, before: Node) -> None:
        """Follow header, body and footer."""
        super().changed(before)
        self.footer.patch(self.node.props.get("footer"))

    def groups(self) -> Iterator[Group]:
        """Body and footer."""
        yield self.body
        if hasattr(self, "footer"):
            yield self.footer

    # -- size -------------------------------------------------------------------------------

    def measure_natural(self) -> int:
        """The widest of header, body and footer."""
        footer = sum(view.natural() for view in self.footer.present)
        footer += _FOOTER_GAP * max(len(self.footer.present) - 1, 0)
        widest = max(super().measure_natural(), self._lines.natural(), footer)
        return widest + 2 * self._pad

    def measure_minimum(self) -> int:
        """The widest thing that cannot shrink."""
        footer = max((view.minimum() for view in self.footer.present), default=0)
        widest = max(super().measure_minimum(), self._lines.minimum(), footer)
        return widest + 2 * self._pad

    def _header_height(self, inner: int) -> int:
        if not self._lines.lines:
            return 0
        below = _UNDER_HEADER if self.body.present or self.footer.present else 0
        return self._lines.height(inner) + below

    def _footer_height(self, inner: int) -> int:
        if not self.footer.present:
            return 0
        rows = layout.row_height(self.footer.present, inner, _FOOTER_GAP, True)
        return rows + self._above_footer() + 1 + _FOOTER_ABOVE

    def _above_footer(self) -> int:
        return _FOOTER_ABOVE if self.body.present else 0

    def measure_height(self, width: int) -> int:
        """Header, body, footer and the padding."""
        inner = max(width - 2 * self._pad, 0)
        body = super().measure_height(inner)
        return self._header_height(inner) + body + self._footer_height(inner) + 2 * self._pad

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place body and footer; spare height stays empty above the footer."""
        NodeView.place(self, x, y, w, h)
        if self._hit is not None:
            mirror.lay(self._hit, x, y, w, h)
        left, inner = x + self._pad, max(w - 2 * self._pad, 0)
        top = y + self._pad + self._header_height(inner)
        bottom = y + h - self._pad
        foot = self._footer_height(inner)
        body = (left, top, inner, max(bottom - foot - top, 0))
        layout.place_column(self.body.present, body, self.gap, self.align)
        if self.footer.present:
            rows = foot - self._above_footer() - 1 - _FOOTER_ABOVE
            area = (left, bottom - rows, inner, rows)
            layout.place_row(self.footer.present, area, _FOOTER_GAP, "center", "start", True)

    # -- drawing ----------------------------------------------------------------------------

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The surface, the header, the children and the hairline over the footer."""
        theme = self.theme
        if self._framed:
            fill, edge = theme.color("surface-card"), theme.color("border-card")
            box(painter, QRectF(self.rect), theme.radius("xl"), fill=fill, edge=edge)
        left, inner = self.x + self._pad, self.w - 2 * self._pad
        self._lines.paint(painter, theme, left, self.y + self._pad, inner)
        paint_all(self.body.present, painter, clip)
        if self.footer.present:
            rows = self._footer_height(inner) - self._above_footer() - 1 - _FOOTER_ABOVE
            line = self.y + self.h - self._pad - rows - _FOOTER_ABOVE - 1
            painter.fillRect(left, line, inner, 1, theme.color("border-card"))
            paint_all(self.footer.present, painter, clip)

    def spoken(self) -> str:
        """Title and subtitle."""
        return self._lines.text()

    def tooltip_at(self, point: QPoint) -> str:
        """What a word too long for the header says in full."""
        inner = self.w - 2 * self._pad
        header = self.y + self._pad + self._lines.height(inner)
        return self._lines.cut(inner) if point.y() <= header else ""


def widgets_in(view: NodeView) -> Iterator[QWidget]:
    """The widgets of a view and of everything inside it on the same surface, in order."""
    yield from view.parts
    surface = view.scope.surface
    if view.widget is not surface:
        yield view.widget
        return
    for child in view.children():
        if child.scope.surface is surface:
            yield from widgets_in(child)
