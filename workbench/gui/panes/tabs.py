"""The tab strip over the panes, in which tabs are chosen, moved and torn off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.panes.tab import Tab
from workbench.gui.parts import look
from workbench.gui.parts.painted import painted
from workbench.gui.shell import STRIP

_TEAR = 40
"""How far from the strip a dragged tab leaves it, px."""


class TabStrip(QWidget):
    """The row of tabs, with room for tools at its right end.

    `picked` carries the id of the tab a person chose, `torn` that of one dragged out of the strip,
    and where to; `menu_asked` that of one asked about. `moved` tells of another order.
    """

    picked = Signal(str)
    moved = Signal()
    torn = Signal(str, QPoint)
    menu_asked = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, Tab] = {}
        self.row = QHBoxLayout(self)
        self.row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.setFixedHeight(look.px(STRIP))
        self.row.setContentsMargins(look.px(8), 0, look.px(8), 0)
        self.row.setSpacing(0)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A tab or a tool has become wider or narrower, has come or gone."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Tabs lose their names before they lose their places."""
        shown = [tab for tab in self.tabs.values() if not tab.isHidden()]
        items = [self.row.itemAt(place) for place in range(self.row.count())]
        tools = [item.widget() for item in items if item is not None]
        others = sum(
            tool.minimumSizeHint().width()
            for tool in tools
            if tool is not None and not isinstance(tool, Tab) and not tool.isHidden()
        )
        room = self.width() - others - look.px(24)
        short = sum(tab.wide(named=True) for tab in shown) > room
        for tab in shown:
            tab.shorten(short)

    def add(self, pane_id: str, title: str, icon: str) -> Tab:
        """Adds a tab at the end."""
        tab = Tab(pane_id, title, icon, self)
        tab.clicked.connect(lambda: self.picked.emit(pane_id))
        tab.stepped.connect(lambda by: self.step(tab, by))
        tab.shifted.connect(lambda by: self.shift(tab, by))
        tab.dragged.connect(lambda at: self.drag(tab, self.mapFromGlobal(at)))
        tab.menu_asked.connect(lambda at: self.menu_asked.emit(pane_id, at))
        self.row.insertWidget(len(self.tabs), tab)
        self.tabs[pane_id] = tab
        return tab

    def choose(self, pane_id: str) -> None:
        """Marks the tab in view; an unknown id marks none."""
        for name, tab in self.tabs.items():
            tab.setChecked(name == pane_id)
            tab.updateGeometry()
            tab.update()

    def order(self) -> list[str]:
        """The ids of all tabs, as they stand."""
        return list(self.tabs)

    def arrange(self, order: Sequence[str]) -> None:
        """Puts the tabs into another order."""
        self.tabs = {pane_id: self.tabs[pane_id] for pane_id in order}
        for place, tab in enumerate(self.tabs.values()):
            self.row.removeWidget(tab)
            self.row.insertWidget(place, tab)
        before: QWidget | None = None
        for tab in self.tabs.values():
            if before is not None:
                self.setTabOrder(before, tab)
            before = tab

    def shift(self, tab: Tab, by: int) -> None:
        """Moves a tab past neighbours that are shown."""
        shown = [t for t in self.tabs.values() if not t.isHidden()]
        place = shown.index(tab) + by
        if not 0 <= place < len(shown):
            return
        order = self.order()
        order.remove(tab.pane_id)
        target = order.index(shown[place].pane_id)
        order.insert(target + (1 if by > 0 else 0), tab.pane_id)
        self.arrange(order)
        self.moved.emit()

    def drag(self, tab: Tab, at: QPoint) -> None:
        """Follows a tab that is dragged, `at` in the strip: past a neighbour, or out."""
        if not -_TEAR < at.y() < self.height() + _TEAR:
            tab.release()
            self.torn.emit(tab.pane_id, self.mapToGlobal(at))
            return
        shown = [t for t in self.tabs.values() if not t.isHidden()]
        place = shown.index(tab)
        if place and at.x() < shown[place - 1].geometry().center().x():
            self.shift(tab, -1)
        elif place + 1 < len(shown) and at.x() > shown[place + 1].geometry().center().x():
            self.shift(tab, 1)

    def step(self, tab: Tab, by: int) -> None:
        """Goes from a tab to a neighbour."""
        shown = [t for t in self.tabs.values() if t.isVisible()]
        target = shown[(shown.index(tab) + by) % len(shown)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.picked.emit(target.pane_id)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with a hairline below."""
        theme = look.theme()
        painter.fillRect(self.rect(), look.ground())
        line = theme.color("border-card")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
