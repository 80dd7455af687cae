"""Log lines in the order they came: a bounded window over the journal's records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from workbench.gui.panes.table_model import ITEM_ROLE, ROOT, Index

if TYPE_CHECKING:
    from workbench.gui.tasks import Tasks
    from workbench.kernel.journal.journal import Journal
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
        self._all: list[Record] = []
        self._shown: list[Record] = []
        self._waiting: list[Record] = []
        self._words: tuple[str, ...] = ()
        self._more = False
        self._loading = False
        self._generation = 0

    def attach(self, journal: Journal, tasks: Tasks) -> None:
        """Shows the newest lines of a journal."""
        self._journal, self._tasks = journal, tasks
        self.beginResetModel()
        self._all, self._shown, self._waiting = [], [], []
        self._more, self._loading = True, False
        self._generation += 1
        self.endResetModel()
        self.counts_changed.emit()
        self.load_older()

    def receive(self, records: Sequence[Record]) -> None:
        """Takes a live batch; while paused its lines wait."""
        newest = self._all[-1].seq if self._all else 0
        fresh = [r for r in records if r.kind == "log" and r.seq > newest]
        if not fresh:
            return
        if self.paused:
            self._waiting = [*self._waiting, *fresh][-KEPT:]
        else:
            self._append(fresh)
        self.counts_changed.emit()

    def set_paused(self, paused: bool) -> None:
        """Lets new lines wait, or brings those that waited."""
        self.paused = paused
        waiting, self._waiting = self._waiting, []
        if not paused and waiting:
            self._append(waiting)
        self.counts_changed.emit()

    def set_filter(self, text: str) -> None:
        """Shows only lines that contain every word, in any case."""
        words = tuple(text.lower().split())
        if words == self._words:
            return
        self._words = words
        self.beginResetModel()
        self._shown = [record for record in self._all if self._passes(record)]
        self.endResetModel()
        self.counts_changed.emit()

    @property
    def waiting(self) -> int:
        """How many lines came while paused."""
        return len(self._waiting)

    @property
    def hidden(self) -> int:
        """How many of the loaded lines the filter hides."""
        return len(self._all) - len(self._shown)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show even without a filter."""
        return not self._all

    def line(self, row: int) -> Record | None:
        """The record of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_where(self, related: frozenset[str]) -> int | None:
        """The first line written by one of the spans given."""
        for row, record in enumerate(self._shown):
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
        assert self._journal is not None
        before = self._all[0].seq if self._all else None
        page = await self._journal.query(kinds=("log",), before_seq=before, limit=_PAGE)
        if generation != self._generation:
            return
        self._loading, self._more = False, len(page) == _PAGE
        oldest = self._all[0].seq if self._all else None
        fresh = [r for r in reversed(page) if oldest is None or r.seq < oldest]
        self._all[:0] = fresh
        shown = [record for record in fresh if self._passes(record)]
        if shown:
            self.beginInsertRows(QModelIndex(), 0, len(shown) - 1)
            self._shown[:0] = shown
            self.endInsertRows()
        self.counts_changed.emit()

    def _append(self, fresh: list[Record]) -> None:
        self._all.extend(fresh)
        shown = [record for record in fresh if self._passes(record)]
        if shown:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(shown) - 1)
            self._shown.extend(shown)
            self.endInsertRows()
        if len(self._all) > KEPT + _SLACK:
            self._drop_oldest(len(self._all) - KEPT)

    def _drop_oldest(self, count: int) -> None:
        floor = self._all[count].seq
        del self._all[:count]
        self._more = True
        gone = 0
        while gone < len(self._shown) and self._shown[gone].seq < floor:
            gone += 1
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            del self._shown[:gone]
            self.endRemoveRows()

    def _passes(self, record: Record) -> bool:
        if not self._words:
            return True
        text = f"{level(record)} {origin(record)} {message(record)} {record.app_id}".lower()
        return all(word in text for word in self._words)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Lines shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The message, or the record."""
        record = self.line(index.row()) if index.isValid() else None
        if record is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return message(record)
        return record if role == ITEM_ROLE else None
