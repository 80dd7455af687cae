"""Work that is done once more when it was asked for meanwhile, however often. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from workbench.gui.tasks import Tasks


class Again:
    """Runs `work` one at a time: typing ten letters reads the journal twice, not ten times."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._asked = False
        self._task: asyncio.Task[None] | None = None

    def ask(self, tasks: Tasks | None, name: str) -> asyncio.Task[None] | None:
        """Has it run from its beginning; returns the task that does so, None without `tasks`."""
        self._asked = True
        if tasks is not None and (self._task is None or self._task.done()):
            self._task = tasks.spawn(self._run(), name)
        return self._task

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            await self._work()
