"""The spans of one trace as a table: names at the left, bars in time at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.panes.cells import Cell, Column, duration
from workbench.gui.panes.critical_path import Stretch
from workbench.gui.panes.span_words import remark, title
from workbench.gui.panes.spans import SpanRow
from workbench.gui.panes.stages import Part, covered, parts
from workbench.gui.panes.table_model import ROOT, Index, TableModel
from workbench.gui.panes.trace_shape import Trace

NAME, TIME = 0, 1


def _time_cell(row: SpanRow) -> Cell:
    return Cell(f"{row.start_ms:.1f} ms, {duration(row.duration_ms)}")


class SpanModel(TableModel[SpanRow]):
    """The visible rows of a trace; `hidden` is how many spans the filter hides."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[SpanRow], ...] = (
            Column("span", lambda row: Cell(f"{title(row.record)} {remark(row.record)}"), 300),
            Column("time", _time_cell, 400, stretch=True),
        )
        super().__init__(columns, parent)
        self.trace = Trace()
        self.hidden = 0
        self._rows: list[SpanRow] = []
        self._numbers: dict[str, int] = {}
        self._closed: frozenset[str] = frozenset()
        self._words: tuple[str, ...] = ()

    def show_trace(self, trace: Trace) -> None:
        """Shows another trace, or the same one grown; what is closed stays closed."""
        if trace.root_id != self.trace.root_id:
            self._closed = frozenset()
        self.trace = trace
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
        closed = self.is_closed(item)
        if opened is not None and opened != closed:
            return
        self._closed ^= {item.record.id}
        self._refresh()

    def is_closed(self, row: SpanRow) -> bool:
        """Whether a span's children are left out."""
        return row.record.id in self._closed

    # -- what is known of a span

    def below(self, row: SpanRow) -> Sequence[SpanRow]:
        """The spans directly below one, shown or not."""
        return self.trace.below.get(row.record.id, ())

    def parts(self, row: SpanRow) -> list[Part]:
        """What an invocation's time went into."""
        return parts(row, self.below(row))

    def critical(self, row: SpanRow) -> Sequence[Stretch]:
        """The stretches in which a span bounded the end of the trace."""
        return self.trace.critical.get(row.record.id, ())

    def inside_ms(self, row: SpanRow) -> float:
        """Real time covered by the calls directly below a span; overlaps count once."""
        return sum(
            end - begin for begin, end in covered(self.below(row), 0.0, self.trace.extent_ms)
        )

    # -- rows

    def row_of(self, record_id: str) -> int | None:
        """The row of a span."""
        return self._numbers.get(record_id)

    def item(self, row: int) -> SpanRow | None:
        """The span of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Spans shown."""
        return 0 if parent.isValid() else len(self._rows)

    def _refresh(self) -> None:
        rows = list(self.trace.opened(self._closed))
        kept = [r for r in rows if r.depth == 0 or self._passes(r)] if self._words else rows
        numbers = {row.record.id: number for number, row in enumerate(kept)}
        self.hidden = len(rows) - len(kept)
        if list(numbers) == list(self._numbers):
            self._rows = kept
            if kept:
                self.dataChanged.emit(self.index(0, 0), self.index(len(kept) - 1, TIME))
            return
        self.beginResetModel()
        self._rows, self._numbers = kept, numbers
        self.endResetModel()

    def _passes(self, row: SpanRow) -> bool:
        text = f"{title(row.record)} {remark(row.record)} {row.record.status}".lower()
        return all(word in text for word in self._words)
