"""The transport over HTTP: one exchange with the gateway per call.

Each route turns the arguments of a call into an :class:`Exchange`: the request, and how to
read the answer into the JSON value every transport answers with.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from imperal_sdk._gateway.endpoint import Endpoint
from imperal_sdk._messages import explain
from imperal_sdk._shared_http import own_http

if TYPE_CHECKING:
    import httpx

FIRST_RETRY_DELAY_S = 0.1


@dataclass(frozen=True)
class Exchange:
    """One request and the reading of its answer; ``timeout`` in seconds.

    ``attempts`` is how often the request is tried when the connection fails.
    """

    method: str
    url: str
    read: Callable[[httpx.Response], Any]
    headers: dict[str, str] = field(default_factory=dict)
    params: dict[str, Any] | None = None
    json: Any = None
    content: bytes | None = None
    data: dict[str, str] | None = None
    files: dict[str, Any] | None = None
    timeout: float = 30.0
    attempts: int = 1


Route: TypeAlias = Callable[[Endpoint, dict[str, Any]], Exchange]


class GatewayTransport:
    """Speak to the gateway at ``endpoint``; httpx is imported at the first call."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def for_user(self, user_id: str) -> GatewayTransport:
        """Return a transport that acts for ``user_id``."""
        return GatewayTransport(self._endpoint.for_user(user_id))

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        """Perform the exchange for ``service.method``.

        Raises RuntimeError without a gateway URL, and what the route's reading raises.
        """
        if not self._endpoint.gateway_url:
            raise RuntimeError(
                explain(
                    f"ctx.{service}.{method} has neither a transport nor a gateway URL",
                    "a client reaches the platform through the host that built its context",
                    "use imperal_sdk.testing.MockContext in tests",
                )
            )
        from imperal_sdk._gateway.routes import ROUTES

        exchange = ROUTES[service, method](self._endpoint, args)
        return exchange.read(await _send(exchange))


async def _send(exchange: Exchange) -> httpx.Response:
    import httpx

    async with own_http(exchange.timeout) as client:
        for attempt in range(1, exchange.attempts + 1):
            try:
                return await client.request(
                    exchange.method,
                    exchange.url,
                    headers=exchange.headers,
                    params=exchange.params,
                    json=exchange.json,
                    content=exchange.content,
                    data=exchange.data,
                    files=exchange.files,
                )
            except httpx.TransportError:
                if attempt == exchange.attempts:
                    raise
                await asyncio.sleep(FIRST_RETRY_DELAY_S * 2 ** (attempt - 1) * (0.5 + _jitter()))
    raise AssertionError("an exchange has at least one attempt")


def _jitter() -> float:
    return random.random()


def body(response: httpx.Response) -> Any:
    """Read the JSON body; raises ``httpx.HTTPStatusError`` for a status of 400 or more."""
    response.raise_for_status()
    return response.json()


def nothing(response: httpx.Response) -> None:
    """Check the status and read no body."""
    response.raise_for_status()


def succeeded(response: httpx.Response) -> bool:
    """Tell whether the status is 200 to 299."""
    return response.is_success


def missing_as(value: Any, read: Callable[[httpx.Response], Any]) -> Callable[..., Any]:
    """Read ``value`` for 404 and use ``read`` for everything else."""

    def reader(response: httpx.Response) -> Any:
        return value if response.status_code == 404 else read(response)

    return reader
