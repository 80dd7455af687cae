"""Reads chosen files in slices, so that a large one never holds the window."""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject, QTimer

SLICE = 3 * 256 * 1024
"""Bytes read in one turn of the event loop; a multiple of three, so that base64 joins up."""

Progress = Callable[[str, float], None]
Done = Callable[[str, str, str], None]


class FileReader(QObject):
    """Reads files one after the other.

    `progress(client_id, part)` follows the reading; `done(client_id, base64, error)` ends each.
    """

    def __init__(self, parent: QObject, progress: Progress, done: Done) -> None:
        super().__init__(parent)
        self._progress = progress
        self._done = done
        self._waiting: deque[tuple[str, Path]] = deque()
        self._current: tuple[str, BinaryIO, int] | None = None
        self._parts: list[str] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def read(self, client_id: str, path: Path) -> None:
        """Read a file after those already waiting."""
        self._waiting.append((client_id, path))
        self._timer.start()

    def forget(self, client_id: str) -> None:
        """Stop caring about a file."""
        self._waiting = deque(item for item in self._waiting if item[0] != client_id)
        if self._current is not None and self._current[0] == client_id:
            self._close()

    def stop(self) -> None:
        """Drop everything."""
        self._waiting.clear()
        self._close()
        self._timer.stop()

    def _close(self) -> None:
        if self._current is not None:
            self._current[1].close()
        self._current = None
        self._parts = []

    def _turn(self) -> None:
        if self._current is None and not self._open_next():
            return
        if self._current is None:
            return
        client_id, stream, size = self._current
        try:
            data = stream.read(SLICE)
        except OSError as error:
            self._finish(client_id, str(error.strerror or error))
            return
        self._parts.append(base64.b64encode(data).decode("ascii"))
        self._progress(client_id, stream.tell() / size if size else 1.0)
        if len(data) < SLICE:
            self._finish(client_id, "")

    def _open_next(self) -> bool:
        if not self._waiting:
            self._timer.stop()
            return False
        client_id, path = self._waiting.popleft()
        try:
            stream = path.open("rb")
            self._current = (client_id, stream, path.stat().st_size)
        except OSError as error:
            self._done(client_id, "", str(error.strerror or error))
        return True

    def _finish(self, client_id: str, error: str) -> None:
        text = "" if error else "".join(self._parts)
        self._close()
        self._done(client_id, text, error)
