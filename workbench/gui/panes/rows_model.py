"""A table model over a short list that is read anew as a whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.gui.panes.cells import Column
from workbench.gui.panes.table_model import ROOT, Index, TableModel

Item = TypeVar("Item")


class RowsModel(TableModel[Item], Generic[Item]):
    """Rows in the order given; `key` tells which row is the same thing as before.

    `refilled` tells that the rows changed their number or order, and any selection is gone.
    """

    refilled = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Item]],
        key: Callable[[Item], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._key = key
        self._all: list[Item] = []
        self._shown: list[Item] = []
        self._words: tuple[str, ...] = ()

    def fill(self, items: Sequence[Item]) -> None:
        """Shows these items instead; rows that stay keep their place and the selection."""
        self._all = list(items)
        self._show()

    def set_filter(self, text: str) -> None:
        """Shows only rows that contain every word of `text`, in any column, in any case."""
        self._words = tuple(text.lower().split())
        self._show()

    @property
    def hidden(self) -> int:
        """How many rows the filter hides."""
        return len(self._all) - len(self._shown)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show even without a filter."""
        return not self._all

    def item(self, row: int) -> Item | None:
        """The item of a row, None outside the table."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: Hashable) -> int | None:
        """The row of the thing with that key."""
        return next((n for n, item in enumerate(self._shown) if self._key(item) == key), None)

    def touch(self) -> None:
        """Draws every cell again: what they show depends on the time."""
        self._changed()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown; a table has no children."""
        return 0 if parent.isValid() else len(self._shown)

    def _show(self) -> None:
        shown = [item for item in self._all if self._passes(item)]
        if [self._key(item) for item in shown] == [self._key(item) for item in self._shown]:
            self._shown = shown
            self._changed()
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
        self.refilled.emit()

    def _changed(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _passes(self, item: Item) -> bool:
        text = " ".join(cell.text for cell in self.cells(item)).lower()
        return all(word in text for word in self._words)
