"""Paints a DataTable's cells and opens the editor of a text cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
)
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.gui.render.brushwork import corner, glyph, line, ring, smooth, switch, theme
from workbench.gui.render.plain import flag_of
from workbench.gui.render.tables.header import RADIUS
from workbench.gui.render.tables.rows import Column, cell_text
from workbench.gui.render.well import WellEdit

if TYPE_CHECKING:
    from workbench.gui.render.tables.grid import TableGrid

_Index = QModelIndex | QPersistentModelIndex
ROW = 41
TALL_ROW = 50
_EDITOR = 28


class TableDelegate(QStyledItemDelegate):
    """Text, switch, pencil and hover of one cell."""

    def __init__(self, grid: TableGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a cell into the option's rectangle."""
        rect: QRect = option.rect
        self.draw(painter, rect, index.row(), index.column())

    def draw(self, painter: QPainter, rect: QRect, row: int, number: int) -> None:
        """Paint the cell at `row` and column `number` into `rect`."""
        shown, grid = theme(), self._grid
        model = grid.table
        column = model.columns[number]
        smooth(painter)
        if row == grid.hover_row and grid.rows_clickable:
            self._fill(painter, rect)
        if row < model.rowCount() - 1 or rect.bottom() < grid.viewport().height() - 1:
            bottom = QRect(rect.left(), rect.bottom(), rect.width(), 1)
            painter.fillRect(bottom, shown.color("border-card"))
        self._content(painter, rect, row, column, (row, number) == grid.hover_cell)
        if grid.ringed_cell == (row, number):
            ring(painter, rect.adjusted(2, 2, -2, -3), corner(6))

    def _content(
        self, painter: QPainter, rect: QRect, row: int, column: Column, hovered: bool
    ) -> None:
        shown = theme()
        props = self._grid.table.row(row)
        if column.toggle:
            top = rect.top() + (rect.height() - 1 - 24) / 2
            track = QRectF(rect.left() + 12, top, 44, 24)
            switch(painter, track, 1.0 if flag_of(props.get(column.key)) else 0.0)
            return
        area = QRectF(rect).adjusted(12, 0, -12, -1)
        text = cell_text(props, column.key)
        pencil = column.editable and self._grid.cells_editable and hovered
        if pencil:
            area.setRight(area.right() - 18)
        width = line(painter, area, text, "body", shown.color("text"))
        if pencil:
            center = QPointF(area.left() + width + 12, area.center().y())
            glyph(painter, "pencil", center, 12, shown.color("text-muted"))

    def _fill(self, painter: QPainter, rect: QRect) -> None:
        """The hover fill, cut by the card's rounded bottom corners."""
        frame = QRectF(self._grid.viewport().rect())
        color = theme().color("hover", 0.6)
        if rect.bottom() < frame.bottom() - RADIUS:
            painter.fillRect(rect, color)
            return
        outline, cell = QPainterPath(), QPainterPath()
        radius = corner(RADIUS)
        outline.addRoundedRect(frame.adjusted(0, -RADIUS, 0, 0), radius, radius)
        cell.addRect(QRectF(rect))
        painter.fillPath(outline.intersected(cell), color)

    # -- editing ----------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A small field over the cell."""
        editor = WellEdit(tall=_EDITOR, parent=parent)
        editor.set_insets(6, 6)
        editor.setAccessibleName(self._grid.table.columns[index.column()].label)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The cell's text, selected; a refresh does not overwrite what is being typed."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            row, number = index.row(), index.column()
            columns = self._grid.table.columns
            editor.setText(cell_text(self._grid.table.row(row), columns[number].key))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Report the text, changed or not (UI reference, DataTable)."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Centre the field on its cell."""
        rect = self._grid.visualRect(index)
        top = rect.top() + (rect.height() - 1 - _EDITOR) // 2
        editor.setGeometry(rect.left() + 5, top, rect.width() - 10, _EDITOR)
