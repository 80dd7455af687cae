"""What all table models of the panes share: columns described as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.gui.panes.cells import Cell, Column

Index = QModelIndex | QPersistentModelIndex
Item = TypeVar("Item")

ROOT = QModelIndex()
"""The parent of top rows: no index."""

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ITEM_ROLE = Qt.ItemDataRole.UserRole + 2


class TableModel(QAbstractTableModel, Generic[Item]):
    """A table whose rows are items and whose cells are what `columns` make of an item."""

    def __init__(self, columns: Sequence[Column[Item]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def item(self, row: int) -> Item | None:
        """The item of a row, None outside the table."""
        raise NotImplementedError

    def cells(self, item: Item) -> list[Cell]:
        """All cells of an item, in column order."""
        return [column.cell(item) for column in self.columns]

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns shown; a table has no children."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, `Cell` or item of an index."""
        item = self.item(index.row()) if index.isValid() else None
        if item is None:
            return None
        if role == ITEM_ROLE:
            return item
        if role not in (Qt.ItemDataRole.DisplayRole, CELL_ROLE):
            return None
        cell = self.columns[index.column()].cell(item)
        return cell if role == CELL_ROLE else cell.text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column titles and their alignment."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
