"""The item model behind a DataTable: rows in the order shown, cells as text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from workbench.gui.render.plain import flag_of, text_of
from workbench.gui.render.tables.rows import Column, Props, Sort, cell_text, next_sort, order

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_SAID = (_DISPLAY, Qt.ItemDataRole.ToolTipRole)


class TableModel(QAbstractTableModel):
    """Columns and rows of a DataTable with a local sort that survives refreshes."""

    edited = Signal(object, str, object)
    """A cell was edited: the row dict, the column's key and the new value. Nothing is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[Column] = []
        self.rows: list[Props] = []
        self.sorting: Sort | None = None
        self._order: list[int] = []

    def set_columns(self, columns: list[Column]) -> None:
        """Show other columns; a sort by a column that is gone ends."""
        self.beginResetModel()
        self.columns = columns
        if self.sorting is not None and all(column.key != self.sorting.key for column in columns):
            self.sorting = None
            self._order = order(self.rows, None)
        self.endResetModel()

    def set_rows(self, rows: list[Props]) -> None:
        """Show other rows; an open editor stays with its row."""
        if self._replace(rows):
            return
        self._match_count(len(rows))
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.row_key(index.row())) for index in self.persistentIndexList()]
        self.rows = rows
        self._order = order(rows, self.sorting)
        self._move(kept)
        self.layoutChanged.emit()

    def _replace(self, rows: list[Props]) -> bool:
        """Take rows of which a few differ in place; False when they may stand elsewhere."""
        if len(rows) != len(self.rows) or self.sorting is not None:
            return False
        changed = [
            place
            for place, (new, old) in enumerate(zip(rows, self.rows, strict=True))
            if new != old
        ]
        if any(rows[place].get("id") != self.rows[place].get("id") for place in changed):
            return False
        self.rows = rows
        last = self.columnCount() - 1
        for place in changed if last >= 0 else []:
            self.dataChanged.emit(self.index(place, 0), self.index(place, last))
        return True

    def _match_count(self, count: int) -> None:
        """Add or drop rows at the end, as views are told of numbers before they are of order."""
        have = len(self._order)
        if count > have:
            self.beginInsertRows(QModelIndex(), have, count - 1)
            self.rows = [*self.rows, *({} for _ in range(count - len(self.rows)))]
            self._order = [*self._order, *range(have, count)]
            self.endInsertRows()
        elif count < have:
            self.beginRemoveRows(QModelIndex(), count, have - 1)
            self._order = self._order[:count]
            self.endRemoveRows()

    def cycle_sort(self, column: int) -> None:
        """Sort by a column: ascending, descending, original (UI reference, DataTable)."""
        if not self.columns[column].sortable:
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.row_key(index.row())) for index in self.persistentIndexList()]
        self.sorting = next_sort(self.sorting, self.columns[column].key)
        self._order = order(self.rows, self.sorting)
        self._move(kept)
        self.layoutChanged.emit()

    def _move(self, kept: list[tuple[QModelIndex, str]]) -> None:
        if not kept:
            return
        wanted = {key for _, key in kept}
        places = {
            key: row for row in range(len(self._order)) if (key := self.row_key(row)) in wanted
        }
        for index, key in kept:
            row = places.get(key)
            target = QModelIndex() if row is None else self.index(row, index.column())
            self.changePersistentIndex(index, target)

    # -- rows -------------------------------------------------------------------------------

    def row(self, number: int) -> Props:
        """The dict of the row shown at `number`."""
        return self.rows[self._order[number]]

    def row_key(self, number: int) -> str:
        """The identity of a row: its id, else its place in the rows as sent."""
        found = self.row(number).get("id")
        return f"#{self._order[number]}" if found is None else text_of(found)

    # -- the Qt side ------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """A cell's text; a switch is also a check state."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        column, row = self.columns[index.column()], self.row(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and column.toggle:
            on = flag_of(row.get(column.key))
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role in (_DISPLAY, Qt.ItemDataRole.EditRole):
            return cell_text(row, column.key)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Report an edit; the cell shows its old value until the rows are sent again."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        self.edited.emit(self.row(index.row()), column.key, value)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells can be chosen; editable text cells can be edited."""
        if not index.isValid() or index.column() >= len(self.columns):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()].editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The columns' labels."""
        if orientation != Qt.Orientation.Horizontal or role not in _SAID:
            return None
        return self.columns[section].label if 0 <= section < len(self.columns) else None
