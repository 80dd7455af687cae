"""The event bus: a Redis stream with a consumer group, on the server the cache uses."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from workbench.kernel.services.redis import RedisServer

GROUP: Final = "workbench"
AT_ONCE: Final = 256
"""Events in the hands of subscribers at a time; the others wait on the stream."""

_CONSUMER: Final = "kernel"
_BATCH: Final = 64
_BACKSTOP_S: Final = 7 * 86_400
"""Real seconds after which a server forgets the stream of a session that was killed."""
_AGAIN_S: Final = 0.5
"""Real seconds before a server that does not answer is asked again."""

_log = logging.getLogger(__name__)

Envelope = dict[str, Any]


class BusUnavailableError(Exception):
    """The server behind the bus did not take an event."""


class Bus:
    """Carries envelopes from publishers to one consumer, which begins them in order.

    Each is handled on its own and leaves the stream when that is over, so a slow subscriber holds
    up nobody and the stream holds exactly what has not been handled. Only this session publishes
    to its stream, so the consumer is woken rather than made to poll.
    """

    def __init__(self, server: RedisServer, handle: Callable[[Envelope], Awaitable[None]]) -> None:
        self._server = server
        self._opening = asyncio.Lock()
        self._handle = handle
        self._stream = f"imperal:events:{uuid.uuid4().hex}"
        self._wake = asyncio.Event()
        self._quiet = asyncio.Condition()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._pending = 0
        self._closing = False
        self._consumer: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        """How many published events have not been handled to their end."""
        return self._pending

    async def publish(self, envelope: Envelope) -> None:
        """Put an envelope on the stream; returns when it is there, not when it was handled.

        Raises BusUnavailableError when the server cannot be reached.
        """
        redis = await self._server.client()
        from redis.exceptions import RedisError

        self._pending += 1
        try:
            await self._open(redis)
            await redis.xadd(self._stream, {"event": orjson.dumps(envelope, default=str)})
        except (RedisError, OSError) as error:
            self._pending -= 1
            raise BusUnavailableError(str(error)) from error
        self._wake.set()

    async def settled(self) -> None:
        """Wait until everything published so far has been handled."""
        async with self._quiet:
            await self._quiet.wait_for(lambda: self._pending == 0)

    async def close(self) -> None:
        """Stop consuming and remove the stream.

        The flag ends the consumer even where a library on the way swallows the cancellation.
        """
        self._closing = True
        self._wake.set()
        tasks = [*self._running, *([self._consumer] if self._consumer is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._consumer is not None:
            await self._quietly((await self._server.client()).delete(self._stream))

    async def _open(self, redis: Redis) -> None:
        """With the first event: create the stream and its group, and begin to consume."""
        async with self._opening:
            if self._consumer is None:
                await redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
                await redis.expire(self._stream, _BACKSTOP_S)
                self._consumer = asyncio.get_running_loop().create_task(self._consume())

    async def _consume(self) -> None:
        while not self._closing:
            await self._wake.wait()
            self._wake.clear()
            while not self._closing and (entries := await self._read()):
                for entry_id, fields in entries:
                    await self._room.acquire()
                    self._begin(entry_id, orjson.loads(fields[b"event"]))

    async def _read(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        """The next entries nobody has had; a server that is away is asked again until it is back"""
        redis = await self._server.client()
        from redis.exceptions import RedisError

        try:
            reply: Any = await redis.xreadgroup(GROUP, _CONSUMER, {self._stream: ">"}, count=_BATCH)
        except (RedisError, OSError) as error:
            _log.warning("the event bus does not answer: %s", error)
            asyncio.get_running_loop().call_later(_AGAIN_S, self._wake.set)
            return []
        if not reply:
            return []
        streams = reply.items() if isinstance(reply, dict) else reply
        _, entries = next(iter(streams))
        rows: list[tuple[bytes, dict[bytes, bytes]]] = entries
        return rows

    def _begin(self, entry_id: bytes, envelope: Envelope) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(entry_id, envelope))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _deliver(self, entry_id: bytes, envelope: Envelope) -> None:
        try:
            await self._handle(envelope)
            redis = await self._server.client()
            await self._quietly(redis.xack(self._stream, GROUP, entry_id))
            await self._quietly(redis.xdel(self._stream, entry_id))
            self._pending -= 1
        finally:
            self._room.release()
            async with self._quiet:
                self._quiet.notify_all()

    @staticmethod
    async def _quietly(request: Awaitable[Any]) -> None:
        """Tidying up; a server that is gone has nothing left to tidy."""
        from redis.exceptions import RedisError

        try:
            await request
        except (RedisError, OSError) as error:
            _log.info("the event bus could not be tidied: %s", error)
