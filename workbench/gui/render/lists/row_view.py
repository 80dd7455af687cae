"""A `QListView` that lays its rows out by a running sum of heights and is as tall as they are.

Being a `QListView` makes the rows items for assistive technology; its own layout would cost thirty
milliseconds for ten thousand rows of different heights, the running sum costs three.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from workbench.gui.render.lists.items import Entry
from workbench.gui.render.lists.model import ListModel
from workbench.gui.render.lists.rows import row_height

_Index = QModelIndex | QPersistentModelIndex


class RowView(QListView):
    """Rows at the places `ListRows` gives them; never scrolls by itself."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = ListModel()
        self.below: dict[int, int] = {}
        """Px that the badge of an item takes at the foot of its row."""
        self.setModel(self.rows_model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.setMinimumWidth(0)

    def entry_at(self, row: int) -> Entry | None:
        """The entry of a row; None for a heading or no row."""
        if row < 0 or row >= len(self.rows_model.rows):
            return None
        return self.rows_model.entry(row)

    def row_rect(self, row: int) -> QRect:
        """Where a row is, opened body included."""
        rows = self.rows_model.rows
        return QRect(0, rows.top(row), self.viewport().width(), rows.size(row))

    def head_rect(self, row: int) -> QRect:
        """Where the row itself is, without an opened body."""
        rect = self.row_rect(row)
        place_ = self.rows_model.rows.places[row]
        if place_ >= 0:
            below = self.below.get(place_, 0)
            rect.setHeight(row_height(self.rows_model.items.raw[place_]) + below)
        return rect

    def repaint_row(self, row: int) -> None:
        """Paint one row again; a row that is not there is ignored."""
        if 0 <= row < len(self.rows_model.rows):
            self.viewport().update(self.row_rect(row))

    def rows_seen(self) -> range:
        """The rows a person can see now."""
        region = self.viewport().visibleRegion().boundingRect()
        return self.rows_model.rows.between(region.top(), region.bottom())

    def doItemsLayout(self) -> None:
        """Rows are laid out by `ListRows`."""

    def updateGeometries(self) -> None:
        """There are no scroll bars to set."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows need no new layout; what stands in them does."""
        self.resized.emit()

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The area around the list scrolls, in `_move_to`."""

    def visualRect(self, index: _Index) -> QRect:
        """Where a row is, for assistive technology."""
        inside = index.isValid() and index.row() < len(self.rows_model.rows)
        return self.row_rect(index.row()) if inside else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row under a point."""
        row = self.rows_model.rows.at(point.y())
        return self.rows_model.index(row) if row >= 0 else QModelIndex()

    def horizontalOffset(self) -> int:
        """Never scrolled."""
        return 0

    def verticalOffset(self) -> int:
        """Never scrolled."""
        return 0

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling belongs to the area around the list."""
        event.ignore()
