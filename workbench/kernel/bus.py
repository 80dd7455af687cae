"""The event bus: a Redis stream with a consumer group, on the server the cache uses."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from workbench.kernel.services.redis import RedisServer

GROUP: Final = "workbench"
_CONSUMER: Final = "kernel"
_KEPT: Final = 10_000
_BATCH: Final = 64

Envelope = dict[str, Any]


class Bus:
    """Carries envelopes from publishers to one consumer, in order, each acknowledged when handled.

    Only this session publishes to its stream, so the consumer is woken rather than made to poll.
    """

    def __init__(self, server: RedisServer, handle: Callable[[Envelope], Awaitable[None]]) -> None:
        self._server = server
        self._opening = asyncio.Lock()
        self._handle = handle
        self._stream = f"imperal:events:{uuid.uuid4().hex}"
        self._wake = asyncio.Event()
        self._quiet = asyncio.Condition()
        self._pending = 0
        self._closing = False
        self._consumer: asyncio.Task[None] | None = None

    async def publish(self, envelope: Envelope) -> None:
        """Put an envelope on the stream; returns when it is there, not when it was handled."""
        redis = await self._server.client()
        await self._open(redis)
        self._pending += 1
        payload = orjson.dumps(envelope, default=str)
        await redis.xadd(self._stream, {"event": payload}, maxlen=_KEPT, approximate=True)
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
        if self._consumer is not None:
            self._consumer.cancel()
            await asyncio.gather(self._consumer, return_exceptions=True)
            await (await self._server.client()).delete(self._stream)

    async def _open(self, redis: Redis) -> None:
        """With the first event: create the stream and its group, and begin to consume."""
        async with self._opening:
            if self._consumer is None:
                await redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
                self._consumer = asyncio.get_running_loop().create_task(self._consume())

    async def _consume(self) -> None:
        while not self._closing:
            await self._wake.wait()
            self._wake.clear()
            while not self._closing and (entries := await self._read()):
                for entry_id, fields in entries:
                    await self._deliver(entry_id, orjson.loads(fields[b"event"]))

    async def _read(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        redis = await self._server.client()
        reply: Any = await redis.xreadgroup(GROUP, _CONSUMER, {self._stream: ">"}, count=_BATCH)
        if not reply:
            return []
        streams = reply.items() if isinstance(reply, dict) else reply
        _, entries = next(iter(streams))
        rows: list[tuple[bytes, dict[bytes, bytes]]] = entries
        return rows

    async def _deliver(self, entry_id: bytes, envelope: Envelope) -> None:
        try:
            await self._handle(envelope)
        finally:
            await (await self._server.client()).xack(self._stream, GROUP, entry_id)
            self._pending -= 1
            async with self._quiet:
                self._quiet.notify_all()
