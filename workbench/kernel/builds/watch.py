"""Notices saves: watches an extension's folder and says when its sources changed or are gone."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from watchfiles import BaseFilter, Change, watch

DEBOUNCE_MS: Final = 20
STEP_MS: Final = 5
GONE_PERIOD_S: Final = 0.5
"""Real seconds between looks for a folder that was deleted and may come back."""

_SKIPPED: Final = frozenset(
    {".git", ".hg", ".venv", "venv", "__pycache__", "node_modules", ".mypy_cache", ".pytest_cache",
     ".ruff_cache", ".idea", ".vscode", "dist", "build", ".state"}
)  # fmt: skip
_SOURCES: Final = frozenset({".py", ".pyi", ".toml", ".json", ".svg", ".sql", ".yaml", ".yml"})


class SourceFilter(BaseFilter):
    """Lets through what an extension is made of, and nothing it writes while it runs."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._depth = len(root.parts)

    def __call__(self, change: Change, path: str) -> bool:
        """True for a change of a source file under the root, outside environments and caches."""
        place = Path(path)
        inside = place.parts[self._depth :]
        if any(part in _SKIPPED or part.startswith(".#") for part in inside):
            return False
        if place.suffix not in _SOURCES:
            return False
        return place.suffix == ".py" or len(inside) == 1


class Watcher:
    """Watches one folder; ``changed`` is called on the loop for every burst of saves.

    The folder itself is watched, not its files, so editors that write a new file and rename it are
    seen. A folder that disappears is looked for until it is back.
    """

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self._root = root
        self._changed = changed
        self._closed = asyncio.Event()
        self._stop = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"watch-{root.name}")
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """Stop watching."""
        self._closed.set()
        self._stop.set()
        await asyncio.gather(self._task, return_exceptions=True)
        self._thread.shutdown()

    async def _watch(self) -> None:
        while not self._closed.is_set():
            if self._root.is_dir():
                await self._follow()
            if not self._closed.is_set() and not self._root.is_dir():
                self._changed()
                await self._until_back()
                if not self._closed.is_set():
                    self._changed()

    async def _follow(self) -> None:
        """Report bursts of changes until the folder is gone or the watch is closed.

        On a thread of its own: the library's asynchronous twin imports anyio on the loop's thread,
        50 ms of a start, and the loop's own threads are few.
        """
        changes = watch(
            self._root,
            watch_filter=SourceFilter(self._root),
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=int(GONE_PERIOD_S * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        loop = asyncio.get_running_loop()
        with contextlib.suppress(FileNotFoundError):
            while True:
                burst = await loop.run_in_executor(self._thread, next, changes, None)
                if burst is None or not self._root.is_dir():
                    return
                if burst:
                    self._changed()

    async def _until_back(self) -> None:
        while not self._root.is_dir():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GONE_PERIOD_S):
                    await self._closed.wait()
            if self._closed.is_set():
                return
