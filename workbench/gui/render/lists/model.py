"""The item model behind a List: what is on screen, for the view and for assistive technology."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from workbench.gui.render.lists.delegate import spoken
from workbench.gui.render.lists.items import Entry, ListItems
from workbench.gui.render.lists.rows import ListRows

_Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The wire id of a row's item."""


class ListModel(QAbstractListModel):
    """Visible rows of a list; entries are read when asked for and kept while nothing changes."""

    def __init__(self) -> None:
        super().__init__()
        self.items = ListItems(None)
        self.rows = ListRows()
        self._entries: dict[int, Entry] = {}

    def show(self, items: ListItems, rows: ListRows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.items, self.rows = items, rows
        self._entries.clear()
        self.endResetModel()

    def replace(self, items: ListItems, changed: list[int]) -> None:
        """Take new items whose rows are the same ones; only `changed` of them differ."""
        self.items = items
        for number in changed:
            self._entries.pop(number, None)

    def resize(self, rows: ListRows) -> None:
        """The same rows with other heights."""
        self.rows = rows

    def entry(self, row: int) -> Entry | None:
        """The entry in a row, or None for a heading."""
        place = self.rows.places[row]
        if place < 0:
            return None
        found = self._entries.get(place)
        if found is None:
            found = self._entries[place] = self.items.entry(place)
        return found

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many rows are shown, headings included."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, spoken text, tooltip or id of a row."""
        row = index.row()
        if not index.isValid() or row >= len(self.rows):
            return None
        entry = self.entry(row)
        if entry is None:
            heading = self.rows.row(row).heading
            return heading if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        return entry.id if role == ID_ROLE else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or index.row() >= len(self.rows):
            return Qt.ItemFlag.NoItemFlags
        if self.rows.places[index.row()] < 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
