"""Owner of the window's asyncio tasks: none is lost, none outlives the window.

`asyncio` is imported when the first task is spawned, because the first frame is painted before
any event loop exists.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

logger = logging.getLogger(__name__)


class Tasks:
    """Spawns coroutines, keeps them alive, reports what they raise and cancels them on close."""

    def __init__(self, on_error: Callable[[BaseException], None] | None = None) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.on_error = on_error
        self._closed = False

    def __len__(self) -> int:
        return len(self._running)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        """Starts `work` on the running loop; after `close` nothing starts any more.

        Without a running loop, as in a window that is only painted, the work is dropped.
        """
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None or self._closed:
            work.close()
            return None
        task = loop.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)
        return task

    async def settled(self) -> None:
        """Waits until everything spawned so far, and what that spawned, has ended."""
        import asyncio

        while self._running:
            await asyncio.wait(set(self._running))

    async def close(self) -> None:
        """Cancels everything still running and waits until it has ended."""
        import asyncio

        self._closed = True
        pending = [task for task in self._running if task is not asyncio.current_task()]
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        if self.on_error is not None:
            self.on_error(error)
        else:
            logger.error("task %s failed", task.get_name(), exc_info=error)
