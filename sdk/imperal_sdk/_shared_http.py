"""HTTP clients that share the costly part: the TLS settings, loaded once per process.

Some extensions import :func:`shared_http` for calls of their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl

    import httpx

DEFAULT_TIMEOUT_S = 30.0


@cache
def tls_context() -> ssl.SSLContext:
    """Return the process's TLS settings; loading the certificates takes some 20 ms."""
    import httpx

    return httpx.create_ssl_context()


@asynccontextmanager
async def shared_http(
    timeout: float | None = None, **settings: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """Give an ``httpx.AsyncClient`` and close it afterwards; ``timeout`` in seconds."""
    import httpx

    seconds = DEFAULT_TIMEOUT_S if timeout is None else timeout
    async with httpx.AsyncClient(timeout=seconds, verify=tls_context(), **settings) as client:
        yield client
