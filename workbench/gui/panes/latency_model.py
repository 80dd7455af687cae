"""How long things take: one row per handler or service call, with percentiles and its budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from workbench.gui.panes.cells import BADGE, MONO, SPARK, Cell, Column, milliseconds
from workbench.gui.panes.table_model import ROOT, Index, TableModel
from workbench.kernel.histogram import Change
from workbench.kernel.latency import Latency, LatencyTable
from workbench.kernel.profile import Profile

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

_TONES = {
    "panel": "success",
    "call": "primary",
    "http": "info",
    "cache": "purple",
    "turn": "warning",
}
_NOTABLE = 0.1
"""Share by which a percentile must change to be coloured."""


def _percentile_cell(percent: int) -> Callable[[Latency], Cell]:
    def cell(row: Latency) -> Cell:
        judged = row.target is not None and row.target.percentile == percent
        return Cell(milliseconds(row.percentile(percent)), MONO, _tone(row) if judged else "text")

    return cell


def _tone(row: Latency) -> str:
    return "danger" if row.over > 2 else "warning" if row.over > 1 else "success"


def _budget_cell(row: Latency) -> Cell:
    target = row.target
    return Cell(f"{target.ms:g} ms p{target.percentile}" if target else "", MONO, "subtle")


def _errors_cell(row: Latency) -> Cell:
    """How many failed, and of how many that is which share."""
    if not row.errors:
        return Cell("", MONO)
    share = f"{row.error_rate:.0%}".replace("%", " %")
    return Cell(f"{row.errors} · {share}", MONO, "danger")


def judged_percentile(row: Latency) -> int:
    """The percentile a row is judged by: its target's, or else the median."""
    return row.target.percentile if row.target is not None else 50


def change_text(change: Change) -> tuple[str, str]:
    """ "+12 %" and its tone; with too few runs it is only about so, and not coloured."""
    text = f"{change.share:+.0%}".replace("%", " %")
    if not change.enough:
        return f"~{text}", "subtle"
    if abs(change.share) < _NOTABLE:
        return text, "muted"
    return text, "danger" if change.share > 0 else "success"


def _change_cell(row: Latency) -> Cell:
    change = row.change(judged_percentile(row))
    if change is None:
        return Cell("", MONO)
    text, tone = change_text(change)
    return Cell(text, MONO, tone)


def _spark_cell(row: Latency) -> Cell:
    tone = _tone(row) if row.over > 1 else "subtle"
    return Cell("", SPARK, tone, tuple(row.recent))


COLUMNS: tuple[Column[Latency], ...] = (
    Column("kind", lambda s: Cell(s.kind, BADGE, _TONES.get(s.kind, "muted")), 100),
    Column("name", lambda s: Cell(s.name, MONO), 160, stretch=True),
    Column("extension", lambda s: Cell(s.app_id, tone="muted"), 96),
    Column("calls", lambda s: Cell(f"{s.count:,}".replace(",", " "), MONO), 70, right=True),
    Column("errors", _errors_cell, 84, right=True),
    Column("p50", _percentile_cell(50), 76, right=True),
    Column("p95", _percentile_cell(95), 76, right=True),
    Column("p99", _percentile_cell(99), 76, right=True),
    Column("max", lambda s: Cell(milliseconds(s.max_ms), MONO, "muted"), 76, right=True),
    Column("budget", _budget_cell, 122, right=True),
    Column("reload", _change_cell, 104, right=True),
    Column("last runs", _spark_cell, 112),
)


def _changed_by(row: Latency) -> float:
    change = row.change(judged_percentile(row))
    return change.share if change is not None else 0.0


_SORT: tuple[Callable[[Latency], Any], ...] = (
    lambda s: (s.kind, s.name),
    lambda s: s.name,
    lambda s: (s.app_id, s.name),
    lambda s: s.count,
    lambda s: s.errors,
    lambda s: s.percentile(50),
    lambda s: s.percentile(95),
    lambda s: s.percentile(99),
    lambda s: s.max_ms,
    lambda s: s.over,
    _changed_by,
    lambda s: s.recent[-1] if s.recent else 0.0,
)


class LatencyModel(TableModel[Latency]):
    """Aggregates records as they come, from `begin` on.

    Rows keep their order until the next batch is sorted in.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._table: LatencyTable | None = None
        self._rows: list[Latency] = []
        self._known = 0
        self._words: tuple[str, ...] = ()
        self._sort = (6, Qt.SortOrder.DescendingOrder)

    def begin(self, profile: Profile) -> None:
        """Forgets everything; rows are judged by this profile's targets from now on."""
        self.beginResetModel()
        self._table = LatencyTable(profile)
        self._rows = []
        self._known = 0
        self.endResetModel()
        self.counts_changed.emit()

    def add(self, records: Iterable[Record]) -> None:
        """Counts a batch, in the order it happened, and shows the result."""
        if self._table is None:
            return
        self._table.add(records)
        self._show_new(self._table)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _show_new(self, table: LatencyTable) -> None:
        """Puts what was measured for the first time under the other rows."""
        if len(table) == self._known:
            return
        self._known = len(table)
        shown = {id(row) for row in self._rows}
        new = [r for r in table.rows() if id(r) not in shown and self._passes(r)]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows = [*self._rows, *new]
            self.endInsertRows()
            self.resort()
        self.counts_changed.emit()

    @property
    def hidden(self) -> int:
        """Rows the filter hides."""
        return self._known - len(self._rows)

    @property
    def empty(self) -> bool:
        """Whether nothing has been measured."""
        return not self._known

    def set_filter(self, text: str) -> None:
        """Shows only rows whose kind, name or extension contain every word."""
        self._words = tuple(text.lower().split())
        self.beginResetModel()
        rows = self._table.rows() if self._table is not None else []
        self._rows = self._sorted([row for row in rows if self._passes(row)])
        self.endResetModel()
        self.counts_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders the rows by a column."""
        if 0 <= column < len(_SORT):
            self._sort = (column, order)
            self.resort()

    def resort(self) -> None:
        """Brings rows that changed into order again."""
        rows = self._sorted(self._rows)
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        place = {id(row): number for number, row in enumerate(rows)}
        after = [self.index(place[id(self._rows[index.row()])], index.column()) for index in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self, rows: list[Latency]) -> list[Latency]:
        column, order = self._sort
        return sorted(rows, key=_SORT[column], reverse=order == Qt.SortOrder.DescendingOrder)

    def row_where(self, record: Record) -> int | None:
        """The row that counts a record."""
        row = self._table.row_of(record) if self._table is not None else None
        return self._rows.index(row) if row in self._rows else None

    def _passes(self, row: Latency) -> bool:
        text = f"{row.kind} {row.name} {row.app_id}".lower()
        return all(word in text for word in self._words)

    def item(self, row: int) -> Latency | None:
        """The row's statistics."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)
