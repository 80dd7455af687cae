"""The thread that commits records: everything queued since its last look becomes one transaction.

The queue is bounded in bytes. A program that outruns its disk is slowed down rather than left to
fill its memory or to forget what happened.

Rows go in by the thousand per statement, not with ``executemany``: SQLite lets go of the
interpreter once per step, and a thread that must win it back from a busy event loop for every row
writes 3,000 rows a second where one step per thousand rows writes 70,000.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from workbench.kernel.journal.body import Parts, assemble
from workbench.kernel.journal.schema import INSERT_BLOB, Row, insert_records

GATHER_S: Final = 0.02
"""How long records wait for company before a commit nobody is waiting for."""
_BATCH: Final = 2_000
_QUEUE_BYTES: Final = 64 * 2**20
_ROW_BYTES: Final = 300
_STRIDES: Final = (1_000, 100, 10, 1)

_log = logging.getLogger(__name__)

Item = tuple[Row, Parts | None]
"""A record's columns, the last its encoded body; a split body is assembled from the parts."""


class Writer:
    """Owns the writing connection; `put` may be called from one thread, `when_committed` too."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.failure: Exception | None = None
        self._connection = connection
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._room = threading.Condition(self._lock)
        self._queue: list[Item] = []
        self._bytes = 0
        self._put = 0
        self._committed = 0
        self._waiters: list[tuple[int, Callable[[Exception | None], None]]] = []
        self._idle = True
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def put(self, row: Row, parts: Parts | None = None) -> None:
        """Queue one record; waits only when the queue is full."""
        size = _ROW_BYTES + len(row[-1])
        if parts is not None:
            size += sum(len(value) for _, value in parts)
        with self._lock:
            while self._bytes > _QUEUE_BYTES and not self._closing:
                self._room.wait()
            self._queue.append((row, parts))
            self._bytes += size
            self._put += 1
            if self._idle or len(self._queue) == _BATCH:
                self._work.notify()

    def when_committed(self, call: Callable[[Exception | None], None]) -> None:
        """Call `call` (on the writer's thread) once all that was put so far is committed.

        It is handed the error when the commit failed.
        """
        with self._lock:
            if self._committed < self._put:
                self._waiters.append((self._put, call))
                self._work.notify()
                return
        call(self.failure)

    def close(self) -> None:
        """Commit what is queued, stop the thread and close the connection."""
        with self._lock:
            self._closing = True
            self._work.notify()
            self._room.notify_all()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            error: Exception | None = None
            try:
                self._commit(batch)
            except sqlite3.Error as failure:
                error = self.failure = failure
                _log.exception("the journal could not write %d records", len(batch))
            self._announce(len(batch), error)

    def _next_batch(self) -> list[Item] | None:
        """Everything queued, once there is enough, somebody waits, or it has waited long enough."""
        with self._lock:
            self._idle = True
            while not self._queue and not self._closing:
                self._work.wait()
            self._idle = False
            if not (self._waiters or self._closing or len(self._queue) >= _BATCH):
                self._work.wait(GATHER_S)
            batch, self._queue = self._queue, []
            self._bytes = 0
            self._room.notify_all()
            return batch or None

    def _commit(self, batch: list[Item]) -> None:
        blobs: list[tuple[str, bytes]] = []

        def keep(name: str, data: bytes) -> None:
            blobs.append((name, data))

        rows = [
            row if parts is None else (*row[:-1], assemble(parts, keep)) for row, parts in batch
        ]
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            if blobs:
                connection.executemany(INSERT_BLOB, blobs)
            for some in _strides(rows):
                connection.execute(insert_records(len(some)), tuple(chain.from_iterable(some)))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _announce(self, written: int, error: Exception | None) -> None:
        with self._lock:
            self._committed += written
            ready = [call for position, call in self._waiters if position <= self._committed]
            self._waiters = [pair for pair in self._waiters if pair[0] > self._committed]
        for call in ready:
            call(error)


def _strides(rows: list[Row]) -> Iterator[list[Row]]:
    """`rows` in few pieces of few different lengths, so that prepared statements are reused."""
    start = 0
    for stride in _STRIDES:
        while len(rows) - start >= stride:
            yield rows[start : start + stride]
            start += stride
