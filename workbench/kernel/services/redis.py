"""The Redis the cache and the event bus share: an embedded one, or a real server by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from redis.asyncio import Redis

_CONNECTIONS = 10_000
"""A handler may have hundreds of calls in flight; the client's own cap of 100 would refuse them."""


def open_redis(url: str | None = None) -> Redis:
    """A client with binary replies; without a `url` its server lives in this process.

    The embedded server is empty at the start and gone at the end. Importing it takes a while, so it
    happens here and not when the kernel is imported.
    """
    if url is not None:
        from redis.asyncio import Redis

        return Redis.from_url(url, max_connections=_CONNECTIONS)
    from fakeredis import FakeAsyncRedis

    return cast("Redis", FakeAsyncRedis(max_connections=_CONNECTIONS))
