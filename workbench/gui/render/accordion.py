"""Accordion: sections that open and close, one at a time unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render import layout
from workbench.gui.render.container import paint_all
from workbench.gui.render.fold_header import FoldHeader
from workbench.gui.render.group import Group
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, label_of, list_of, mapping_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView

_INDENT, _ABOVE, _BELOW, _GAP = 24, 4, 12, 8
_MOST = 500


@dataclass(slots=True)
class _Section:
    """One section: its name among the others, its header and its body while open."""

    name: str
    children: Any
    header: FoldHeader
    body: Group


@register("Accordion")
class AccordionView(NodeView):
    """All sections start closed; a closed body does not exist."""

    role = "group"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._sections: list[_Section] = []
        self._open: set[str] = set()
        self._read()

    def _read(self) -> None:
        known = {section.name: section for section in self._sections}
        self._sections = []
        for index, value in enumerate(list_of(self.node.props.get("sections"))[:_MOST]):
            item = mapping_of(value)
            name = label_of(item.get("id")) or f"section-{index}"
            section = known.pop(name, None) or self._section(name)
            title = label_of(item.get("title"))
            section.children = item.get("children")
            section.header.show_title(title, name in self._open)
            section.body.patch(section.children if name in self._open else [])
            self._sections.append(section)
        for gone in known.values():
            self.disown(gone.header)
            gone.body.dispose()
            self._open.discard(gone.name)

    def _section(self, name: str) -> _Section:
        header = self.own(FoldHeader("", "body-medium", self.scope.surface))
        header.when_clicked(lambda: self._toggle(name))
        return _Section(name, None, header, Group(self.scope, self))

    def _toggle(self, name: str) -> None:
        several = flag_of(self.node.props.get("allow_multiple"))
        if name in self._open:
            self._open.discard(name)
        else:
            self._open = self._open | {name} if several else {name}
        for section in self._sections:
            opened = section.name in self._open
            section.header.show_title(section.header.accessibleName(), opened)
            section.body.patch(section.children if opened else [])
        self.invalidate()

    def changed(self, before: Node) -> None:
        """Follow the sections; those still there stay open."""
        self._read()

    def groups(self) -> Iterator[Group]:
        """The bodies."""
        for section in self._sections:
            yield section.body

    def _body_height(self, section: _Section, width: int) -> int:
        if not section.body.present:
            return 0
        inner = max(width - _INDENT, 0)
        tall = layout.column_height(section.body.present, inner, _GAP, "stretch")
        return tall + _ABOVE + _BELOW

    def measure_natural(self) -> int:
        """The widest header or body."""
        widths = [child.natural() + _INDENT for child in self.children()]
        headers = [section.header.sizeHint().width() for section in self._sections]
        return max([*widths, *headers, 160])

    def measure_minimum(self) -> int:
        """The widest thing that cannot shrink."""
        return max([child.minimum() + _INDENT for child in self.children()], default=80)

    def measure_height(self, width: int) -> int:
        """Headers, open bodies and the lines between sections."""
        total = max(len(self._sections) - 1, 0)
        for section in self._sections:
            total += section.header.heightForWidth(width) + self._body_height(section, width)
        return total

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place headers and open bodies."""
        super().place(x, y, w, h)
        top = y
        for section in self._sections:
            tall = section.header.heightForWidth(w)
            section.header.setGeometry(x, top, w, tall)
            body = self._body_height(section, w)
            inner = max(w - _INDENT, 0)
            area = (x + _INDENT, top + tall + _ABOVE, inner, max(body - _ABOVE - _BELOW, 0))
            layout.place_column(section.body.present, area, _GAP, "stretch")
            top += tall + body + 1

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The lines between sections and the open bodies."""
        color = self.theme.color("surface-2")
        for section in self._sections[1:]:
            painter.fillRect(self.x, section.header.y() - 1, self.w, 1, color)
        for section in self._sections:
            paint_all(section.body.present, painter, clip)
