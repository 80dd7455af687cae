"""Log lines in the order they came: a bounded window over the journal's records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from workbench.gui.panes.again import Again
from workbench.gui.panes.held_back import HeldBack
from workbench.gui.panes.narrowing import Narrowing
from workbench.gui.panes.table_model import ITEM_ROLE, ROOT, Index

if TYPE_CHECKING:
    from workbench.gui.tasks import Tasks
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record

KEPT = 20_000
_SLACK = 2_000
_PAGE = 500


def message(record: Record) -> str:
    """The text of a log record."""
    return str(record.body.get("message") or record.name)


def level(record: Record) -> str:
    """Its level in lower case."""
    return str(record.body.get("level") or record.status).lower()


def origin(record: Record) -> str:
    """Which logger or stream wrote it."""
    stream = str(record.body.get("stream") or "")
    logger = str(record.body.get("logger") or "")
    return stream if stream in ("stdout", "stderr") else logger or stream


class LogModel(QAbstractListModel):
    """The newest log records, oldest first.

    `counts_changed` tells that the number of hidden or waiting lines changed.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paused = False
        self._journal: Journal | None = None
        self._tasks: Tasks | None = None
        self._lines: list[Record] = []
        self._held_back = HeldBack(KEPT, counted=False)
        self._paused_at: int | None = None
        self._filter = Narrowing()
        self._late: list[Record] | None = None
        self._more = False
        self._loading = False
        self._generation = 0
        self._again = Again(self._newest)

    def attach(self, journal: Journal, tasks: Tasks) -> None:
        """Shows the newest lines of a journal."""
        self._journal, self._tasks = journal, tasks
        self._held_back.take()
        self._show([])
        self._reload()

    def _reload(self) -> None:
        """Reads the newest lines again; what is shown stays until they are there."""
        self._generation += 1
        self._more, self._loading = False, True
        self._late = []
        self._again.ask(self._tasks, "newest log lines")

    async def _newest(self) -> None:
        assert self._journal is not None
        generation = self._generation
        page = await self._page(None if self._paused_at is None else self._paused_at + 1)
        if generation != self._generation:
            return
        self._loading, self._more = False, len(page) == _PAGE
        late, self._late = self._late or [], None
        self._show(page)
        self._append(late)
        self.counts_changed.emit()
        counted_to = self._journal.count() if self._paused_at is None else self._paused_at
        await self._filter.count(self._journal, [_logged()], counted_to)
        self.counts_changed.emit()

    async def _page(self, before_seq: int | None) -> list[Record]:
        """The newest lines before a sequence number, oldest first."""
        assert self._journal is not None
        query = self._filter.bound(_logged(), before_seq, _PAGE)
        return list(reversed(await self._journal.search(query)))

    def _show(self, lines: list[Record]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def receive(self, records: Sequence[Record]) -> None:
        """Takes a live batch; while paused its lines wait."""
        taken = [record for record in records if record.kind == "log"]
        if not taken:
            return
        fresh = [record for record in taken if self._filter.passes(record)]
        self._filter.add(taken, fresh)
        if self.paused:
            self._held_back.keep(fresh)
        elif self._late is not None:
            self._late += fresh
        else:
            self._append(fresh)
        self.counts_changed.emit()

    def set_paused(self, paused: bool) -> None:
        """Lets new lines wait, or brings those that waited."""
        self.paused = paused
        self._paused_at = (self._journal.count() if self._journal else 0) if paused else None
        incomplete, waiting = self._held_back.incomplete, self._held_back.take()
        if incomplete:
            self._reload()
        elif waiting:
            self._append(waiting)
        self.counts_changed.emit()

    def set_filter(self, text: str) -> None:
        """Shows only lines that hold every word of `text`, in any case."""
        if self._filter.change(text):
            self._held_back.miss()
            self._reload()

    def choose(self, criteria: dict[str, Any]) -> None:
        """Shows only lines that meet these criteria of a `Query` too."""
        if self._filter.choose(criteria):
            self._held_back.miss()
            self._reload()

    @property
    def waiting(self) -> int:
        """How many lines came while paused."""
        return len(self._held_back)

    @property
    def hidden(self) -> int:
        """How many lines of the session the filter hides; 0 until they are counted."""
        return self._filter.hidden

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show even without a filter."""
        return not self._lines and self._filter.hides_nothing

    def line(self, row: int) -> Record | None:
        """The record of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_where(self, related: frozenset[str]) -> int | None:
        """The first line written by one of the spans given."""
        for row, record in enumerate(self._lines):
            if related & {record.id, record.parent_id, record.cause_id}:
                return row
        return None

    def can_load_older(self) -> bool:
        """Whether the journal holds older lines."""
        return self._more and not self._loading and self._tasks is not None

    def load_older(self) -> None:
        """Reads an older page in front, without blocking."""
        if self.can_load_older() and self._tasks is not None:
            self._loading = True
            self._tasks.spawn(self._older(self._generation), "older log lines")

    async def _older(self, generation: int) -> None:
        oldest = self._lines[0].seq if self._lines else None
        page = await self._page(oldest)
        if generation != self._generation:
            return
        self._loading, self._more = False, len(page) == _PAGE
        if page:
            self.beginInsertRows(QModelIndex(), 0, len(page) - 1)
            self._lines[:0] = page
            self.endInsertRows()
        self.counts_changed.emit()

    def _append(self, lines: list[Record]) -> None:
        newest = self._lines[-1].seq if self._lines else 0
        fresh = [record for record in lines if record.seq > newest]
        if fresh:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._lines.extend(fresh)
            self.endInsertRows()
        over = len(self._lines) - KEPT
        if over > _SLACK:
            self.beginRemoveRows(QModelIndex(), 0, over - 1)
            del self._lines[:over]
            self.endRemoveRows()
            self._more = True

    def rowCount(self, parent: Index = ROOT) -> int:
        """Lines shown."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The message, or the record."""
        record = self.line(index.row()) if index.isValid() else None
        if record is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return message(record)
        return record if role == ITEM_ROLE else None


def _logged() -> Query:
    from workbench.kernel.journal.reader import Query

    return Query(kinds=("log",))
