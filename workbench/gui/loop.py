"""The loop of the window: Qt's, with asyncio on it.

qasync keeps a timer that was cancelled until it would have been due, and with it the context of
whoever asked for it. Limits are asked for with every call and nearly always cancelled: for as long
as the longest limit lasts, every call would be kept with all it knows, down to the child it ran in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import Any, Final

import qasync

LONG_S: Final = 1.0
"""Real seconds that a cancelled timer may still be kept."""


class Loop(qasync.QEventLoop):  # type: ignore[misc]
    """qasync's loop, on which a cancelled timer is soon forgotten."""

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.Handle:
        """Call back after `delay` real seconds."""
        if delay <= LONG_S:
            handle: asyncio.Handle = super().call_later(delay, callback, *args, context=context)
            return handle
        due = self.time() + delay
        return LongTimer(self, super().call_later, due, partial(callback, *args), context)


class LongTimer(asyncio.TimerHandle):
    """Waits by steps of `LONG_S`, so that no more than one step is left of it once cancelled."""

    def __init__(
        self,
        loop: Loop,
        wait: Callable[..., asyncio.Handle],
        due: float,
        callback: Callable[[], object],
        context: Context | None,
    ) -> None:
        context = context or copy_context()
        super().__init__(due, callback, (), loop, context)
        self._now: Callable[[], float] = loop.time
        self._wait = wait
        self._call: Callable[[], object] | None = partial(context.run, callback)
        self._step()

    def cancel(self) -> None:
        """Never call back, and let go of what would have been called."""
        super().cancel()
        self._call = None
        self._next.cancel()

    def _step(self) -> None:
        left = self.when() - self._now()
        if left > 0:
            self._next = self._wait(min(left, LONG_S), self._step, context=Context())
            return
        call, self._call = self._call, None
        if call is not None:
            call()
