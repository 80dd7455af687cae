"""How long things take: one row per handler or service call, with percentiles and its budget."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from workbench.gui.panes.cells import BADGE, MONO, SPARK, Cell, Column, milliseconds
from workbench.gui.panes.kinds import HANDLERS, SERVICES
from workbench.gui.panes.link import source_of
from workbench.gui.panes.table_model import ROOT, Index, TableModel

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

KINDS = HANDLERS | SERVICES
_RING = 512
_SPARK = 24
_SPANS = 4_000

BUDGETS = {"panel": (50, 100.0), "call": (95, 300.0), "cache": (95, 5.0)}
"""Percentile and milliseconds each kind is expected to keep (performance guide, Budgets)."""

_TONES = {"panel": "success", "call": "primary", "http": "info", "cache": "purple"}


@dataclass(slots=True, eq=False)
class Stat:
    """What is known of one handler or service call; durations in ms, newest last."""

    kind: str
    app_id: str
    name: str
    count: int = 0
    errors: int = 0
    longest: float = 0.0
    handler_ms: float = 0.0
    waited_ms: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=_RING))
    record: Record | None = None
    _sorted: list[float] | None = None

    def add(self, record: Record, waited_ms: float) -> None:
        """Counts one run; `waited_ms` is what it spent in ctx calls."""
        taken = float(record.duration_ms or 0.0)
        self.count += 1
        self.errors += record.status not in ("ok", "success")
        self.longest = max(self.longest, taken)
        self.handler_ms += taken
        self.waited_ms += min(waited_ms, taken)
        self.recent.append(taken)
        self.record = record
        self._sorted = None

    def percentile(self, percent: int) -> float:
        """A percentile of the last 512 runs, nearest rank."""
        if self._sorted is None:
            self._sorted = sorted(self.recent)
        if not self._sorted:
            return 0.0
        rank = max(1, -(-len(self._sorted) * percent // 100))
        return self._sorted[rank - 1]

    @property
    def waiting(self) -> float:
        """Share of the time spent waiting in ctx calls, 0 to 1."""
        return self.waited_ms / self.handler_ms if self.handler_ms else 0.0

    @property
    def over(self) -> float:
        """How many times the budget it takes; 0 without a budget."""
        budget = BUDGETS.get(self.kind)
        return self.percentile(budget[0]) / budget[1] if budget is not None else 0.0


def _percentile_cell(percent: int) -> Callable[[Stat], Cell]:
    def cell(stat: Stat) -> Cell:
        budget = BUDGETS.get(stat.kind)
        value = stat.percentile(percent)
        judged = budget is not None and budget[0] == percent
        tone = "text" if not judged else _tone(stat.over)
        return Cell(milliseconds(value), MONO, tone)

    return cell


def _tone(over: float) -> str:
    return "danger" if over > 2 else "warning" if over > 1 else "success"


def _budget_cell(stat: Stat) -> Cell:
    budget = BUDGETS.get(stat.kind)
    return Cell(f"{budget[1]:g} ms p{budget[0]}" if budget else "", MONO, "subtle")


def _waiting_cell(stat: Stat) -> Cell:
    if stat.kind not in HANDLERS:
        return Cell("", MONO)
    return Cell(f"{stat.waiting:.0%}".replace("%", " %"), MONO, "muted")


def _spark_cell(stat: Stat) -> Cell:
    points = tuple(stat.recent)[-_SPARK:]
    tone = _tone(stat.over) if stat.over else "subtle"
    return Cell("", SPARK, "subtle" if tone == "success" else tone, points)


COLUMNS: tuple[Column[Stat], ...] = (
    Column("kind", lambda s: Cell(s.kind, BADGE, _TONES.get(s.kind, "muted")), 100),
    Column("name", lambda s: Cell(s.name, MONO), 200, stretch=True),
    Column("extension", lambda s: Cell(s.app_id, tone="muted"), 120),
    Column("calls", lambda s: Cell(f"{s.count:,}".replace(",", " "), MONO), 70, right=True),
    Column("errors", lambda s: Cell(str(s.errors or ""), MONO, "danger"), 70, right=True),
    Column("p50", _percentile_cell(50), 76, right=True),
    Column("p95", _percentile_cell(95), 76, right=True),
    Column("max", lambda s: Cell(milliseconds(s.longest), MONO, "muted"), 76, right=True),
    Column("budget", _budget_cell, 110, right=True),
    Column("waiting", _waiting_cell, 80, right=True),
    Column("last runs", _spark_cell, 120),
)

_SORT: tuple[Callable[[Stat], Any], ...] = (
    lambda s: (s.kind, s.name),
    lambda s: s.name,
    lambda s: (s.app_id, s.name),
    lambda s: s.count,
    lambda s: s.errors,
    lambda s: s.percentile(50),
    lambda s: s.percentile(95),
    lambda s: s.longest,
    lambda s: s.over,
    lambda s: s.waiting,
    lambda s: s.recent[-1] if s.recent else 0.0,
)


class LatencyModel(TableModel[Stat]):
    """Aggregates records as they come; rows keep their order until the next batch is sorted in."""

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._stats: dict[tuple[str, str, str], Stat] = {}
        self._rows: list[Stat] = []
        self._waited: OrderedDict[str, float] = OrderedDict()
        self._words: tuple[str, ...] = ()
        self._sort = (6, Qt.SortOrder.DescendingOrder)

    def clear(self) -> None:
        """Forgets everything."""
        self.beginResetModel()
        self._stats.clear()
        self._rows.clear()
        self._waited.clear()
        self.endResetModel()
        self.counts_changed.emit()

    def add(self, records: Iterable[Record]) -> None:
        """Counts a batch, in the order it happened, and shows the result."""
        touched = False
        for record in records:
            if record.kind in KINDS and record.duration_ms is not None:
                self._count(record)
                touched = True
        if not touched:
            return
        self._show_new()
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _count(self, record: Record) -> None:
        if record.kind in SERVICES and record.cause_id:
            waited = self._waited.pop(record.cause_id, 0.0) + float(record.duration_ms or 0.0)
            self._waited[record.cause_id] = waited
            if len(self._waited) > _SPANS:
                self._waited.popitem(last=False)
        key = (record.kind, record.app_id or "", record.name)
        stat = self._stats.setdefault(key, Stat(*key))
        stat.add(record, self._waited.pop(record.id, 0.0))

    def _show_new(self) -> None:
        """Puts what was measured for the first time under the other rows."""
        shown = {id(stat) for stat in self._rows}
        new = [s for s in self._stats.values() if id(s) not in shown and self._passes(s)]
        if not new:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._rows = [*self._rows, *new]
        self.endInsertRows()
        self.resort()
        self.counts_changed.emit()

    @property
    def hidden(self) -> int:
        """Rows the filter hides."""
        return len(self._stats) - len(self._rows)

    @property
    def empty(self) -> bool:
        """Whether nothing has been measured."""
        return not self._stats

    def set_filter(self, text: str) -> None:
        """Shows only rows whose kind, name or extension contain every word."""
        self._words = tuple(text.lower().split())
        self.beginResetModel()
        self._rows = self._sorted([s for s in self._stats.values() if self._passes(s)])
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
        place = {id(stat): row for row, stat in enumerate(rows)}
        after = [self.index(place[id(self._rows[index.row()])], index.column()) for index in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self, rows: list[Stat]) -> list[Stat]:
        column, order = self._sort
        return sorted(rows, key=_SORT[column], reverse=order == Qt.SortOrder.DescendingOrder)

    def row_where(self, record: Record) -> int | None:
        """The row that counts a record."""
        stat = self._stats.get((record.kind, record.app_id or "", record.name))
        return self._rows.index(stat) if stat in self._rows else None

    def _passes(self, stat: Stat) -> bool:
        text = f"{stat.kind} {stat.name} {stat.app_id}".lower()
        return all(word in text for word in self._words)

    def item(self, row: int) -> Stat | None:
        """The row's statistics."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)


def stat_place(stat: Stat) -> tuple[str, int] | None:
    """The author's line the row's latest run leads to."""
    return source_of(stat.record) if stat.record is not None else None
