"""A Qt table model over journal records: newest first, live, filtered, pausable, paged.

The journal keeps the truth. The model holds a window of it: the newest records, and whatever older
pages were scrolled to, without their large values. What is not in memory can be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal

from workbench.gui.panes.cells import Column
from workbench.gui.panes.light import light
from workbench.gui.panes.table_model import ROOT, Index, TableModel

if TYPE_CHECKING:
    import asyncio

    from workbench.gui.tasks import Tasks
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

PAGE = 200
KEPT = 1_000
_WAITING_KEPT = 1_000
_REACH = 100
"""Pages read at most for one record that was asked for."""


class RecordModel(TableModel["Record"]):
    """Records of some kinds as rows, newest first.

    `kinds` are the journal kinds shown. With `latest` only the latest record of a thing has a row,
    as for spans that are written when they begin and again when they end. `counts_changed` tells
    that the number of hidden or waiting records changed.
    """

    counts_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Record]],
        kinds: Sequence[str],
        parent: QObject | None = None,
        *,
        latest: bool = False,
    ) -> None:
        super().__init__(columns, parent)
        self._latest = latest
        self.kinds = frozenset(kinds)
        self.paused = False
        self._journal: Journal | None = None
        self._tasks: Tasks | None = None
        self._all: list[Record] = []
        self._shown: list[Record] = []
        self._waiting: list[Record] = []
        self._missed = 0
        self._newest = 0
        self._oldest = 0
        self._words: tuple[str, ...] = ()
        self._more = False
        self._loading = False
        self._generation = 0
        self._fetching: asyncio.Task[None] | None = None

    # -- where records come from

    def attach(self, journal: Journal, tasks: Tasks) -> None:
        """Shows the newest records of a journal; `receive` keeps the model up to date."""
        self._journal = journal
        self._tasks = tasks
        self.reload()

    def reload(self) -> None:
        """Reads the newest page again and forgets the rest."""
        self.beginResetModel()
        self._all, self._shown, self._waiting, self._missed = [], [], [], 0
        self._newest = self._oldest = 0
        self._more = self._journal is not None
        self._generation += 1
        self._loading = False
        self.endResetModel()
        self.counts_changed.emit()
        self.fetchMore(QModelIndex())

    def receive(self, records: Sequence[Record]) -> None:
        """Takes a live batch; while paused its records wait and are counted."""
        fresh = [light(record) for record in records if self.takes(record)]
        if not fresh:
            return
        if self.paused:
            self._keep_waiting(fresh)
        else:
            self._insert_newest(fresh)
        self.counts_changed.emit()

    def takes(self, record: Record) -> bool:
        """Whether a record belongs in this table; subclasses may narrow it."""
        return record.kind in self.kinds

    def _keep_waiting(self, fresh: list[Record]) -> None:
        self._waiting.extend(fresh)
        over = len(self._waiting) - _WAITING_KEPT
        if over > 0:
            del self._waiting[:over]
            self._missed += over

    def set_paused(self, paused: bool) -> None:
        """Stops or resumes taking live records; on resuming, all that waited appear."""
        if paused == self.paused:
            return
        self.paused = paused
        if not paused:
            waiting, missed = self._waiting, self._missed
            self._waiting, self._missed = [], 0
            if missed:
                self.reload()
            elif waiting:
                self._insert_newest(waiting)
        self.counts_changed.emit()

    # -- what is shown

    @property
    def waiting(self) -> int:
        """How many records came while paused."""
        return len(self._waiting) + self._missed

    @property
    def hidden(self) -> int:
        """How many of the loaded records the filter hides."""
        return len(self._all) - len(self._shown)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show even without a filter."""
        return not self._all

    def set_filter(self, text: str) -> None:
        """Shows only rows that contain every word of `text`, in any column, in any case."""
        words = tuple(text.lower().split())
        if words == self._words:
            return
        self._words = words
        self.beginResetModel()
        self._shown = [record for record in self._all if self._passes(record)]
        self.endResetModel()
        self.counts_changed.emit()

    def item(self, row: int) -> Record | None:
        """The record shown in a row, or None outside the table."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_where(self, related: frozenset[str]) -> int | None:
        """The newest row whose record, parent or cause is one of the span ids given."""
        for row, record in enumerate(self._shown):
            if record.id in related:
                return row
        for row, record in enumerate(self._shown):
            if record.parent_id in related or record.cause_id in related:
                return row
        return None

    def _passes(self, record: Record) -> bool:
        if not self._words:
            return True
        text = " ".join(cell.text for cell in self.cells(record)).lower()
        return all(word in text for word in self._words)

    def _insert_newest(self, fresh: Sequence[Record]) -> None:
        rows = sorted((r for r in fresh if r.seq > self._newest), key=lambda r: -r.seq)
        if not rows:
            return
        self._newest = rows[0].seq
        self._oldest = self._oldest or rows[-1].seq
        if self._latest:
            rows = self._replace_known(rows)
        self._all[:0] = rows
        shown = [record for record in rows if self._passes(record)]
        if shown:
            self.beginInsertRows(QModelIndex(), 0, len(shown) - 1)
            self._shown[:0] = shown
            self.endInsertRows()
        self._trim()

    def _replace_known(self, rows: list[Record]) -> list[Record]:
        """Puts later records of things that have a row into that row; returns the others."""
        newest: dict[str, Record] = {}
        for record in rows:
            newest.setdefault(record.id, record)
        for place, old in enumerate(self._all):
            later = newest.pop(old.id, None)
            if later is not None:
                self._all[place] = later
                self._replace_shown(old, later)
            if not newest:
                break
        return list(newest.values())

    def _replace_shown(self, old: Record, later: Record) -> None:
        for row, shown in enumerate(self._shown):
            if shown is old:
                self._shown[row] = later
                last = self.index(row, len(self.columns) - 1)
                self.dataChanged.emit(self.index(row, 0), last)
                return

    def _trim(self) -> None:
        if len(self._all) <= KEPT + PAGE:
            return
        dropped = {id(record) for record in self._all[KEPT:]}
        self._oldest = min(record.seq for record in self._all[:KEPT])
        del self._all[KEPT:]
        keep = len(self._shown)
        while keep and id(self._shown[keep - 1]) in dropped:
            keep -= 1
        if keep < len(self._shown):
            self.beginRemoveRows(QModelIndex(), keep, len(self._shown) - 1)
            del self._shown[keep:]
            self.endRemoveRows()
        self._more = True

    def touch(self) -> None:
        """Draws every cell again: what they show depends on the time."""
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- older pages

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the journal holds older records than those loaded."""
        return not parent.isValid() and self._more and not self._loading

    def fetchMore(self, parent: Index) -> None:
        """Reads the next older page without blocking."""
        if not self.canFetchMore(parent) or self._tasks is None:
            return
        self._loading = True
        self._fetching = self._tasks.spawn(self._fetch_older(self._generation), "pane page")

    async def reach(self, seq: int) -> None:
        """Reads older pages until the record of that number must be among them, or so many."""
        for _ in range(_REACH):
            if self._fetching is not None and not self._fetching.done():
                await self._fetching
            if 0 < self._oldest <= seq or not self._more:
                return
            self.fetchMore(QModelIndex())

    async def page(self, journal: Journal, before_seq: int | None) -> list[Record]:
        """The newest page of records before a sequence number; subclasses may ask otherwise."""
        return await journal.query(kinds=sorted(self.kinds), before_seq=before_seq, limit=PAGE)

    async def _fetch_older(self, generation: int) -> None:
        assert self._journal is not None
        page = await self.page(self._journal, self._oldest or None)
        if generation != self._generation:
            return
        self._loading = False
        self._more = len(page) == PAGE
        self._append_older(page)
        self.counts_changed.emit()

    def _append_older(self, page: list[Record]) -> None:
        rows = [record for record in page if not self._oldest or record.seq < self._oldest]
        if rows:
            self._oldest = rows[-1].seq
            self._newest = max(self._newest, rows[0].seq)
        rows = [light(record) for record in rows if self.takes(record)]
        if self._latest:
            known = {record.id for record in self._all}
            rows = _first_of_each(rows, known)
        self._all.extend(rows)
        shown = [record for record in rows if self._passes(record)]
        if not shown:
            return
        first = len(self._shown)
        self.beginInsertRows(QModelIndex(), first, first + len(shown) - 1)
        self._shown.extend(shown)
        self.endInsertRows()

    # -- Qt's side

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown; a table has no children."""
        return 0 if parent.isValid() else len(self._shown)


def _first_of_each(records: Sequence[Record], known: set[str]) -> list[Record]:
    """The first record of each id that is not known yet."""
    kept: list[Record] = []
    for record in records:
        if record.id not in known:
            known.add(record.id)
            kept.append(record)
    return kept
