"""Waiting for virtual time: the part of a clock that coroutines use."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from workbench.kernel.timers import Timer


class Waiting(ABC):
    """Sleeps and timeouts in virtual seconds, for anything that tells time and keeps timers."""

    @abstractmethod
    def now(self) -> float:
        """Virtual epoch seconds."""

    @abstractmethod
    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` at the virtual instant `when`."""

    @abstractmethod
    def _bind(self) -> asyncio.AbstractEventLoop:
        """The loop everything happens on."""

    def call_later(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` after `delay` virtual seconds."""
        return self.call_at(self.now() + delay, callback)

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of virtual time; zero or less gives other tasks one turn."""
        if seconds <= 0:
            await asyncio.sleep(0)
        else:
            await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, when: float) -> None:
        """Wait until the virtual instant `when`; returns at once if it has passed."""
        if when <= self.now():
            return
        reached: asyncio.Future[None] = self._bind().create_future()

        def wake() -> None:
            if not reached.done():
                reached.set_result(None)

        timer = self.call_at(when, wake)
        try:
            await reached
        finally:
            timer.cancel()

    @asynccontextmanager
    async def timeout(self, seconds: float | None) -> AsyncIterator[None]:
        """Like ``asyncio.timeout`` in virtual seconds: raises TimeoutError; None never expires."""
        async with asyncio.timeout(None) as scope:
            if seconds is None:
                yield
                return
            loop = self._bind()
            timer = self.call_later(seconds, lambda: scope.reschedule(loop.time()))
            try:
                yield
            finally:
                timer.cancel()
