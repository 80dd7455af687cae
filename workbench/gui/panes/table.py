"""The table view of the panes: flat rows, a quiet header, one stretching column."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui.panes import cells
from workbench.gui.panes.delegate import ROW, CellDelegate
from workbench.gui.panes.picking import Picking
from workbench.gui.panes.table_model import CELL_ROLE, ITEM_ROLE, TableModel
from workbench.gui.parts import look, paint

HEADER = 28
LEAST_STRETCH = 0.2
"""Share of a narrow table that its stretching column keeps."""
SHRUNK = 0.6
"""How far the other columns shrink at most."""


class QuietHeader(QHeaderView):
    """Column titles in a small dim face over a hairline; an arrow where rows are sorted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.setFixedHeight(look.px(HEADER))
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """One title."""
        area = QRectF(rect)
        theme = look.theme()
        painter.fillRect(area, look.ground())
        line = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, theme.color("border-card"))
        model = self.model()
        text = model.headerData(index, Qt.Orientation.Horizontal) or ""
        role = Qt.ItemDataRole.TextAlignmentRole
        align = model.headerData(index, Qt.Orientation.Horizontal, role)
        right = bool(align and align & Qt.AlignmentFlag.AlignRight)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == index:
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            text = f"{text} {'↓' if down else '↑'}"
        inner = area.adjusted(look.px(10), 0, -look.px(10), 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint.text(painter, inner, str(text), "tiny", look.ink("subtle"), side)


class PaneTable(Picking, QTableView):
    """Shows a `TableModel` as a table."""

    def __init__(self, model: TableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(QuietHeader(self))
        self.start_picking()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.wear_theme()
        self.verticalHeader().setMinimumSectionSize(self.row_height())
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self._fit_columns()

    def row_height(self) -> int:
        """Height of a row at the present zoom."""
        return look.px(ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The stretching column takes the room that is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        super().mouseMoveEvent(event)
        link = self._is_link(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a link opens it."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._is_link(point):
            self.link_clicked.emit(self.indexAt(point).data(ITEM_ROLE))

    def viewportEvent(self, event: QEvent) -> bool:
        """Nothing stays highlighted when the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)

    def _is_link(self, point: QPoint) -> bool:
        cell = self.indexAt(point).data(CELL_ROLE)
        return isinstance(cell, cells.Cell) and cell.look == cells.LINK and bool(cell.text)

    def _fit_columns(self) -> None:
        """Gives the stretching column what is left; the others shrink before it gets too little."""
        columns, room = self._model.columns, self.viewport().width()
        fixed = sum(look.px(column.width) for column in columns if not column.stretch)
        rest = max(look.px(120), int(room * LEAST_STRETCH), room - fixed)
        shrink = max(SHRUNK, min(1.0, (room - rest) / fixed)) if fixed else 1.0
        for number, column in enumerate(columns):
            width = rest if column.stretch else int(look.px(column.width) * shrink)
            self.setColumnWidth(number, width)
