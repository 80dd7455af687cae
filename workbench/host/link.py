"""The child's end of the wire: sending from any thread, receiving on whichever thread is free."""

from __future__ import annotations

import os
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from workbench.host.loop import WatchedLoop
from workbench.wire import frames
from workbench.wire.frames import JSON, Decoder
from workbench.wire.transport import Endpoint

Message = dict[str, Any]
_READ_SIZE = 256 * 1024
_exit = os._exit


class Link:
    """Sends messages; a write waits for the kernel to read, which is what slows a flood down."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._lock = threading.Lock()

    def send(self, message: Mapping[str, Any]) -> None:
        """Send `message` from any thread.

        Raises TypeError or ValueError if it is not JSON, FrameTooLarge if it is too long.
        A kernel that is gone is not an error here: `Receiver` ends the process.
        """
        self.send_payload(JSON.dumps(message))

    def send_payload(self, payload: bytes) -> None:
        """Send a message that is encoded already; FrameTooLarge if it is too long."""
        data = frames.frame(payload)
        try:
            with self._lock:
                self.endpoint.write(data)
        except OSError:
            leave()


class Receiver:
    """Reads the wire on the loop; a helper thread reads for it while the loop is stuck.

    Letting the loop read costs a third of what a thread that hands over every message costs.
    `urgent` sees each message first, on whichever thread read it, and returns whether it dealt with
    it; the others go to `deliver`, on the loop, in the order they came.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        loop: WatchedLoop,
        urgent: Callable[[Message], bool],
        deliver: Callable[[Message], None],
    ) -> None:
        self._endpoint = endpoint
        self._loop = loop
        self._urgent = urgent
        self._deliver = deliver
        self._decoder = Decoder()
        self._queue: deque[Message] = deque()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._selector = selectors.DefaultSelector()

    def start(self) -> None:
        """Begin to receive."""
        self._socket = self._endpoint.socket
        if self._socket is not None and hasattr(socket, "MSG_DONTWAIT"):
            self._selector.register(self._socket, selectors.EVENT_READ)
            self._loop.add_reader(self._socket.fileno(), self._on_readable)
        else:
            self._socket = None
            threading.Thread(target=self._read_always, name="wire-read", daemon=True).start()

    def relieve(self, seconds: float) -> None:
        """Read in the loop's place for up to `seconds`, on a thread, while the loop is stuck."""
        if self._socket is not None:
            if self._selector.select(seconds) and self._read_now(self._socket):
                self._loop.call_soon_threadsafe(self._drain)
        else:
            time.sleep(seconds)

    def _on_readable(self) -> None:
        if self._socket is not None:
            self._read_now(self._socket)
            self._drain()

    def _read_now(self, sock: socket.socket) -> bool:
        """Take in what has arrived; returns whether something waits for the loop."""
        with self._lock:
            try:
                data = sock.recv(_READ_SIZE, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            except OSError:
                data = b""
            self._take(data)
            return bool(self._queue)

    def _read_always(self) -> None:
        while True:
            try:
                data = self._endpoint.read(_READ_SIZE)
            except OSError:
                data = b""
            with self._lock:
                self._take(data)
            if self._queue:
                self._loop.call_soon_threadsafe(self._drain)

    def _take(self, data: bytes) -> None:
        if not data:
            leave()
        for payload in self._decoder.feed(data):
            message = frames.message(payload)
            if not self._urgent(message):
                self._queue.append(message)

    def _drain(self) -> None:
        while self._queue:
            self._deliver(self._queue.popleft())


def leave() -> NoReturn:
    """End the process at once; the loop may be stuck, and the author's threads may never end."""
    _exit(0)
