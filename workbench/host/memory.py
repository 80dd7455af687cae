"""The memory cap of the process, and room to report that it was reached."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

if sys.platform != "win32":
    import resource


class MemoryCap:
    """Limits the process's own data, where the system can (RLIMIT_DATA).

    The data limit is used and not that of the address space: threads and libraries reserve far
    more addresses than they ever use. Where it has no effect the kernel watches the process.
    """

    def __init__(self) -> None:
        self._bytes: int | None = None

    def set(self, megabytes: int | None) -> None:
        """Let the process use up to `megabytes` of data; None leaves the system's limit."""
        if sys.platform == "win32" or megabytes is None:
            return
        self._bytes = megabytes * 1024 * 1024
        self._apply(self._bytes)

    @contextlib.contextmanager
    def lifted(self) -> Iterator[None]:
        """Without the cap, for as long as it takes to say that it was reached."""
        if sys.platform == "win32" or self._bytes is None:
            yield
            return
        self._apply(resource.RLIM_INFINITY)
        try:
            yield
        finally:
            self._apply(self._bytes)

    def _apply(self, wanted: int) -> None:
        if sys.platform != "win32":
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            if hard != resource.RLIM_INFINITY and wanted in (resource.RLIM_INFINITY, -1):
                wanted = hard
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
