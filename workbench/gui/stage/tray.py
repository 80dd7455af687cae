"""The tray: what open extensions add to the host outside their panels.

The platform says which zones and which sections there are, and in which order things come; how it
draws them is not public, so this is ours: items at the right, zone by zone, then widgets and menu.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Hairline
from workbench.gui.parts.menu import show_under
from workbench.gui.stage.strip import Strip
from workbench.gui.stage.tray_answer import Leaf, TrayLook, declared
from workbench.gui.stage.tray_item import TrayItem
from workbench.gui.stage.tray_menu import contributed_menu

if TYPE_CHECKING:
    from workbench.gui.render.popover import Popover
    from workbench.gui.session import Session
    from workbench.gui.stage.drop_down import DropDown
    from workbench.kernel.contributions import Contribution, Kind
    from workbench.kernel.panel_answer import PanelAnswer

_SETTLE_MS: Final = 120
Key = tuple[str, str]


class Tray(Strip):
    """The strip over the stage; hidden while nothing is contributed.

    `source_asked` carries file and line of an error.
    """

    source_asked = Signal(str, int)

    def __init__(self, session: Session) -> None:
        super().__init__(gap=2, margins=(10, 0, 10, 0))
        self._session = session
        self.items: dict[Key, TrayItem] = {}
        self._lines: list[QWidget] = []
        self._stale: set[str] = set()
        self._asked = 0
        self._dropped: tuple[str, Key] | None = None
        self.drop: DropDown | None = None
        self._popover: Popover | None = None
        self.menu = Button("Menu", icon="menu", height=26)
        self.widgets = Button("Widgets", icon="layout-dashboard", height=26)
        self.again = Button(icon="rotate-cw", height=26)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        self.menu.setToolTip("Menu items of the extensions")
        self.widgets.setToolTip("Widgets of the extensions")
        self.again.setToolTip("Ask every tray item again")
        self.again.setAccessibleName("Refresh the tray")
        self.add(self.menu, self.widgets)
        self.layout_.addStretch(1)
        self.add(self.again)

    def _connect(self) -> None:
        session = self._session
        self._soon.timeout.connect(self._ask_stale)
        self.menu.clicked.connect(self.open_menu)
        self.widgets.clicked.connect(self.open_widgets)
        self.again.clicked.connect(self.refresh)
        session.kernel_changed.connect(self._declared_changed)
        session.extensions_changed.connect(self._declared_changed)
        session.people_changed.connect(self.refresh)
        session.bridge.build.connect(lambda extension: self._later(extension.app_id))
        session.bridge.panel.connect(self._panel_answered)

    # -- what is declared

    def _rows(self, kind: Kind) -> list[tuple[str, Mapping[str, Any]]]:
        kernel = self._session.kernel
        return kernel.contributions.declared(kind) if kernel is not None else []

    def _declared_changed(self) -> None:
        """Shows what is declared now; an item that stays keeps its badge until it is asked."""
        looks = declared(self._rows("tray"))
        fresh = [shown for shown in looks if shown.key not in self.items]
        self._arrange(looks)
        menu, widgets = self._rows("menu"), self._rows("widget")
        self.menu.setVisible(bool(menu))
        self.widgets.show_text("Widgets", str(len(widgets)))
        self.widgets.setVisible(bool(widgets))
        self.again.setVisible(bool(looks))
        self.setVisible(bool(looks or menu or widgets))
        for shown in fresh:
            self._later(shown.app_id)

    def _arrange(self, looks: list[TrayLook]) -> None:
        for line in self._lines:
            self._remove(line)
        self._lines = []
        kept = {shown.key for shown in looks}
        for key in [key for key in self.items if key not in kept]:
            self._remove(self.items.pop(key))
        zone = ""
        for shown in looks:
            if zone and shown.zone != zone:
                self._lines.append(self._place(_divider()))
            zone = shown.zone
            item = self.items.get(shown.key)
            if item is None:
                item = self.items[shown.key] = TrayItem(shown)
                item.clicked.connect(partial(self._item_clicked, shown.key))
            self.layout_.removeWidget(item)
            self._place(item)

    def _place(self, widget: QWidget) -> QWidget:
        """Puts a widget before the last button."""
        self.layout_.insertWidget(self.layout_.count() - 1, widget)
        return widget

    def _remove(self, widget: QWidget) -> None:
        self.layout_.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    # -- asking

    def refresh(self) -> None:
        """Asks every item again, as whoever is signed in."""
        self._stale.update(app_id for app_id, _ in self.items)
        self._soon.start()

    def _later(self, app_id: str) -> None:
        if any(owner == app_id for owner, _ in self.items):
            self._stale.add(app_id)
            self._soon.start()

    def _panel_answered(self, answer: PanelAnswer) -> None:
        kernel = self._session.kernel
        if kernel is not None and answer.origin == "refresh" and kernel.profile.tray_follows_panels:
            self._later(answer.app_id)

    def _ask_stale(self) -> None:
        stale, self._stale = self._stale, set()
        for app_id, tray_id in [key for key in self.items if key[0] in stale]:
            self._session.tasks.spawn(self._ask(app_id, tray_id), "ask a tray item")

    async def _ask(self, app_id: str, tray_id: str) -> None:
        """Calls an item's handler; of several answers the one asked for last stays."""
        self._asked += 1
        order = self._asked
        answer = await self._call(app_id, "tray", tray_id)
        item = self.items.get((app_id, tray_id))
        if answer is None or item is None or order < item.order:
            return
        item.order = order
        item.take(item.shown.answered(answer))
        if self._dropped == ("tray", (app_id, tray_id)) and self.drop is not None:
            self.drop.show_leaves([_item_leaf(item.shown, answer.duration_ms)])

    async def _call(self, app_id: str, kind: Kind, name: str) -> Contribution | None:
        """Calls a handler as the host does; None once its extension is closed."""
        kernel = self._session.kernel
        if kernel is None or app_id not in kernel.extensions:
            return None
        return await kernel.contributions.call(app_id, kind, name)

    # -- what a click does

    def _item_clicked(self, key: Key) -> None:
        """Drops the panel behind an item down, and asks the handler again."""
        item = self.items[key]
        if self._dropped == ("tray", key):
            self._close()
            return
        self._drop_down("tray", key, item, [_item_leaf(item.shown)])
        self._session.tasks.spawn(self._ask(*key), "ask a tray item")

    def open_widgets(self) -> None:
        """Calls every widget and drops them down."""
        if self._dropped is not None and self._dropped[0] == "widgets":
            self._close()
        else:
            self._session.tasks.spawn(self._show_widgets(), "widgets")

    async def _show_widgets(self) -> None:
        leaves = []
        for app_id, row in self._rows("widget"):
            answer = await self._call(app_id, "widget", str(row["widget_id"]))
            if answer is not None:
                leaves.append(_leaf(answer, _widget_title(row)))
        if leaves:
            self._drop_down("widgets", ("", ""), self.widgets, leaves)

    def open_menu(self) -> None:
        """Shows the menu items of all extensions, section by section."""
        menu = contributed_menu(self, self._rows("menu"), self._menu_picked)
        if not menu.isEmpty():
            show_under(menu, self.menu)

    def _menu_picked(self, app_id: str, row: Mapping[str, Any]) -> None:
        """An item with a path leads to a page of the platform; any other calls its handler."""
        path = str(row.get("path") or "")
        if path:
            self._session.notice.emit(f"Navigates to {path}: the platform's page")
            return
        self._session.tasks.spawn(self._show_menu_answer(app_id, row), "a menu item")

    async def _show_menu_answer(self, app_id: str, row: Mapping[str, Any]) -> None:
        name = str(row["item_id"])
        answer = await self._call(app_id, "menu", name)
        if answer is None:
            return
        if isinstance(answer.data, Mapping) and answer.data.get("action"):
            await self._session.act(app_id, dict(answer.data), None)
            return
        leaf = _leaf(answer, str(row.get("label") or name))
        self._drop_down("menu", (app_id, name), self.menu, [leaf])

    # -- the panel that drops down

    def _drop_down(self, kind: str, key: Key, anchor: QWidget, leaves: list[Leaf]) -> None:
        from workbench.gui.render.popover import Popover
        from workbench.gui.stage.drop_down import DropDown

        self._close()
        self._dropped = (kind, key)
        drop = self.drop = DropDown(self._session)
        drop.source_asked.connect(self.source_asked)
        drop.show_leaves(leaves)
        drop.resized.connect(self._fit_popover)
        align = "end" if kind == "tray" else "start"
        popover = Popover(anchor, drop, align=align, radius=look.px(8), token="surface-0")
        popover.closed.connect(partial(self._closed, popover, drop))
        self._popover = popover
        popover.open()

    def _fit_popover(self) -> None:
        if self._popover is not None and self._popover.isVisible():
            self._popover.fit()

    def _close(self) -> None:
        if self._popover is not None:
            self._popover.close_panel()

    def _closed(self, popover: Popover, drop: DropDown) -> None:
        if popover is self._popover:
            self._popover = self._dropped = self.drop = None
        drop.clear()
        popover.deleteLater()


def _divider() -> Hairline:
    line = Hairline(Qt.Orientation.Vertical, "border")
    line.setFixedHeight(look.px(14))
    return line


def _item_leaf(shown: TrayLook, took_ms: float | None = None) -> Leaf:
    note = "It has no panel: only its badge is shown." if shown.asked else "Asking…"
    return Leaf(shown.app_id, shown.title, shown.panel, shown.error, took_ms, note)


def _leaf(answer: Contribution, title: str) -> Leaf:
    return Leaf(answer.app_id, title, answer.ui, answer.error, answer.duration_ms)


def _widget_title(row: Mapping[str, Any]) -> str:
    """Its title; the SDK keeps only the tool's description, which begins with a word of its own."""
    return str(row.get("title") or row["widget_id"]).removeprefix("Widget: ")
