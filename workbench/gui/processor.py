"""How long the GUI thread stood in line for a processor: time in which no code of ours could run.

Linux counts it per thread; other systems do not tell, and there it is always zero.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path


class ProcessorQueue:
    """The waiting time of the thread that makes it; `close` it when done."""

    def __init__(self) -> None:
        self._file: int | None = None
        with contextlib.suppress(OSError):
            place = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
            self._file = os.open(place, os.O_RDONLY)

    def waited_ms(self) -> float:
        """Milliseconds the thread has spent ready to run and not running, since it began."""
        if self._file is None:
            return 0.0
        try:
            return int(os.pread(self._file, 80, 0).split()[1]) / 1e6
        except (OSError, IndexError, ValueError):
            return 0.0

    def close(self) -> None:
        """Let go of the system's file; from then on no time is told."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
