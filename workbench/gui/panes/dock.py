"""A pane outside the strip: at an edge of the window, tabbed with others, or floating."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout

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
        self._title.add(Mark(icon, "muted"), Line(pane.title, "small-strong", stretch=True))
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

    def _name_float(self) -> None:
        floats = self.isFloating()
        self.float_button.setToolTip("Dock" if floats else "Float")
        self.float_button.setAccessibleName(f"{'Dock' if floats else 'Float'} {self.pane.title}")
        self.float_button.show_icon("panel-right" if floats else "picture-in-picture-2")

    def closeEvent(self, event: QCloseEvent) -> None:
        """The pane goes back."""
        self.put_back.emit(self.pane.pane_id)
        event.accept()
