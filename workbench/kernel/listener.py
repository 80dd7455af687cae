"""An HTTP listener for webhooks: off until asked for, on loopback only, behind a token.

What an outside service would post to the platform can be posted here instead. The token of this
launch is the first part of every path, so no other program on the machine can guess an address.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from workbench.kernel.signals import Signal
from workbench.kernel.webhooks import Webhooks

HOST: Final = "127.0.0.1"
HEAD_BYTES: Final = 64 * 1024
BODY_BYTES: Final = 1024 * 1024

_PREFIX: Final = ("v1", "ext")


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


class _BadRequestError(Exception):
    """What was sent cannot be answered; `status` says how it is refused."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Listener:
    """Hands HTTP requests to webhooks; `changed` announces that it was started or stopped."""

    def __init__(self, webhooks: Webhooks) -> None:
        self.changed: Signal[[]] = Signal()
        self._webhooks = webhooks
        self._server: asyncio.Server | None = None
        self._token = ""

    @property
    def base(self) -> str | None:
        """Where it listens, the token included; None while it does not."""
        if self._server is None:
            return None
        port = self._server.sockets[0].getsockname()[1]
        return f"http://{HOST}:{port}/{self._token}"

    def url(self, app_id: str, path: str) -> str | None:
        """The address of one webhook; None while nothing listens."""
        base = self.base
        return None if base is None else f"{base}/v1/ext/{app_id}/webhook/{path.strip('/')}"

    async def start(self, port: int = 0) -> str:
        """Begin to listen, on any free port by default; answers the base address.

        Raises OSError when the port cannot be had.
        """
        if self._server is None:
            self._token = secrets.token_urlsafe(16)
            self._server = await asyncio.start_server(self._serve, HOST, port, limit=HEAD_BYTES)
            self.changed.emit()
        base = self.base
        assert base is not None
        return base

    async def stop(self) -> None:
        """Stop listening."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await server.wait_closed()
            self.changed.emit()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            status, headers, body = await self._answer(reader)
            writer.write(_response(status, headers, body))
            await writer.drain()
        except ConnectionError:
            pass  # the caller has gone; what it asked for is on record
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, Mapping[str, str], Any]:
        try:
            request = await _read(reader)
            app_id, path = self._target(request)
        except _BadRequestError as refusal:
            return refusal.status, {}, {"detail": refusal.status.phrase}
        reply = await self._webhooks.call(
            app_id,
            path,
            headers=request.headers,
            body=request.body,
            query_params=request.query,
            method=request.method,
        )
        return reply.status_code, reply.headers, reply.body

    def _target(self, request: _Request) -> tuple[str, str]:
        """App and webhook of ``/<token>/v1/ext/<app>/webhook/<path>``."""
        token, *parts = request.path.strip("/").split("/")
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise _BadRequestError(HTTPStatus.FORBIDDEN)
        if len(parts) < 5 or tuple(parts[:2]) != _PREFIX or parts[3] != "webhook":
            raise _BadRequestError(HTTPStatus.NOT_FOUND)
        return parts[2], "/".join(parts[4:])


async def _read(reader: asyncio.StreamReader) -> _Request:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError:
        raise _BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    except asyncio.IncompleteReadError:
        raise _BadRequestError(HTTPStatus.BAD_REQUEST) from None
    first, *lines = head.split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise _BadRequestError(HTTPStatus.BAD_REQUEST)
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if "transfer-encoding" in headers:
        raise _BadRequestError(HTTPStatus.LENGTH_REQUIRED)
    url = urlsplit(words[1])
    body = await _body(reader, headers.get("content-length", "0"))
    return _Request(words[0], unquote(url.path), dict(parse_qsl(url.query)), headers, body)


async def _body(reader: asyncio.StreamReader, length: str) -> str:
    if not length.isdigit():
        raise _BadRequestError(HTTPStatus.BAD_REQUEST)
    if int(length) > BODY_BYTES:
        raise _BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return (await reader.readexactly(int(length))).decode("utf-8", "replace")
    except asyncio.IncompleteReadError:
        raise _BadRequestError(HTTPStatus.BAD_REQUEST) from None


def _response(status: int, headers: Mapping[str, str], body: Any) -> bytes:
    """A whole answer; text goes out as it is and everything else as JSON."""
    text = isinstance(body, str)
    payload = body.encode() if isinstance(body, str) else orjson.dumps(body, default=str)
    kind = "text/plain; charset=utf-8" if text else "application/json"
    shown = {
        "content-type": kind,
        **{_clean(name).lower(): _clean(value) for name, value in headers.items()},
        "content-length": str(len(payload)),
        "connection": "close",
    }
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in shown.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + payload


def _clean(text: str) -> str:
    """A header without line breaks: an author's value must not become headers of its own."""
    return text.replace("\r", " ").replace("\n", " ")
