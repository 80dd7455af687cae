"""All panes: a tab strip with one pane in view, and panes that were given windows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.keys import key_book
from workbench.gui.panes.arrangement import VERSION, Arrangement
from workbench.gui.panes.catalogue import PaneSpec
from workbench.gui.panes.dock import AREAS, PaneDock, dress_tabs, give_room
from workbench.gui.panes.kinds import ProblemCount
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.tabs import TabStrip
from workbench.gui.parts.button import Button
from workbench.gui.parts.menu import add_icon, new_menu
from workbench.gui.parts.surface import Surface

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record


class Deck(Surface):
    """The panes under the stage.

    `changed` tells that another pane is in view, or that the panes were opened or closed;
    `arranged` that a tab or a dock was moved.
    """

    changed = Signal()
    arranged = Signal()

    def __init__(self, window: QMainWindow, session: Session, specs: Sequence[PaneSpec]) -> None:
        super().__init__("chrome")
        self._window = window
        self._session = session
        self.specs = {spec.pane_id: spec for spec in specs}
        self.link = Link(self)
        self.panes: dict[str, Pane] = {}
        self.docks: dict[str, PaneDock] = {}
        self.current = ""
        self.open = True
        self.strip = TabStrip()
        self.fold = Button(icon="panel-bottom", height=26)
        key_book().changed.connect(self._name_fold)
        self._name_fold()
        self._tools = QStackedWidget()
        self._stack = QStackedWidget()
        self.strip.row.addWidget(self._tools)
        self.strip.row.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        for spec in specs:
            self.strip.add(spec.pane_id, spec.title, spec.icon)
        self.strip.picked.connect(self._tab_picked)
        self.strip.moved.connect(self.arranged)
        self.strip.torn.connect(self._torn)
        self.strip.menu_asked.connect(self._tab_menu)
        self.fold.clicked.connect(self.toggle)
        self.link.shown.connect(self._show_for)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._dress = QTimer(self, singleShot=True, interval=0)
        self._dress.timeout.connect(lambda: dress_tabs(window))
        self.arranged.connect(self._dress.start)
        self._problems = ProblemCount()
        session.bridge.records.connect(self._count)
        session.kernel_changed.connect(self._kernel_changed)
        session.inbox.changed.connect(self._show_unread)
        session.people_changed.connect(self._show_unread)

    def ensure(self, pane_id: str) -> Pane:
        """The pane of that id, made now if it was never shown; raises KeyError."""
        if pane_id not in self.panes:
            pane = self.specs[pane_id].make(self._session, self.link)
            self.panes[pane_id] = pane
            self._stack.addWidget(pane)
            self._tools.addWidget(pane.bar)
        return self.panes[pane_id]

    def _count(self, records: list[Record]) -> None:
        """Counts problems on their tab, whether or not the pane was ever opened."""
        before = int(self._problems)
        self._problems.add(records)
        if int(self._problems) != before:
            self._show_problems()

    def _kernel_changed(self) -> None:
        self._problems = ProblemCount()
        self._show_problems()

    def _show_problems(self) -> None:
        tab = self.strip.tabs.get("problems")
        if tab is not None:
            tab.set_badge(int(self._problems), "warning")

    def _show_unread(self) -> None:
        """The unread notifications of whoever is signed in."""
        tab, kernel = self.strip.tabs.get("notifications"), self._session.kernel
        if tab is not None and kernel is not None:
            unread = self._session.inbox.unread(kernel.personas.current.imperal_id)
            tab.set_badge(unread, "info")

    def _name_fold(self) -> None:
        self.fold.setToolTip(key_book().named("Show or hide the panes", "pane.toggle"))

    # -- which pane is in view

    def pane(self) -> Pane | None:
        """The pane in view in the strip."""
        return self.panes.get(self.current)

    def focused(self) -> Pane | None:
        """The pane with the keyboard focus, else the one in view."""
        focus = QApplication.focusWidget()
        for dock in self.docks.values():
            holds = focus is not None and dock.isAncestorOf(focus)
            if holds or (dock.isActiveWindow() and dock.isFloating()):
                return dock.pane
        return self.pane() if self.open else None

    def promise(self, pane_id: str) -> None:
        """Marks a pane as the one in view; `fulfil` makes it, after the first frame."""
        self.current = pane_id
        self.strip.choose(pane_id)

    def fulfil(self) -> None:
        """Makes the promised pane."""
        if self.open and self.current not in self.panes and self.current not in self.docks:
            self.show_pane(self.current)

    def show_pane(self, pane_id: str) -> None:
        """Brings a pane into view, wherever it is."""
        dock = self.docks.get(pane_id)
        if dock is not None:
            dock.show()
            dock.raise_()
            self.panes[pane_id].activate()
            return
        if pane_id not in self.specs:
            return
        pane = self.ensure(pane_id)
        self.current = pane_id
        self._stack.setCurrentWidget(pane)
        self._tools.setCurrentWidget(pane.bar)
        self.strip.choose(pane_id)
        self.set_open(True)
        pane.activate()
        self.changed.emit()

    def _tab_picked(self, pane_id: str) -> None:
        if pane_id == self.current and self.open and pane_id not in self.docks:
            return
        self.show_pane(pane_id)

    def _show_for(self, record: Record, pane_id: str) -> None:
        self.show_pane(pane_id)
        self.panes[pane_id].bring(record)

    # -- open, closed, detached

    def toggle(self) -> None:
        """Shows or hides the panes."""
        self.set_open(not self.open)
        if self.open:
            self.show_pane(self.current)

    def set_open(self, opened: bool) -> None:
        """Opens the panes, or leaves only the strip."""
        if opened == self.open:
            return
        self.open = opened
        self._stack.setVisible(opened)
        self._tools.setVisible(opened)
        self.strip.choose(self.current if opened else "")
        self.changed.emit()

    def toggle_detached(self, pane_id: str) -> None:
        """Gives a pane a window of its own, or puts it back."""
        if pane_id in self.docks:
            self.docks[pane_id].close()
        elif pane_id in self.specs:
            self.detach(pane_id)

    def detach(self, pane_id: str, area: str = "") -> PaneDock:
        """Moves a pane into a dock: at an edge of the window, or floating.

        At an edge where another pane stands it becomes a tab beside that one.
        """
        dock = self.docks.get(pane_id) or self._make_dock(pane_id)
        if not area:
            dock.setFloating(True)
            dock.resize(max(720, self.width() // 2), 420)
        else:
            self._dock_at(dock, AREAS[area])
        dock.show()
        dock.raise_()
        dock.pane.activate()
        self.arranged.emit()
        return dock

    def _make_dock(self, pane_id: str) -> PaneDock:
        """A pane's dock, at the right edge until it is moved; another pane comes into view."""
        pane = self.ensure(pane_id)
        self._stack.removeWidget(pane)
        self._tools.removeWidget(pane.bar)
        dock = PaneDock(pane, self.specs[pane_id].icon, self._window)
        dock.put_back.connect(self._put_back)
        for moved in (dock.topLevelChanged, dock.dockLocationChanged):
            moved.connect(self.arranged)
        self.docks[pane_id] = dock
        self._window.addDockWidget(AREAS["right"], dock)
        self.strip.tabs[pane_id].hide()
        remaining = [id_ for id_ in self.strip.order() if id_ not in self.docks]
        if pane_id == self.current and remaining:
            self.promise(remaining[0])
            if self.open:
                self.show_pane(remaining[0])
        return dock

    def _dock_at(self, dock: PaneDock, area: Qt.DockWidgetArea) -> None:
        window = self._window
        others = [
            other
            for other in self.docks.values()
            if other is not dock and not other.isFloating() and window.dockWidgetArea(other) == area
        ]
        dock.setFloating(False)
        if others:
            window.tabifyDockWidget(others[-1], dock)
        else:
            window.addDockWidget(area, dock)
            give_room(window, dock, area)

    def _put_back(self, pane_id: str) -> None:
        dock = self.docks.pop(pane_id, None)
        if dock is None:
            return
        pane = self.panes[pane_id]
        self._stack.addWidget(pane)
        self._tools.addWidget(pane.bar)
        self.strip.tabs[pane_id].show()
        self._window.removeDockWidget(dock)
        dock.deleteLater()
        self.show_pane(pane_id)
        self.arranged.emit()

    def _torn(self, pane_id: str, at: QPoint) -> None:
        """A tab that was dragged out of the strip floats where it was dropped."""
        if len(self.docks) < len(self.specs) - 1:
            self.detach(pane_id).move(at)

    def _tab_menu(self, pane_id: str, at: QPoint) -> None:
        """Where a pane may go."""
        menu = new_menu(self)
        for text, icon, area in (
            ("Float", "picture-in-picture-2", ""),
            ("Dock at the left", "panel-left", "left"),
            ("Dock at the right", "panel-right", "right"),
            ("Dock below", "panel-bottom", "bottom"),
            ("Dock above", "panel-top", "top"),
        ):
            entry = menu.addAction(text)
            entry.setEnabled(len(self.docks) < len(self.specs) - 1)
            entry.triggered.connect(lambda _=False, area=area: self.detach(pane_id, area))
            add_icon(menu, icon)
        menu.popup(at)

    # -- kept for the next start

    def arrangement(self) -> Arrangement:
        """How the panes are arranged now."""
        return Arrangement(tuple(self.strip.order()), tuple(self.docks))

    def arrange(self, wanted: Arrangement, state: QByteArray) -> None:
        """Arranges the panes as they were; `state` is Qt's of the same time.

        What does not fit any more, in either, leaves everything where it usually is.
        """
        self.strip.arrange(wanted.ordered(self.specs))
        docked = wanted.docked(list(self.specs))
        for pane_id in docked:
            self._make_dock(pane_id)
        if docked and not self._window.restoreState(state, VERSION):
            for pane_id in docked:
                self.detach(pane_id)
        for pane_id in docked:
            self.docks[pane_id].pane.activate()
        if docked:
            self._dress.start()

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "_dress"):
            self._dress.start()

    def reset_arrangement(self) -> None:
        """Puts every pane back into the strip, in the usual order."""
        shown = self.current
        for dock in list(self.docks.values()):
            dock.close()
        self.strip.arrange(list(self.specs))
        if shown:
            self.show_pane(shown)
        self.arranged.emit()

    def contains_focus(self, widget: QWidget | None) -> bool:
        """Whether a widget is inside the panes, docked or not."""
        roots: list[QWidget] = [self, *self.docks.values()]
        return widget is not None and any(r is widget or r.isAncestorOf(widget) for r in roots)
