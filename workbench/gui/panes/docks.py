"""The panes that stand outside the strip, and where in the window they stand."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from workbench.gui.panes.arrangement import VERSION
from workbench.gui.panes.dock import AREAS, PaneDock, dress_tabs, give_room
from workbench.gui.panes.pane import Pane
from workbench.gui.parts import look
from workbench.gui.parts.menu import add_icon, new_menu

_PLACES = (
    ("Float", "picture-in-picture-2", ""),
    ("Dock at the left", "panel-left", "left"),
    ("Dock at the right", "panel-right", "right"),
    ("Dock below", "panel-bottom", "bottom"),
    ("Dock above", "panel-top", "top"),
)


class Docks(QObject):
    """Docks by pane id, oldest first.

    `moved` tells that one went elsewhere, `left` carries the id of a pane that was put back,
    `asked` that of one that is to go to an edge, or to float.
    """

    moved = Signal()
    left = Signal(str)
    asked = Signal(str, str)

    def __init__(self, window: QMainWindow, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._parent = parent
        self.by_id: dict[str, PaneDock] = {}
        self._dress = QTimer(self, singleShot=True, interval=0)
        self._dress.timeout.connect(self._dress_tabs)
        self.moved.connect(self._dress.start)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._dress.start()

    def _dress_tabs(self) -> None:
        dress_tabs(self._window)

    def add(self, pane: Pane, icon: str) -> PaneDock:
        """A dock for a pane, at the right edge until it is placed."""
        dock = PaneDock(pane, icon, self._window)
        dock.put_back.connect(self.left)
        for moved in (dock.topLevelChanged, dock.dockLocationChanged):
            moved.connect(self.moved)
        self.by_id[pane.pane_id] = dock
        self._window.addDockWidget(AREAS["right"], dock)
        return dock

    def remove(self, pane_id: str) -> bool:
        """Takes a dock away, its pane is free; False if there is none."""
        dock = self.by_id.pop(pane_id, None)
        if dock is None:
            return False
        self._window.removeDockWidget(dock)
        dock.deleteLater()
        return True

    def place(self, dock: PaneDock, area: str, width: int) -> None:
        """Puts a dock at an edge, as a tab where another stands; without one it floats."""
        if area:
            self._place_at(dock, AREAS[area])
        else:
            dock.setFloating(True)
            dock.resize(width, 420)
        dock.show()
        dock.raise_()
        dock.pane.activate()
        self.moved.emit()

    def _place_at(self, dock: PaneDock, area: Qt.DockWidgetArea) -> None:
        window = self._window
        others = [
            other
            for other in self.by_id.values()
            if other is not dock and not other.isFloating() and window.dockWidgetArea(other) == area
        ]
        dock.setFloating(False)
        if others:
            window.tabifyDockWidget(others[-1], dock)
        else:
            window.addDockWidget(area, dock)
            give_room(window, dock, area)

    def restore(self, state: QByteArray) -> bool:
        """Puts all docks where a state of Qt's has them; False if it does not fit these."""
        return self._window.restoreState(state, VERSION)

    def holding(self, focus: QWidget | None) -> PaneDock | None:
        """The dock with the keyboard focus in it, or the floating one that is in front."""
        for dock in self.by_id.values():
            holds = focus is not None and dock.isAncestorOf(focus)
            if holds or (dock.isActiveWindow() and dock.isFloating()):
                return dock
        return None

    def ask(self, pane_id: str, at: QPoint, *, allowed: bool) -> None:
        """A menu of the places a pane may go to."""
        menu = new_menu(self._parent)
        for text, icon, area in _PLACES:
            entry = menu.addAction(text)
            entry.setEnabled(allowed)
            entry.triggered.connect(lambda _=False, area=area: self.asked.emit(pane_id, area))
            add_icon(menu, icon)
        menu.popup(at)
