"""Real-time deadlines for many short calls, cheap when they are met: one timer for all of them."""

from __future__ import annotations

import asyncio
import contextvars
import heapq
import itertools
from collections.abc import Callable

Check = Callable[[], object]


class Deadlines:
    """Calls back what is still pending when its time is up.

    Nothing is cancelled when a call ends in time: an expired entry finds out for itself that it is
    no longer wanted. The event loop is only asked for a timer when an entry is earlier than all
    others, which with equal caps is almost never.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Check]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._armed_for = float("inf")

    def after(self, seconds: float, check: Check) -> None:
        """Call ``check`` once ``seconds`` of real time have passed."""
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        heapq.heappush(self._heap, (due, next(self._order), check))
        if due < self._armed_for:
            self._arm(loop, due)

    def close(self) -> None:
        """Forget everything."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._armed_for = None, float("inf")
        self._heap.clear()

    def _arm(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed_for = due
        # Qt's loop keeps a timer's context until it is due, even if it is cancelled: were it that
        # of the call at hand, everything the call knew would be kept as long.
        self._timer = loop.call_at(due, self._fire, context=contextvars.Context())

    def _fire(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer, self._armed_for = None, float("inf")
        while self._heap and self._heap[0][0] <= loop.time():
            heapq.heappop(self._heap)[2]()
        if self._heap and self._heap[0][0] < self._armed_for:
            self._arm(loop, self._heap[0][0])
