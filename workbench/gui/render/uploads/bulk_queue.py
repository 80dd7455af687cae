"""Sends many files, a few at a time, and tries again what failed for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

BACKOFF_S = (0.4, 1.2)
"""Waits before the second and the third attempt (UI reference, BulkUpload)."""
_AGAIN = frozenset({408, 429})


class RefusedError(Exception):
    """A file that will never be taken, however often it is sent; the text says why."""


@runtime_checkable
class Uploader(Protocol):
    """What a host must offer for bulk uploads; one that does not sends nothing."""

    def upload(self, endpoint: str, path: Path) -> Awaitable[int]:
        """POST a file as multipart field ``file``; answers the HTTP status.

        Raises `OSError` when it did not get through, `RefusedError` when it never will.
        """


@dataclass(slots=True)
class Sending:
    """One file of the queue: ``waiting``, ``sending``, ``done`` or ``failed``."""

    path: Path
    size: int
    state: str = "waiting"
    error: str = ""


def measured(path: Path) -> Sending:
    """A file that waits, with its size; one that cannot be read has failed already."""
    try:
        return Sending(path, path.stat().st_size)
    except OSError as error:
        return Sending(path, 0, "failed", str(error.strerror or error))


class BulkQueue:
    """The files of one BulkUpload. `changed` is called whenever one of them changed its state."""

    def __init__(
        self,
        changed: Callable[[], None],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.files: list[Sending] = []
        self._changed = changed
        self._wait = wait
        self._running = 0

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return self._running > 0

    def count(self, state: str) -> int:
        """How many files are in a state."""
        return sum(file.state == state for file in self.files)

    def add(self, files: list[Sending]) -> None:
        """Put files at the end; those already there are left out."""
        known = {file.path for file in self.files}
        for file in files:
            if file.path not in known:
                known.add(file.path)
                self.files.append(file)

    def retry(self) -> None:
        """Put what failed back into the queue."""
        for file in self.files:
            if file.state == "failed":
                file.state, file.error = "waiting", ""

    def clear(self) -> None:
        """Forget all files; what is on its way ends unseen."""
        self.files = []

    def end(self) -> None:
        """Forget all files and tell nobody any more: the view is gone."""
        self.files = []
        self._changed = lambda: None

    async def run(self, uploader: Uploader, endpoint: str, at_once: int) -> None:
        """Send everything that waits, `at_once` files at a time."""
        workers = min(max(at_once, 1), 12)
        self._running += 1
        try:
            await asyncio.gather(*(self._work(uploader, endpoint) for _ in range(workers)))
        finally:
            self._running -= 1
            self._changed()

    async def _work(self, uploader: Uploader, endpoint: str) -> None:
        while (file := self._next()) is not None:
            file.state = "sending"
            self._changed()
            file.error = await self._send(uploader, endpoint, file)
            file.state = "failed" if file.error else "done"
            self._changed()

    def _next(self) -> Sending | None:
        return next((file for file in self.files if file.state == "waiting"), None)

    async def _send(self, uploader: Uploader, endpoint: str, file: Sending) -> str:
        error = ""
        for attempt in range(len(BACKOFF_S) + 1):
            if attempt:
                await self._wait(BACKOFF_S[attempt - 1])
            try:
                status = await uploader.upload(endpoint, file.path)
            except RefusedError as refusal:
                return str(refusal)
            except OSError as failure:
                error = str(failure.strerror or failure) or "Network error"
                continue
            if status < 400:
                return ""
            error = f"HTTP {status}"
            if status not in _AGAIN and status < 500:
                return error
        return error
