"""Tabs: a bar of names and the one panel chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from workbench.gui.render import mirror
from workbench.gui.render.container import ContainerView
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of, list_of, mapping_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.tab_bar import TabBar

_PANEL_ABOVE = 8
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Tab:
    name: str
    label: str
    content: Any


@register("Tabs")
class TabsView(ContainerView):
    """Only the chosen panel exists. The choice outlives a refresh while its tab does."""

    role = "group"

    def __init__(self, scope: Scope, node: Node) -> None:
        self._chosen = ""
        self._tabs: list[_Tab] = []
        self._bar: TabBar | None = None
        super().__init__(scope, node)

    def read_props(self) -> None:
        """The tabs, and which one is shown."""
        values = list_of(self.node.props.get("tabs"))[:_MOST]
        self._tabs = [_tab(mapping_of(value), index) for index, value in enumerate(values)]
        names = [tab.name for tab in self._tabs]
        if self._chosen not in names:
            self._chosen = self._default(names)
        if self._bar is None:
            self._bar = self.own(TabBar(self.scope.surface))
            self._bar.chosen.connect(self._choose)
        place = names.index(self._chosen) if self._chosen in names else -1
        self._bar.show_tabs([tab.label for tab in self._tabs], place)

    def _default(self, names: list[str]) -> str:
        wanted = self.node.props.get("default_tab")
        if isinstance(wanted, str) and wanted in names:
            return wanted
        if isinstance(wanted, int) and 0 <= wanted < len(names):
            return names[wanted]
        return names[0] if names else ""

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._tabs) and self._tabs[index].name != self._chosen:
            self._chosen = self._tabs[index].name
            # Another tab is another panel, even where its nodes look alike.
            self.body.dispose()
            self.body.patch(self.content())
            self.invalidate()

    def content(self) -> Any:
        """What the chosen tab holds."""
        for tab in self._tabs:
            if tab.name == self._chosen:
                return tab.content
        return None

    def _bar_height(self) -> int:
        return self._bar.sizeHint().height() if self._bar is not None else 0

    def measure_natural(self) -> int:
        """The wider of the bar and the panel."""
        bar = self._bar.sizeHint().width() if self._bar is not None else 0
        return max(super().measure_natural(), bar)

    def measure_minimum(self) -> int:
        """The panel's; the bar scrolls."""
        return max(super().measure_minimum(), min(120, self.natural()))

    def measure_height(self, width: int) -> int:
        """Bar and panel."""
        return self._bar_height() + _PANEL_ABOVE + super().measure_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the bar and the panel under it."""
        above = self._bar_height() + _PANEL_ABOVE
        if self._bar is not None:
            mirror.lay(self._bar, x, y, w, self._bar_height())
        super().place(x, y + above, w, h - above)
        self.x, self.y, self.w, self.h = x, y, w, h

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The chosen panel; the bar paints itself."""
        super().paint(painter, clip)


def _tab(item: dict[str, Any], index: int) -> _Tab:
    name = label_of(item.get("id")) or f"tab-{index}"
    content = item.get("content")
    if content is None:
        content = item.get("children")
    return _Tab(name, label_of(item.get("label")) or name, content)
