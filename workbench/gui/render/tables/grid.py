"""The grid of a DataTable: a `QTableView` that paints by tokens and knows rows from cells."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import text_width, theme
from workbench.gui.render.ground import reveal
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.painted import painted
from workbench.gui.render.scroll import OverlayScrollBar
from workbench.gui.render.tables.delegate import ROW, TALL_ROW, TableDelegate
from workbench.gui.render.tables.header import TableHeader
from workbench.gui.render.tables.model import TableModel

_Index = QModelIndex | QPersistentModelIndex
_NO_CELL = (-1, -1)


class TableGrid(QTableView):
    """Rows and cells under the pointer and the keyboard."""

    row_clicked = Signal(int)
    toggled = Signal(int, int)

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = model
        self.rows_clickable = False
        self.cells_editable = False
        self.hover_row = -1
        self.hover_cell = _NO_CELL
        self._key_focus = False
        self._pressed = _NO_CELL
        self.head = TableHeader(model, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._delegate = TableDelegate(self)
        self.setItemDelegate(self._delegate)
        self._dress()
        self.head.clicked_column.connect(model.cycle_sort)
        model.layoutChanged.connect(self.viewport().update)
        model.layoutChanged.connect(self.head.viewport().update)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(16)
        side.setDefaultSectionSize(ROW)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        OverlayScrollBar(self)
        OverlayScrollBar(self, Qt.Orientation.Horizontal)

    @property
    def row_height(self) -> int:
        """Height of every row, px; switches need more."""
        tall = any(column.toggle for column in self.table.columns)
        return theme().space(TALL_ROW if tall else ROW)

    @property
    def ringed_cell(self) -> tuple[int, int]:
        """The cell that shows the keyboard's ring."""
        index = self.currentIndex()
        shown = self._key_focus and self.head.ringed < 0 and index.isValid()
        return (index.row(), index.column()) if shown else _NO_CELL

    def natural(self, text: str) -> float:
        """Width of a cell's text, px."""
        return text_width(text, "body")

    def set_widths(self, widths: list[int]) -> None:
        """Set all column widths, px."""
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        for number, width in enumerate(widths):
            if self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    # -- painting ---------------------------------------------------------------------------

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The cells in the exposed rectangle."""
        exposed = event.rect()
        first, frame = self.rowAt(max(exposed.top(), 0)), self.viewport()
        start = exposed.right() if self.isRightToLeft() else exposed.left()
        left = self.columnAt(min(max(start, 0), frame.width() - 1))
        if first < 0 or left < 0:
            return
        height, count = self.row_height, self.table.rowCount()
        columns = [
            (number, self.columnViewportPosition(number), self.columnWidth(number))
            for number in range(left, self.table.columnCount())
        ]
        top = self.rowViewportPosition(first)
        for row in range(first, count):
            if top > exposed.bottom():
                break
            for number, x, width in columns:
                cell = QRect(x, top, width, height)
                if cell.intersects(exposed):
                    self._delegate.draw(painter, mirror.seen(frame, cell), row, number)
            top += height

    def _repaint_row(self, row: int) -> None:
        if 0 <= row < self.table.rowCount():
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.row_height)

    # -- pointer ----------------------------------------------------------------------------

    def _cell_at(self, point: QPoint) -> tuple[int, int]:
        index = self.indexAt(point)
        return (index.row(), index.column()) if index.isValid() else _NO_CELL

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._set_hover(self._cell_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what was pressed; the keyboard's ring goes."""
        self._key_focus = False
        self._pressed = self._cell_at(event.position().toPoint())
        self.viewport().update()
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click: edit or switch the cell, else the row."""
        cell = self._cell_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell == self._pressed != _NO_CELL:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.table.index(*cell), flag)
            self._use(*cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is a press."""
        self.mousePressEvent(event)

    def _use(self, row: int, number: int) -> None:
        column = self.table.columns[number]
        if column.editable and self.cells_editable:
            if column.toggle:
                self.toggled.emit(row, number)
            else:
                self.edit(self.table.index(row, number))
            return
        self.row_clicked.emit(row)

    def viewportEvent(self, event: QEvent) -> bool:
        """Drop the hover when the pointer leaves; show the whole of a cut text."""
        if event.type() == QEvent.Type.Leave:
            self._set_hover(_NO_CELL)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tip(self, point: QPoint) -> str:
        index = self.indexAt(point)
        if not index.isValid():
            return ""
        text = str(self.table.data(index) or "")
        cut = self.natural(text) > self.columnWidth(index.column()) - 24
        return text[:1000] if cut else ""

    def _set_hover(self, cell: tuple[int, int]) -> None:
        if cell == self.hover_cell:
            return
        before = self.hover_row
        self.hover_cell, self.hover_row = cell, cell[0]
        self._repaint_row(before)
        self._repaint_row(cell[0])
        editable = cell[1] >= 0 and self.table.columns[cell[1]].editable and self.cells_editable
        hand = cell[0] >= 0 and (self.rows_clickable or editable)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    # -- keyboard ---------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard, ring the last cell or the first."""
        super().focusInEvent(event)
        if from_keyboard(event):
            self._key_focus = True
            if not self.currentIndex().isValid() and self.table.rowCount():
                self.setCurrentIndex(self.table.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._key_focus = False
        self.head.set_ringed(-1)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move (up from the first row into the header), Enter and Space use."""
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        use = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self.head.ringed >= 0:
            self._move_in_header(key, use)
            return
        index = self.currentIndex()
        if use and index.isValid():
            self._use(index.row(), index.column())
        elif key == Qt.Key.Key_Up and index.row() <= 0 and self.table.columnCount():
            self._key_focus = True
            self.head.set_ringed(max(index.column(), 0))
            self.viewport().update()
        elif key in _MOVES:
            self._key_focus = True
            super().keyPressEvent(event)
            self.viewport().update()
        else:
            event.ignore()

    def _move_in_header(self, key: int, use: bool) -> None:
        if use:
            self.table.cycle_sort(self.head.ringed)
        elif key == Qt.Key.Key_Down:
            self.head.set_ringed(-1)
            self.viewport().update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if mirror.key(self, key) == Qt.Key.Key_Right else -1
            last = self.table.columnCount() - 1
            self.head.set_ringed(min(max(self.head.ringed + step, 0), last))

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll the table, and what the table stands in."""
        super().scrollTo(index, hint)
        if self.hasFocus():
            reveal(self.viewport(), self.visualRect(index))


_MOVES = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
