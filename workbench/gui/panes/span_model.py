"""The spans of one trace as a table: names at the left, bars in time at the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.gui.panes.cells import Cell, Column, duration
from workbench.gui.panes.spans import SpanRow, extent, lay_out, remark, title
from workbench.gui.panes.table_model import ROOT, Index, TableModel

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

NAME, TIME = 0, 1


def _time_cell(row: SpanRow) -> Cell:
    return Cell(f"{row.start_ms:.1f} ms, {duration(row.duration_ms)}")


class SpanModel(TableModel[SpanRow]):
    """The visible rows of a trace.

    `extent_ms` is how long the whole of it took, `hidden` how many spans the filter hides.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[SpanRow], ...] = (
            Column("span", lambda row: Cell(f"{title(row.record)} {remark(row.record)}"), 300),
            Column("time", _time_cell, 400, stretch=True),
        )
        super().__init__(columns, parent)
        self.extent_ms = 1.0
        self.root_id = ""
        self.hidden = 0
        self._records: list[Record] = []
        self._rows: list[SpanRow] = []
        self._closed: set[str] = set()
        self._words: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Ids of everything in the trace."""
        return frozenset(record.id for record in self._records)

    def show_trace(self, root_id: str, records: Iterable[Record]) -> None:
        """Shows another trace, or the same one grown; what is closed stays closed."""
        if root_id != self.root_id:
            self._closed.clear()
        self.root_id = root_id
        self._records = list(records)
        self._refresh()

    def set_filter(self, text: str) -> None:
        """Shows only spans that contain every word; what encloses nothing of them goes too."""
        self._words = tuple(text.lower().split())
        self._refresh()

    def toggle(self, row: int, opened: bool | None = None) -> None:
        """Opens or closes a span with children."""
        item = self.item(row)
        if item is None or not item.children:
            return
        closed = item.record.id in self._closed
        if opened is not None and opened != closed:
            return
        if closed:
            self._closed.discard(item.record.id)
        else:
            self._closed.add(item.record.id)
        self._refresh()

    def is_closed(self, row: SpanRow) -> bool:
        """Whether a span's children are left out."""
        return row.record.id in self._closed

    def inside_ms(self, row: SpanRow) -> float:
        """Real time covered by the calls directly below a span; overlaps count once."""
        below = sorted(
            (record.started_ns / 1e6, record.started_ns / 1e6 + (record.duration_ms or 0.0))
            for record in self._records
            if row.record.id in (record.parent_id, record.cause_id) and record.duration_ms
        )
        covered, reached = 0.0, float("-inf")
        for start, end in below:
            covered += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return covered

    def row_of(self, record_id: str) -> int | None:
        """The row of a span."""
        for number, row in enumerate(self._rows):
            if row.record.id == record_id:
                return number
        return None

    def item(self, row: int) -> SpanRow | None:
        """The span of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Spans shown."""
        return 0 if parent.isValid() else len(self._rows)

    def _refresh(self) -> None:
        rows = lay_out(self._records, self.root_id, frozenset(self._closed))
        kept = [row for row in rows if row.depth == 0 or self._passes(row)]
        same = [r.record.id for r in kept] == [r.record.id for r in self._rows]
        self.extent_ms = extent(rows)
        self.hidden = len(rows) - len(kept)
        if same:
            self._rows = kept
            if kept:
                self.dataChanged.emit(self.index(0, 0), self.index(len(kept) - 1, TIME))
            return
        self.beginResetModel()
        self._rows = kept
        self.endResetModel()

    def _passes(self, row: SpanRow) -> bool:
        if not self._words:
            return True
        text = f"{title(row.record)} {remark(row.record)} {row.record.status}".lower()
        return all(word in text for word in self._words)
