"""All panes: a tab strip with one pane in view, and panes that were given windows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout

from workbench.gui.keys import key_book
from workbench.gui.panes.arrangement import Arrangement
from workbench.gui.panes.catalogue import PaneSpec
from workbench.gui.panes.dock import PaneDock
from workbench.gui.panes.docks import Docks
from workbench.gui.panes.kinds import ProblemCount
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.tabs import TabStrip
from workbench.gui.parts.button import Button
from workbench.gui.parts.page_stack import PageStack
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
        self._session = session
        self.specs = {spec.pane_id: spec for spec in specs}
        self.link = Link(self)
        self.panes: dict[str, Pane] = {}
        self._docks = Docks(window, self)
        self.docks = self._docks.by_id
        self.current = ""
        self.open = True
        self.strip = TabStrip()
        self.fold = Button(icon="panel-bottom", height=26)
        key_book().changed.connect(self._name_fold)
        self._name_fold()
        self._tools = PageStack()
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
        self._docks.left.connect(self._put_back)
        self._docks.asked.connect(self.detach)
        self._docks.moved.connect(self.arranged)
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
        """Counts problems and running tasks on their tabs, also of panes that were never opened."""
        kernel = self._session.kernel
        if kernel is not None and any(record.kind == "task" for record in records):
            self._show_running(len(kernel.tasks.running()))
        before = int(self._problems)
        self._problems.add(records)
        if int(self._problems) != before:
            self._show_problems()

    def _kernel_changed(self) -> None:
        self._problems = ProblemCount()
        self._show_problems()
        self._show_running(0)

    def _show_running(self, count: int) -> None:
        tab = self.strip.tabs.get("tasks")
        if tab is not None:
            tab.set_badge(count, "info", "running")

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
        dock = self._docks.holding(QApplication.focusWidget())
        if dock is not None:
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

    def may_leave(self, pane_id: str) -> bool:
        """Whether a pane may stand outside the strip: one always stays in it."""
        return pane_id in self.docks or len(self.docks) < len(self.specs) - 1

    def detach(self, pane_id: str, area: str = "") -> PaneDock | None:
        """Moves a pane into a dock: at an edge of the window, or floating; the last one stays.

        At an edge where another pane stands it becomes a tab beside that one.
        """
        if not self.may_leave(pane_id):
            return None
        dock = self.docks.get(pane_id) or self._make_dock(pane_id)
        self._docks.place(dock, area, max(720, self.width() // 2))
        return dock

    def _make_dock(self, pane_id: str) -> PaneDock:
        """A pane's dock; another pane comes into view in the strip."""
        pane = self.ensure(pane_id)
        self._stack.removeWidget(pane)
        self._tools.removeWidget(pane.bar)
        dock = self._docks.add(pane, self.specs[pane_id].icon)
        self.strip.tabs[pane_id].hide()
        remaining = [id_ for id_ in self.strip.order() if id_ not in self.docks]
        if pane_id == self.current and remaining:
            self.promise(remaining[0])
            if self.open:
                self.show_pane(remaining[0])
        return dock

    def _put_back(self, pane_id: str) -> None:
        if not self._docks.remove(pane_id):
            return
        pane = self.panes[pane_id]
        self._stack.addWidget(pane)
        self._tools.addWidget(pane.bar)
        self.strip.tabs[pane_id].show()
        self.show_pane(pane_id)
        self.arranged.emit()

    def _torn(self, pane_id: str, at: QPoint) -> None:
        """A tab that was dragged out of the strip floats where it was dropped."""
        dock = self.detach(pane_id)
        if dock is not None:
            dock.move(at)

    def _tab_menu(self, pane_id: str, at: QPoint) -> None:
        self._docks.ask(pane_id, at, allowed=self.may_leave(pane_id))

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
        if docked and not self._docks.restore(state):
            for pane_id in docked:
                self.detach(pane_id)

    def reset_arrangement(self) -> None:
        """Puts every pane back into the strip, in the usual order."""
        shown = self.current
        for dock in list(self.docks.values()):
            dock.close()
        self.strip.arrange(list(self.specs))
        if shown:
            self.show_pane(shown)
        self.arranged.emit()
