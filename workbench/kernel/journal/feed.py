"""Hands new records to those who watch, in batches, at most thirty times a second."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from workbench.kernel.journal.record import Record

INTERVAL_S: Final = 1 / 30

Subscriber = Callable[[list[Record]], object]

_log = logging.getLogger(__name__)


class Feed:
    """The live side of a journal; everything happens on the event loop's thread."""

    def __init__(self) -> None:
        self._subscribers: dict[int, Subscriber] = {}
        self._next = 0
        self._batch: list[Record] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._last = float("-inf")

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with each batch from now on; returns the function that stops it."""
        self._loop = asyncio.get_running_loop()
        key = self._next
        self._next += 1
        self._subscribers[key] = subscriber

        def unsubscribe() -> None:
            self._subscribers.pop(key, None)

        return unsubscribe

    def push(self, record: Record) -> None:
        """Put a record into the next batch."""
        if not self._subscribers or self._loop is None:
            return
        self._batch.append(record)
        if self._timer is None:
            due = max(self._loop.time(), self._last + INTERVAL_S)
            self._timer = self._loop.call_at(due, self.flush)

    def flush(self) -> None:
        """Hand out what has gathered now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._batch = self._batch, []
        if self._loop is None or not batch:
            return
        self._last = self._loop.time()
        for subscriber in tuple(self._subscribers.values()):
            try:
                subscriber(batch)
            except Exception:
                _log.exception("a subscriber of the journal raised")

    def close(self) -> None:
        """Hand out the rest and forget the subscribers."""
        self.flush()
        self._subscribers.clear()
