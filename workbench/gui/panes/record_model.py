"""A Qt table model over journal records: newest first, live, filtered, pausable, paged.

The journal keeps the truth. The model holds a window of it: the newest records, and whatever older
pages were scrolled to, without their large values. What is not in memory can be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from workbench.gui.panes.again import Again
from workbench.gui.panes.cells import Column
from workbench.gui.panes.held_back import HeldBack
from workbench.gui.panes.light import light
from workbench.gui.panes.narrowing import Narrowing
from workbench.gui.panes.table_model import ROOT, Index, TableModel

if TYPE_CHECKING:
    import asyncio

    from workbench.gui.tasks import Tasks
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record

PAGE = 200
KEPT = 1_000
_REACH = 100
"""Pages read at most for one record that was asked for."""


class RecordModel(TableModel["Record"]):
    """Records of some kinds as rows, newest first.

    `kinds` are the journal kinds shown. With `latest` only the latest record of a thing has a row,
    as for spans that are written when they begin and again when they end. The filter is answered by
    the journal, so that it finds what is not in memory. `counts_changed` tells that the number of
    hidden or waiting records changed.
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
        self._rows: list[Record] = []
        self._held_back = HeldBack()
        self._newest = 0
        self._oldest = 0
        self._paused_at: int | None = None
        self._filter = Narrowing()
        self._criteria: tuple[Query, ...] | None = None
        self._late: list[Record] | None = None
        self._more = False
        self._loading = False
        self._generation = 0
        self._again = Again(self._fetch_newest)
        self._fetching: asyncio.Task[None] | None = None

    def wanted(self) -> tuple[Query, ...]:
        """Which records belong in this table: those that hold one of these; subclasses narrow."""
        from workbench.kernel.journal.reader import Query

        return (Query(kinds=tuple(sorted(self.kinds)), latest=self._latest),)

    def takes(self, record: Record) -> bool:
        """Whether a record belongs in this table, whatever the filter."""
        return record.kind in self.kinds and any(query.holds(record) for query in self._queries())

    def _queries(self) -> tuple[Query, ...]:
        if self._criteria is None:
            self._criteria = self.wanted()
        return self._criteria

    # -- where records come from

    def attach(self, journal: Journal, tasks: Tasks) -> None:
        """Shows the newest records of a journal; `receive` keeps the model up to date."""
        self._journal = journal
        self._tasks = tasks
        self._held_back.take()
        self._show([])
        self.reload()

    def reload(self) -> None:
        """Reads the newest page again; what is shown stays until that is there."""
        self._generation += 1
        self._criteria = None
        self._more, self._loading = False, True
        self._late = []
        self._fetching = self._again.ask(self._tasks, "pane page")

    async def _fetch_newest(self) -> None:
        generation = self._generation
        page = await self._read_page(None)
        if generation != self._generation:
            return
        self._loading, self._more = False, len(page) == PAGE
        late, self._late = self._late or [], None
        self._show(page)
        self._insert_newest(late)
        self.counts_changed.emit()
        if self._journal is not None:
            counted_to = self._journal.count() if self._paused_at is None else self._paused_at
            await self._filter.count(self._journal, self._queries(), counted_to)
            self.counts_changed.emit()

    def _show(self, page: list[Record]) -> None:
        self.beginResetModel()
        self._rows = [light(record) for record in page]
        self._newest = page[0].seq if page else 0
        self._oldest = page[-1].seq if page else 0
        self.endResetModel()

    def receive(self, records: Sequence[Record]) -> None:
        """Takes a live batch; while paused its records wait and are counted."""
        taken = [record for record in records if self.takes(record)]
        if not taken:
            return
        passing = [record for record in taken if self._filter.passes(record)]
        self._filter.add(taken, passing)
        fresh = [light(record) for record in passing]
        if self.paused:
            self._held_back.keep(fresh)
        elif self._late is not None:
            self._late += fresh
        else:
            self._insert_newest(fresh)
        self.counts_changed.emit()

    def set_paused(self, paused: bool) -> None:
        """Stops or resumes taking live records; on resuming, all that waited appear."""
        if paused == self.paused:
            return
        self.paused = paused
        if paused:
            self._paused_at = self._journal.count() if self._journal is not None else 0
        else:
            incomplete, waiting = self._held_back.incomplete, self._held_back.take()
            self._paused_at = None
            if incomplete:
                self.reload()
            elif waiting:
                self._insert_newest(waiting)
        self.counts_changed.emit()

    # -- what is shown

    @property
    def waiting(self) -> int:
        """How many records came while paused."""
        return len(self._held_back)

    @property
    def hidden(self) -> int:
        """How many records of the session the filter hides; 0 until they are counted."""
        return self._filter.hidden

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show even without a filter."""
        return not self._rows and self._filter.hides_nothing

    def set_filter(self, text: str) -> None:
        """Shows only records that hold every word of `text`; see `kernel.journal.words`."""
        if self._filter.change(text):
            self._held_back.miss()
            self.reload()

    def choose(self, criteria: dict[str, Any]) -> None:
        """Shows only records that meet these criteria of a `Query` too."""
        if self._filter.choose(criteria):
            self._held_back.miss()
            self.reload()

    def item(self, row: int) -> Record | None:
        """The record shown in a row, or None outside the table."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_where(self, related: frozenset[str]) -> int | None:
        """The newest row whose record, parent or cause is one of the span ids given."""
        for row, record in enumerate(self._rows):
            if record.id in related:
                return row
        for row, record in enumerate(self._rows):
            if record.parent_id in related or record.cause_id in related:
                return row
        return None

    def _insert_newest(self, fresh: Sequence[Record]) -> None:
        rows = sorted((r for r in fresh if r.seq > self._newest), key=lambda r: -r.seq)
        if not rows:
            return
        self._newest = rows[0].seq
        self._oldest = self._oldest or rows[-1].seq
        if self._latest:
            rows = self._replace_known(rows)
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._rows[:0] = rows
            self.endInsertRows()
        self._trim()

    def _replace_known(self, rows: list[Record]) -> list[Record]:
        """Puts later records of things that have a row into that row; returns the others."""
        newest: dict[str, Record] = {}
        for record in rows:
            newest.setdefault(record.id, record)
        for row, old in enumerate(self._rows):
            later = newest.pop(old.id, None)
            if later is not None:
                self._rows[row] = later
                last = self.index(row, len(self.columns) - 1)
                self.dataChanged.emit(self.index(row, 0), last)
            if not newest:
                break
        return list(newest.values())

    def _trim(self) -> None:
        if len(self._rows) <= KEPT + PAGE:
            return
        self._oldest = min(record.seq for record in self._rows[:KEPT])
        self.beginRemoveRows(QModelIndex(), KEPT, len(self._rows) - 1)
        del self._rows[KEPT:]
        self.endRemoveRows()
        self._more = True

    def touch(self) -> None:
        """Draws every cell again: what they show depends on the time."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
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

    async def _read_page(self, before_seq: int | None) -> list[Record]:
        """The newest page of records before a sequence number."""
        if self._journal is None:
            return []
        if self._paused_at is not None and before_seq is None:
            before_seq = self._paused_at + 1  # no newer than when the table was paused
        found: list[Record] = []
        for query in self._queries():
            bound = self._filter.bound(query, before_seq, PAGE)
            found += await self._journal.search(bound)
        return sorted(found, key=lambda record: -record.seq)[:PAGE]

    async def _fetch_older(self, generation: int) -> None:
        page = await self._read_page(self._oldest or None)
        if generation != self._generation:
            return
        self._loading = False
        self._more = len(page) == PAGE
        self._append_older(page)
        self.counts_changed.emit()

    def _append_older(self, page: list[Record]) -> None:
        rows = [record for record in page if not self._oldest or record.seq < self._oldest]
        if not rows:
            return
        self._oldest = rows[-1].seq
        self._newest = max(self._newest, rows[0].seq)
        if self._latest:
            known = {record.id for record in self._rows}
            rows = [record for record in rows if record.id not in known]
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(light(record) for record in rows)
            self.endInsertRows()

    # -- Qt's side

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown; a table has no children."""
        return 0 if parent.isValid() else len(self._rows)
