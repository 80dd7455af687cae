"""What the last refresh changed about an element: prop, before, after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.inspector.changes import Change
from workbench.gui.panes.cells import MONO, Cell, Column
from workbench.gui.panes.table import PaneTable
from workbench.gui.panes.table_model import ROOT, Index, TableModel

ABSENT = "–"
_NAMES = 0.28


def _side(text: str | None, tone: str) -> Cell:
    return Cell(ABSENT, MONO, "subtle") if text is None else Cell(text, MONO, tone)


class ChangeModel(TableModel[Change]):
    """One row for each prop that differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[Change], ...] = (
            Column("prop", lambda change: Cell(change.name), 96),
            Column("before", lambda change: _side(change.before, "danger"), 110),
            Column("after", lambda change: _side(change.after, "success"), 110, stretch=True),
        )
        super().__init__(columns, parent)
        self._changes: tuple[Change, ...] = ()

    def show(self, found: Sequence[Change]) -> None:
        """Shows other changes."""
        if tuple(found) != self._changes:
            self.beginResetModel()
            self._changes = tuple(found)
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What every table says of a cell, which is its tooltip too: values are often long."""
        shown = Qt.ItemDataRole.DisplayRole
        return super().data(index, shown if role == Qt.ItemDataRole.ToolTipRole else role)

    def item(self, row: int) -> Change | None:
        """The change of a row."""
        return self._changes[row] if 0 <= row < len(self._changes) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Props that differ."""
        return 0 if parent.isValid() else len(self._changes)


class ChangeTable(PaneTable):
    """Names at the left, and both values with as much room as each other."""

    def __init__(self, model: ChangeModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.changes = model
        self.setAccessibleName("Changes at the last refresh")

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        names = round(room * _NAMES)
        half = (room - names) // 2
        for number, width in enumerate((names, half, room - names - half)):
            self.setColumnWidth(number, width)
