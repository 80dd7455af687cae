"""HTTP clients that share what is costly: TLS settings, and connections that are kept open.

Some extensions import :func:`shared_http` for calls of their own: it lends the one client of
the running event loop. The SDK's own clients make theirs with :func:`own_http`, because each
has settings of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import ssl

    import httpx

DEFAULT_TIMEOUT_S = 5.0
"""How long a borrowed client waits where nobody says otherwise."""

MAX_CONNECTIONS = 50
MAX_IDLE_CONNECTIONS = 10
IDLE_S = 30.0

_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()
_without_loop: list[httpx.AsyncClient] = []


@cache
def tls_context() -> ssl.SSLContext:
    """Return the process's TLS settings; loading the certificates takes some 20 ms."""
    import httpx

    return httpx.create_ssl_context()


def get_shared_client() -> httpx.AsyncClient:
    """Return the running event loop's client: 50 connections, 10 of them idle for 30 s at most.

    A connection belongs to the loop that opened it, so each loop has a client of its own.
    Redirects are not followed; the timeout is 5 s. Close it with :func:`aclose` only.
    """
    loop = _running_loop()
    kept = _without_loop[-1] if loop is None and _without_loop else None
    client = kept if loop is None else _by_loop.get(loop)
    if client is None or client.is_closed:
        client = _new_shared_client()
        _remember(loop, client)
    return client


class BorrowedClient:
    """The shared client with a timeout of one's own, in seconds; None waits without end.

    Has ``request``, ``get``, ``post``, ``put``, ``patch`` and ``delete`` of
    ``httpx.AsyncClient``; a ``timeout`` given to a call wins.
    """

    __slots__ = ("_client", "_settings")

    def __init__(self, client: httpx.AsyncClient, settings: dict[str, Any]) -> None:
        self._client = client
        self._settings = settings

    async def request(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return httpx's answer. Raises httpx's exceptions."""
        return await self._client.request(method, url, **{**self._settings, **kwargs})

    async def get(self, url: str, **kwargs: Any) -> httpx.Response:
        """GET ``url``."""
        return await self.request("GET", url, **kwargs)

    async def post(self, url: str, **kwargs: Any) -> httpx.Response:
        """POST to ``url``."""
        return await self.request("POST", url, **kwargs)

    async def put(self, url: str, **kwargs: Any) -> httpx.Response:
        """PUT to ``url``."""
        return await self.request("PUT", url, **kwargs)

    async def patch(self, url: str, **kwargs: Any) -> httpx.Response:
        """PATCH ``url``."""
        return await self.request("PATCH", url, **kwargs)

    async def delete(self, url: str, **kwargs: Any) -> httpx.Response:
        """DELETE ``url``."""
        return await self.request("DELETE", url, **kwargs)


@asynccontextmanager
async def shared_http(timeout: float | None = None) -> AsyncIterator[BorrowedClient]:
    """Lend the loop's client; leaving the block does not close it.

    ``timeout`` in seconds holds for each call in the block; without it, 5 s.
    """
    settings = {} if timeout is None else {"timeout": timeout}
    yield BorrowedClient(get_shared_client(), settings)


async def aclose() -> None:
    """Close the running loop's client and its connections; the next use makes a new one."""
    client = _by_loop.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


def reset() -> None:
    """Forget every shared client without closing it, as a forked process has to."""
    _by_loop.clear()
    _without_loop.clear()


@asynccontextmanager
async def own_http(timeout: float, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of its own and close it afterwards; ``timeout`` in seconds."""
    import httpx

    async with httpx.AsyncClient(timeout=timeout, verify=tls_context(), **settings) as client:
        yield client


def _new_shared_client() -> httpx.AsyncClient:
    import httpx

    limits = httpx.Limits(
        max_connections=MAX_CONNECTIONS,
        max_keepalive_connections=MAX_IDLE_CONNECTIONS,
        keepalive_expiry=IDLE_S,
    )
    return httpx.AsyncClient(timeout=DEFAULT_TIMEOUT_S, limits=limits, verify=tls_context())


def _remember(loop: asyncio.AbstractEventLoop | None, client: httpx.AsyncClient) -> None:
    if loop is None:
        _without_loop[:] = [client]
    else:
        _by_loop[loop] = client


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
