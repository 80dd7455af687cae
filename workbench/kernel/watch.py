"""Notices saves: watches an extension's folder and says when its sources changed or are gone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from watchfiles import BaseFilter, Change, awatch

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
        self._stop = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while not self._stop.is_set():
            if self._root.is_dir():
                await self._follow()
            if not self._stop.is_set() and not self._root.is_dir():
                self._changed()
                await self._until_back()
                if not self._stop.is_set():
                    self._changed()

    async def _follow(self) -> None:
        """Report bursts of changes until the folder is gone or the watch is closed."""
        changes = awatch(
            self._root,
            watch_filter=SourceFilter(self._root),
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=int(GONE_PERIOD_S * 1000),
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        with contextlib.suppress(FileNotFoundError):
            async for burst in changes:
                if not self._root.is_dir():
                    return
                if burst:
                    self._changed()

    async def _until_back(self) -> None:
        while not self._root.is_dir():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GONE_PERIOD_S):
                    await self._stop.wait()
            if self._stop.is_set():
                return
