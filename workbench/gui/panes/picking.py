"""What the lists of the panes have in common: one item is current, picked, opened, asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame

from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.parts import look
from workbench.gui.parts.slim import slim

if TYPE_CHECKING:
    Base = QAbstractItemView
else:
    Base = object

_KEYS_OF_THE_PANE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Picking(Base):
    """Stands before the Qt class of a view; call `start_picking` once that has its `TableModel`.

    `picked` carries the item a person selected, `menu_asked` an item and a place on the screen,
    `link_clicked` the item whose link was clicked.
    """

    picked = Signal(object)
    menu_asked = Signal(object, QPoint)
    link_clicked = Signal(object)
    _revealing = False

    def start_picking(self) -> None:
        """Looks and behaves as the lists of the panes do."""
        slim(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.model().rowsInserted.connect(self._keep_place)
        self.customContextMenuRequested.connect(self._menu)

    def wear_theme(self) -> None:
        """Takes up the theme in force: rows draw their own selection."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, look.ground())
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def row_height(self) -> int:
        """Height of a row at the present zoom."""
        raise NotImplementedError

    def item(self) -> Any:
        """The item of the current row, or None."""
        return self.currentIndex().data(ITEM_ROLE)

    def select_row(self, row: int) -> None:
        """Selects a row, as a person does."""
        self.setCurrentIndex(self.model().index(row, 0))

    def reveal_row(self, row: int) -> None:
        """Selects a row and scrolls to it, without telling that it was picked."""
        self._revealing = True
        try:
            self.select_row(row)
            self.scrollTo(self.model().index(row, 0))
        finally:
            self._revealing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Space belong to the pane."""
        if event.key() in _KEYS_OF_THE_PANE:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the row that is selected already picks it too."""
        before = self.currentIndex()
        super().mousePressEvent(event)
        pressed = self.indexAt(event.position().toPoint())
        if pressed.isValid() and pressed.row() == before.row():
            self._current_changed()

    def _keep_place(self, _parent: object, first: int, last: int) -> None:
        """What a person scrolled to stays where it is while rows come in above it."""
        bar = self.verticalScrollBar()
        if first == 0 and bar.value() > 0:
            self.executeDelayedItemsLayout()
            self.updateGeometries()  # else the scroll bar ends where it did before they came
            bar.setValue(bar.value() + (last - first + 1) * self.row_height())

    def _current_changed(self) -> None:
        item = self.item()
        if item is not None and not self._revealing:
            self.picked.emit(item)

    def _menu(self, point: QPoint) -> None:
        item = self.indexAt(point).data(ITEM_ROLE)
        if item is not None:
            self.menu_asked.emit(item, self.viewport().mapToGlobal(point))
