"""Stand-ins for the network below httpx, and for the host that carries a client's calls."""

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


class Recorder:
    """Answers every call the same and keeps what was asked."""

    def __init__(self, answer: Any = None, error: Exception | None = None) -> None:
        self.answer = answer
        self.error = error
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        self.asked.append((service, method, args))
        if self.error is not None:
            raise self.error
        return self.answer
