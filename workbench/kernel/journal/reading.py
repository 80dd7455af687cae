"""A thread with a reader of its own: SQLite works on it while the event loop goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from workbench.kernel.journal.reader import Reader

T = TypeVar("T")


class Reading:
    """Runs what is asked for one after the other; the file is opened when it is first needed."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._reader: Reader | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, use: Callable[[Reader], T]) -> T:
        """What `use` makes of the reader."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._use, use)

    def _use(self, use: Callable[[Reader], T]) -> T:
        if self._reader is None:
            self._reader = Reader(self._path)
        return use(self._reader)

    async def close(self) -> None:
        """Let go of the file and end the thread."""
        if self._reader is not None:
            await self.run(lambda reader: reader.close())
            self._reader = None
        self._thread.shutdown()
