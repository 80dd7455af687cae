"""The kernel's end of a wire, on an asyncio loop (its own, or the window's under qasync)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from workbench.wire import frames
from workbench.wire.frames import JSON, Codec, FrameError
from workbench.wire.pipes import PipeTransport
from workbench.wire.transport import Endpoint

Message = dict[str, Any]
_SLICE_NS = 4_000_000


class ChannelClosed(ConnectionError):  # noqa: N818 - a state, told by raising
    """The other side is gone, or this one has closed the channel."""


class Transport(Protocol):
    """What a channel asks of asyncio's transports, and of `PipeTransport`."""

    def write(self, data: bytes, /) -> None: ...
    def is_closing(self) -> bool: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def close(self) -> None: ...
    def abort(self) -> None: ...


class Channel(asyncio.Protocol):
    """Sends and receives messages; made by `open_channel`.

    Messages are handed to `receive` in order, 4 ms at a time at most: when more are waiting, the
    loop goes round first and nothing is read from the child meanwhile, so a child that floods the
    wire fills its own buffer and waits. Log records are granted again as they are received.
    """

    def __init__(
        self,
        receive: Callable[[Message], None],
        closed: Callable[[Exception | None], None],
        codec: Codec = JSON,
    ) -> None:
        self._receive = receive
        self._on_closed = closed
        self._codec = codec
        self._loop = asyncio.get_running_loop()
        self._decoder = frames.Decoder()
        self._waiting: deque[bytes] = deque()
        self._transport: Transport | None = None
        self._pump_scheduled = False
        self._held = False
        self._reading = True
        self._writable: asyncio.Future[None] | None = None
        self._end: tuple[Exception | None] | None = None
        self._finished = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transport is None or self._transport.is_closing()

    def send(self, message: Mapping[str, Any]) -> None:
        """Queue `message` for the child.

        Raises ChannelClosed; FrameTooLarge or TypeError, which leave it usable.
        """
        if self._transport is None or self._transport.is_closing():
            raise ChannelClosed("the channel to the child is closed")
        self._transport.write(frames.frame(self._codec.dumps(message)))

    async def drain(self) -> None:
        """Wait until what was sent has mostly left; ChannelClosed if the child goes first."""
        if self._writable is not None:
            await asyncio.shield(self._writable)
        if self.is_closed:
            raise ChannelClosed("the channel to the child is closed")

    def hold(self) -> None:
        """Stop handing over messages, and soon reading them, until `release`."""
        self._held = True
        self._pause_reading()

    def release(self) -> None:
        """Undo `hold`."""
        self._held = False
        self._schedule_pump()

    def close(self) -> None:
        """Flush what was sent, then close; `closed` is called when that is done."""
        if self._transport is not None:
            self._transport.close()

    # -- asyncio.Protocol ------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:
        """The wire is open; `transport` is a `Transport`."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes came in."""
        try:
            self._waiting.extend(self._decoder.feed(data))
        except FrameError as error:
            self._break(error)
            return
        if not self._pump_scheduled and not self._held:
            self._pump()

    def pause_writing(self) -> None:
        """The transport's buffer is over its high-water mark."""
        self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        """The transport's buffer is below its low-water mark."""
        waiter, self._writable = self._writable, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The wire is closed; what was received before is still handed over first."""
        self.resume_writing()
        if self._end is None:
            self._end = (exc,)
        self._held = False
        self._schedule_pump()

    # -- handing over ----------------------------------------------------------------------

    def _schedule_pump(self) -> None:
        if not self._pump_scheduled:
            self._pump_scheduled = True
            self._loop.call_soon(self._pump_again)

    def _pump_again(self) -> None:
        self._pump_scheduled = False
        self._pump()

    def _pump(self) -> None:
        deadline = time.perf_counter_ns() + _SLICE_NS
        while self._waiting and not self._held:
            self._hand_over(self._waiting.popleft())
            if time.perf_counter_ns() > deadline:
                break
        if self._held:
            return
        if self._waiting:
            self._pause_reading()
            self._schedule_pump()
        else:
            self._resume_reading()
            self._finish()

    def _hand_over(self, payload: bytes) -> None:
        try:
            message = frames.message(payload, self._codec)
        except FrameError as error:
            self._waiting.clear()
            self._break(error)
            return
        try:
            self._receive(message)
        except Exception as error:
            self._loop.call_exception_handler(
                {"message": f"receiving a {message['t']!r} message failed", "exception": error}
            )
        if message["t"] == "logs" and not self.is_closed:
            self.send({"t": "credit", "n": len(message.get("records", ()))})

    def _finish(self) -> None:
        if self._end is not None and not self._finished:
            self._finished = True
            self._on_closed(self._end[0])

    def _break(self, error: FrameError) -> None:
        if self._end is None:
            self._end = (error,)
        if self._transport is not None:
            self._transport.abort()

    def _pause_reading(self) -> None:
        if self._reading and self._transport is not None and not self._transport.is_closing():
            self._reading = False
            self._transport.pause_reading()

    def _resume_reading(self) -> None:
        if not self._reading and self._transport is not None and not self._transport.is_closing():
            self._reading = True
            self._transport.resume_reading()


async def open_channel(
    endpoint: Endpoint,
    receive: Callable[[Message], None],
    closed: Callable[[Exception | None], None],
    codec: Codec = JSON,
) -> Channel:
    """Take over `endpoint` on the running loop.

    `receive` gets each message; an exception in it goes to the loop's exception handler. `closed`
    is called once, after the last message, with the error that ended the wire if there was one.
    """
    channel = Channel(receive, closed, codec)
    if endpoint.socket is not None:
        loop = asyncio.get_running_loop()
        endpoint.socket.setblocking(False)
        await loop.create_connection(lambda: channel, sock=endpoint.socket)
    else:
        PipeTransport(endpoint, channel).start()
    return channel
