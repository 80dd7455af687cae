"""The Redis the cache and the event bus share: an embedded one, or a real server by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from workbench.kernel.slow_imports import ready

if TYPE_CHECKING:
    from redis.asyncio import Redis

_CONNECTIONS = 10_000
"""A handler may have hundreds of calls in flight; the client's own cap of 100 would refuse them."""


class RedisServer:
    """One server for a session, reached with the first call that needs it.

    Without a `url` it lives in this process: empty at the start and gone at the end.
    """

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._client: Redis | None = None

    async def client(self) -> Redis:
        """The client, with binary replies."""
        if self._client is None:
            await ready("fakeredis" if self._url is None else "redis.asyncio")
            # Another call may have come first while this one waited for the import.
            self._client = self._client or self._open()
        return self._client

    async def close(self) -> None:
        """Let go of its connections, if any were made."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _open(self) -> Redis:
        if self._url is not None:
            from redis.asyncio import Redis

            return Redis.from_url(self._url, max_connections=_CONNECTIONS)
        from fakeredis import FakeAsyncRedis

        return cast("Redis", FakeAsyncRedis(max_connections=_CONNECTIONS))
