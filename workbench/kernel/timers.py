"""The parts a virtual clock is made of: pending calls in due order, and holds on time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Timer:
    """A pending call at a virtual instant; `cancel` it before it fires and it never will."""

    __slots__ = ("_callback", "_order", "due")

    def __init__(self, due: float, order: int, callback: Callable[[], object]) -> None:
        self.due = due
        self._order = order
        self._callback: Callable[[], object] | None = callback

    def __lt__(self, other: Timer) -> bool:
        return (self.due, self._order) < (other.due, other._order)

    @property
    def done(self) -> bool:
        """True once the timer was cancelled or has fired."""
        return self._callback is None

    def cancel(self) -> None:
        """Forget the call; harmless when it has fired already."""
        self._callback = None

    def take(self) -> Callable[[], object] | None:
        """The callback, once: afterwards the timer counts as done."""
        callback, self._callback = self._callback, None
        return callback


class TimerQueue:
    """Timers ordered by due instant, then by the order they were added."""

    def __init__(self) -> None:
        self._heap: list[Timer] = []
        self._order = 0

    def add(self, due: float, callback: Callable[[], object]) -> Timer:
        """Queue a call at the virtual instant `due`."""
        self._order += 1
        timer = Timer(due, self._order, callback)
        heapq.heappush(self._heap, timer)
        return timer

    def first(self) -> Timer | None:
        """The earliest timer that is still wanted."""
        while self._heap and self._heap[0].done:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def pop_due(self, instant: float) -> list[Timer]:
        """Remove and return, in order, the timers due at `instant` or before."""
        due: list[Timer] = []
        while (first := self.first()) is not None and first.due <= instant:
            due.append(heapq.heappop(self._heap))
        return due

    def clear(self) -> None:
        """Forget every timer."""
        self._heap.clear()


class Hold:
    """Keeps virtual time from skipping while work is in flight; release it when the work ends.

    `count` is told +1 when the hold takes effect and -1 when it stops; `call_at` is the clock's.
    """

    __slots__ = ("_active", "_call_at", "_count", "_released", "_wake")

    def __init__(
        self,
        count: Callable[[int], None],
        call_at: Callable[[float, Callable[[], object]], Timer],
    ) -> None:
        self._count = count
        self._call_at = call_at
        self._active = False
        self._released = False
        self._wake: Timer | None = None
        self.unpark()

    def park(self, until: float | None = None) -> None:
        """Let time skip: the work only waits for virtual time.

        With `until` the hold takes effect again by itself at that instant.
        """
        self._forget_wake()
        if until is not None and not self._released:
            self._wake = self._call_at(until, self.unpark)
        self._set(False)

    def unpark(self) -> None:
        """Stop time from skipping again: the work is running."""
        self._forget_wake()
        if not self._released:
            self._set(True)

    def release(self) -> None:
        """The work is over; calling it twice is harmless."""
        self._forget_wake()
        self._released = True
        self._set(False)

    def _forget_wake(self) -> None:
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None

    def _set(self, active: bool) -> None:
        if active != self._active:
            self._active = active
            self._count(1 if active else -1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
