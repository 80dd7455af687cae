"""The child's event loop, which always knows how long it has been away from its waiting."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

if sys.platform == "win32":
    from asyncio.windows_events import IocpProactor as _Waiter

    _Base = asyncio.ProactorEventLoop
else:
    from selectors import DefaultSelector as _Waiter

    _Base = asyncio.SelectorEventLoop


class _WatchedWaiter(_Waiter):
    """Waits for events, and notes when it is not waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.busy_since_ns = 0
        self.rounds = 0

    def select(self, timeout: float | None = None) -> Any:
        self.busy_since_ns = 0
        self.rounds += 1
        try:
            return super().select(timeout)
        finally:
            self.busy_since_ns = time.perf_counter_ns()


class WatchedLoop(_Base):
    """An ordinary event loop that another thread can ask whether it is stuck."""

    def __init__(self) -> None:
        self._waiter = _WatchedWaiter()
        super().__init__(self._waiter)

    @property
    def rounds(self) -> int:
        """How often the loop has gone round."""
        return self._waiter.rounds

    def busy_ns(self) -> int:
        """For how long one round has been running, in nanoseconds; 0 while the loop waits."""
        since = self._waiter.busy_since_ns
        return time.perf_counter_ns() - since if since else 0

    def outside(self, busy: bool) -> None:
        """Say whether the thread is busy (importing) or at rest while the loop does not run."""
        self._waiter.busy_since_ns = time.perf_counter_ns() if busy else 0
