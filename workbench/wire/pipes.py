"""A transport for a wire made of pipes, for systems whose event loops cannot wait on them."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from workbench.wire.transport import Endpoint

_READ_SIZE = 256 * 1024


class PipeTransport:
    """Carries a protocol over an endpoint by one reading and one writing thread.

    It has the part of asyncio's transport interface that `Channel` uses.
    """

    HIGH_WATER = 64 * 1024

    def __init__(self, endpoint: Endpoint, protocol: asyncio.Protocol) -> None:
        self._endpoint = endpoint
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._may_read = threading.Event()
        self._may_read.set()
        self._outbox: deque[bytes | None] = deque()
        self._outbox_size = 0
        self._outbox_filled = threading.Condition()
        self._closing = False
        self._paused = False
        self._lost = False

    def start(self) -> None:
        """Begin to read and write."""
        self._protocol.connection_made(self)  # type: ignore[arg-type]
        for target, name in ((self._read, "wire-read"), (self._write, "wire-write")):
            threading.Thread(target=target, name=name, daemon=True).start()

    def is_closing(self) -> bool:
        """Whether `close` was called or the wire broke."""
        return self._closing

    def write(self, data: bytes) -> None:
        """Queue `data` for the writing thread."""
        with self._outbox_filled:
            self._outbox.append(data)
            self._outbox_size += len(data)
            self._outbox_filled.notify()
        if self._outbox_size > self.HIGH_WATER and not self._paused:
            self._paused = True
            self._protocol.pause_writing()

    def pause_reading(self) -> None:
        """Let the reading thread rest after its current piece."""
        self._may_read.clear()

    def resume_reading(self) -> None:
        """Let the reading thread go on."""
        self._may_read.set()

    def close(self) -> None:
        """Close when the outbox is empty."""
        if not self._closing:
            self._closing = True
            with self._outbox_filled:
                self._outbox.append(None)
                self._outbox_filled.notify()

    def abort(self) -> None:
        """Close and forget the outbox."""
        with self._outbox_filled:
            self._outbox.clear()
        self.close()

    def _read(self) -> None:
        error: Exception | None = None
        try:
            while data := self._endpoint.read(_READ_SIZE):
                self._may_read.wait()
                self._post(self._protocol.data_received, data)
        except OSError as broken:
            error = broken
        self._post(self._lose, error)
        self._endpoint.close()

    def _write(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._endpoint.write(data)
                self._post(self._written, len(data))
        except OSError as broken:
            self._post(self._lose, broken)
        else:
            self._post(self._lose, None)

    def _next(self) -> bytes | None:
        with self._outbox_filled:
            while not self._outbox:
                self._outbox_filled.wait()
            return self._outbox.popleft()

    def _written(self, size: int) -> None:
        self._outbox_size -= size
        if self._paused and self._outbox_size <= self.HIGH_WATER // 4:
            self._paused = False
            self._protocol.resume_writing()

    def _lose(self, error: Exception | None) -> None:
        if not self._lost:
            self._lost = True
            self.close()
            self._may_read.set()
            self._endpoint.finish()
            self._protocol.connection_lost(error)

    def _post(self, callback: Callable[..., None], *args: Any) -> None:
        """Run `callback` on the loop, unless the loop has been closed in the meantime."""
        try:
            self._loop.call_soon_threadsafe(callback, *args)
        except RuntimeError:
            self._closing = True
