"""The child's event loop, which always knows how long it has been away from its waiting."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple, Unpack

if sys.platform == "win32":
    from asyncio.windows_events import IocpProactor as _Waiter

    _Base = asyncio.ProactorEventLoop
else:
    from selectors import DefaultSelector as _Waiter

    _Base = asyncio.SelectorEventLoop


_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")


class _WatchedWaiter(_Waiter):
    """Waits for events, and notes when it is not waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.busy_since_ns = 0
        self.rounds = 0
        self.before_wait: Callable[[float | None], None] | None = None

    def select(self, timeout: float | None = None) -> Any:
        if timeout != 0 and self.before_wait is not None:
            self.before_wait(timeout)
        self.busy_since_ns = 0
        self.rounds += 1
        try:
            return super().select(timeout)
        finally:
            self.busy_since_ns = time.perf_counter_ns()


class WatchedLoop(_Base):
    """An ordinary event loop that another thread can ask whether it is stuck.

    `jobs` counts what runs on executors. Its time can `skip` ahead, and then timers come due early.
    """

    def __init__(self) -> None:
        self._waiter = _WatchedWaiter()
        self._skipped = 0.0
        self.jobs = 0
        super().__init__(self._waiter)

    @property
    def rounds(self) -> int:
        """How often the loop has gone round."""
        return self._waiter.rounds

    def busy_ns(self) -> int:
        """For how long one round has been running, in nanoseconds; 0 while the loop waits."""
        since = self._waiter.busy_since_ns
        return time.perf_counter_ns() - since if since else 0

    def time(self) -> float:
        """Seconds by which timers come due: monotonic, and what was skipped."""
        return super().time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let `seconds` have passed for every timer."""
        self._skipped += seconds

    def on_wait(self, call: Callable[[float | None], None]) -> None:
        """Before each wait call `call` with the seconds until a timer is due, None without one."""
        self._waiter.before_wait = call

    def watched(self) -> int | None:
        """How many files and sockets it waits for; None where that cannot be known."""
        known = getattr(self._waiter, "get_map", None)
        return None if known is None else len(known())

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Ts]], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        """As any loop's, and counted."""
        running = super().run_in_executor(executor, func, *args)
        self.jobs += 1
        running.add_done_callback(self._end_job)
        return running

    def _end_job(self, _: object) -> None:
        self.jobs -= 1

    def outside(self, busy: bool) -> None:
        """Say whether the thread is busy (importing) or at rest while the loop does not run."""
        self._waiter.busy_since_ns = time.perf_counter_ns() if busy else 0
