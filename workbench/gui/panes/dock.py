"""A pane outside the strip: at an edge of the window, tabbed with others, or floating."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QVBoxLayout

from workbench.gui.panes.pane import Pane
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Hairline, Mark
from workbench.gui.parts.surface import Row, Surface
from workbench.gui.parts.text import Line

BEGINNING = "dock-pane-"

_LEFT, _RIGHT, _BOTTOM, _TOP = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
    Qt.DockWidgetArea.TopDockWidgetArea,
)
AREAS = {"left": _LEFT, "right": _RIGHT, "bottom": _BOTTOM, "top": _TOP}
"""The edges of the window a pane can stand at, by name."""


_ACROSS, _ALONG = 420, 260
"""Width of a new dock at a side, height of one above or below, px at 100 %."""
_TABS = """
QTabBar {{ background: {ground}; }}
QTabBar::tab {{ background: {ground}; color: {dim}; border: none; padding: {pad}px {wide}px;
  border-bottom: 2px solid {ground}; font-size: {font}px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {line}; }}
"""


def dress_tabs(window: QMainWindow) -> None:
    """Gives the tabs of docks that share a place the look of the strip's."""
    theme = look.theme()
    sheet = _TABS.format(
        ground=look.ground().name(),
        dim=theme.color("text-muted").name(),
        text=theme.color("text").name(),
        line=theme.color("primary").name(),
        pad=look.px(6),
        wide=look.px(12),
        font=look.px(12),
    )
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        bar.setStyleSheet(sheet)
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setElideMode(Qt.TextElideMode.ElideNone)


def give_room(window: QMainWindow, dock: QDockWidget, area: Qt.DockWidgetArea) -> None:
    """A new dock is wide or high enough to read."""
    if area in (_LEFT, _RIGHT):
        window.resizeDocks([dock], [look.px(_ACROSS)], Qt.Orientation.Horizontal)
    else:
        window.resizeDocks([dock], [look.px(_ALONG)], Qt.Orientation.Vertical)


class PaneDock(QDockWidget):
    """A detached pane under its title and tools; closing it puts the pane back into the strip."""

    put_back = Signal(str)

    def __init__(self, pane: Pane, icon: str, window: QMainWindow) -> None:
        super().__init__(pane.title, window)
        self.pane = pane
        self.setObjectName(f"{BEGINNING}{pane.pane_id}")
        self._title = Row(gap=8, margins=(12, 0, 6, 0))
        self.float_button = Button(icon="picture-in-picture-2", height=24)
        self.back = Button(icon="panel-bottom", height=24)
        self._build(icon)
        look.watch(self)
        self.topLevelChanged.connect(lambda _floating: self._name_float())
        self._name_float()

    def _build(self, icon: str) -> None:
        pane = self.pane
        self.back.setToolTip("Put back among the panes")
        self.back.setAccessibleName(f"Put {pane.title} back")
        self.back.clicked.connect(self.close)
        self.float_button.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self._name = Line(pane.title, "small-strong")
        self._title.add(Mark(icon, "muted"), self._name)
        self._title.layout_.addStretch(1)
        self._title.add(pane.bar, self.float_button, self.back)
        ground = Surface("chrome")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(Hairline())
        self.setTitleBarWidget(ground)
        self.setWidget(pane)
        pane.show()
        pane.bar.show()

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._title.setFixedHeight(look.px(36))
        self._name.setMinimumWidth(look.width("small-strong", self.pane.title))

    def _name_float(self) -> None:
        floats = self.isFloating()
        self.float_button.setToolTip("Dock" if floats else "Float")
        self.float_button.setAccessibleName(f"{'Dock' if floats else 'Float'} {self.pane.title}")
        self.float_button.show_icon("panel-right" if floats else "picture-in-picture-2")

    def closeEvent(self, event: QCloseEvent) -> None:
        """The pane goes back."""
        self.put_back.emit(self.pane.pane_id)
        event.accept()
