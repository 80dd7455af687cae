"""A stand-in for the network below httpx."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

GW = "https://gw.test"


class Wire:
    """Stands in for the network below httpx."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answer: Callable[[httpx.Request], httpx.Response] = lambda request: httpx.Response(
            200, json={}
        )

    def reply(self, status: int = 200, **content: Any) -> None:
        self.answer = lambda request: httpx.Response(status, **content)

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    @property
    def sent(self) -> Any:
        return json.loads(self.last.content)


def installed(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Answer every HTTP call of the test from the returned wire."""
    recorded = Wire()

    async def handle(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        await request.aread()
        recorded.requests.append(request)
        return recorded.answer(request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
    return recorded


def refuse(request: httpx.Request) -> httpx.Response:
    """Answer as a host that nobody listens on."""
    raise httpx.ConnectError("refused", request=request)
