"""Everything the extension says, on its way to the kernel: batched, capped, never in its way."""

from __future__ import annotations

import threading
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from workbench.host.link import Link
from workbench.host.work import current
from workbench.wire.child_messages import LOG_WINDOW, LogRecord, Place

MOST_PENDING = 2000
"""Records that may wait to be sent; a storm's further ones are counted and dropped."""
RECORDS_PER_SECOND = 5000
LONGEST_MESSAGE = 8192
_BATCH = 200
_BATCH_DELAY_S = 0.015

Stream = Literal["logging", "stdout", "stderr", "ctx"]


class _Pending(NamedTuple):
    at: float
    level: str
    logger: str
    message: str
    place: Place | None
    inv: int | None
    stream: Stream


class Logs:
    """Collects records from any thread and sends them from one of its own.

    It sends no more than the kernel's credit and the rate allow; what finds no room is counted,
    and the count travels with the next batch.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._pending: deque[_Pending] = deque()
        self._dropped = 0
        self._credit = LOG_WINDOW
        self._tokens = float(RECORDS_PER_SECOND)
        self._tokens_at = time.monotonic()
        self._filled = threading.Event()
        self._sending = threading.RLock()
        self._counting = threading.Lock()

    def start(self) -> None:
        """Begin to send."""
        threading.Thread(target=self._run, name="logs", daemon=True).start()

    @property
    def has_room(self) -> bool:
        """Whether a record would be kept; asked before the cost of making one."""
        return len(self._pending) < MOST_PENDING

    def drop(self) -> None:
        """Count a record that was not made because there was no room."""
        with self._counting:
            self._dropped += 1
        if not self._filled.is_set():
            self._filled.set()

    def add(
        self,
        message: str,
        *,
        level: str,
        logger: str,
        stream: Stream,
        place: Place | None = None,
    ) -> None:
        """Take a record in; never waits."""
        if not self.has_room:
            self.drop()
            return
        work = current.get()
        if len(message) > LONGEST_MESSAGE:
            message = message[:LONGEST_MESSAGE] + " …"
        inv = None if work is None else work.inv
        self._pending.append(_Pending(time.time(), level, logger, message, place, inv, stream))
        if not self._filled.is_set():
            self._filled.set()

    def grant(self, records: int) -> None:
        """The kernel can take `records` more."""
        with self._counting:
            self._credit += records

    def flush(self) -> None:
        """Send what credit and rate allow, now; the records of an invocation precede its result."""
        with self._sending:
            while self._pending or self._dropped:
                room = min(self._allowance(), _BATCH)
                if room <= 0:
                    return
                self._send_batch(room)

    def _run(self) -> None:
        while True:
            self._filled.wait()
            time.sleep(_BATCH_DELAY_S)
            self._filled.clear()
            self.flush()
            if self._pending:
                self._filled.set()

    def _allowance(self) -> int:
        now = time.monotonic()
        refill = (now - self._tokens_at) * RECORDS_PER_SECOND
        self._tokens = min(float(RECORDS_PER_SECOND), self._tokens + refill)
        self._tokens_at = now
        return min(self._credit, int(self._tokens))

    def _send_batch(self, room: int) -> None:
        count = min(room, len(self._pending))
        records = [_record(self._pending.popleft()) for _ in range(count)]
        with self._counting:
            dropped, self._dropped = self._dropped, 0
            self._credit -= count
        self._tokens -= count
        self._link.send({"t": "logs", "records": records, "dropped": dropped})


def _record(pending: _Pending) -> LogRecord:
    place: Any = pending.place or {}
    return {
        "at": datetime.fromtimestamp(pending.at, UTC).isoformat(),
        "level": pending.level,
        "logger": pending.logger,
        "message": pending.message,
        "file": place.get("file"),
        "line": place.get("line"),
        "inv": pending.inv,
        "stream": pending.stream,
    }
