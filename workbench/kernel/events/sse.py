"""Server-sent events as the platform's frontend gets them, to look at and, if asked for, to serve.

A chat refresh is one ``panel_refresh`` frame whose panel list nobody honours (performance guide,
Refresh model); every published event is a frame of its own type. Serving is off until it is
switched on: on loopback only, behind a token of this launch, at the gateway's own path.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import orjson

from workbench.kernel.core import Core
from workbench.kernel.refresh import Refreshed
from workbench.kernel.signals import Signal

HOST: Final = "127.0.0.1"
PATH: Final = "/v1/events/stream"
KEPT: Final = 1_000
_BEHIND: Final = 500


@dataclass(frozen=True, slots=True)
class SseFrame:
    """One frame: its number, the event's type, the data, and the tenant it is for."""

    id: int
    event: str
    data: Mapping[str, Any]
    tenant_id: str

    def encode(self) -> bytes:
        """The frame on the wire."""
        body = orjson.dumps(self.data, default=str).decode()
        return f"id: {self.id}\nevent: {self.event}\ndata: {body}\n\n".encode()


class SseStream:
    """The frames of a session; `sent` announces each, `frames` are the newest."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.sent: Signal[[SseFrame]] = Signal()
        self.frames: deque[SseFrame] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)
        self._server: asyncio.Server | None = None
        self._token = ""
        self._clients: set[asyncio.Queue[SseFrame | None]] = set()

    def refreshed(self, refresh: Refreshed) -> None:
        """A chat refresh as the kernel publishes it."""
        listed = None if refresh.named is None else list(refresh.named)
        self._send(
            "panel_refresh",
            {"type": "panel_refresh", "data": {"panels": listed}, "cause": refresh.cause_id},
            self._core.personas.current.tenant_id,
            refresh.cause_id,
        )

    def published(self, envelope: Mapping[str, Any]) -> None:
        """A bus event as the frontend hears of it."""
        shown = {key: value for key, value in envelope.items() if not key.startswith("_")}
        self._send(
            str(envelope["type"]), shown, str(envelope["tenant_id"]), str(envelope["event_id"])
        )

    @property
    def url(self) -> str | None:
        """Where the stream is served, with its token; None while it is not."""
        if self._server is None:
            return None
        port = self._server.sockets[0].getsockname()[1]
        tenant = self._core.personas.current.tenant_id
        return f"http://{HOST}:{port}{PATH}?tenant_id={tenant}&token={self._token}"

    async def start(self, port: int = 0) -> str:
        """Begin to serve, on any free port by default; answers the address.

        Raises OSError when the port cannot be had.
        """
        if self._server is None:
            self._token = secrets.token_urlsafe(16)
            self._server = await asyncio.start_server(self._serve, HOST, port)
        url = self.url
        assert url is not None
        return url

    async def stop(self) -> None:
        """Stop serving; who listens is told by the end of the stream."""
        server, self._server = self._server, None
        for client in self._clients:
            client.put_nowait(None)
        if server is not None:
            server.close()
            await server.wait_closed()

    def _send(
        self, event: str, data: Mapping[str, Any], tenant_id: str, cause_id: str | None
    ) -> None:
        frame = SseFrame(next(self._numbers), event, data, tenant_id)
        self.frames.append(frame)
        self._core.journal.append(
            "notify",
            f"sse {event}",
            cause_id=cause_id,
            status="sent",
            body={"frame": frame.id, "event": event, "data": dict(data), "tenant_id": tenant_id},
        )
        for client in self._clients:
            if client.qsize() < _BEHIND:
                client.put_nowait(frame)
        self.sent.emit(frame)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._stream(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the listener has gone, which is how every stream ends
        finally:
            writer.close()

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        url = urlsplit(head.split(" ", 2)[1])
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        if not secrets.compare_digest(query.get("token", ""), self._token):
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        if url.path != PATH:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
            b"Connection: close\r\n\r\n: connected\n\n"
        )
        queue: asyncio.Queue[SseFrame | None] = asyncio.Queue()
        self._clients.add(queue)
        try:
            await writer.drain()
            while (frame := await queue.get()) is not None:
                if frame.tenant_id == query.get("tenant_id", frame.tenant_id):
                    writer.write(frame.encode())
                    await writer.drain()
        finally:
            self._clients.discard(queue)
