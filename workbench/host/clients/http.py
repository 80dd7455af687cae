"""``ctx.http``: requests, which the kernel mocks, records or sends."""

from __future__ import annotations

import base64
import math
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Any

import httpx

from workbench.host.clients.base import Platform, RemoteClient

_DEFAULT_S = 30.0
_OPTIONS = frozenset(
    {"params", "headers", "json", "data", "content", "files", "cookies", "auth", "follow_redirects"}
)


class RemoteHTTP(RemoteClient):
    """HTTP, for 30 seconds by default; more than the cap the kernel refuses, and records it."""

    service = "http"

    def __init__(self, platform: Platform, user_id: str, acting: str | None = None) -> None:
        super().__init__(platform, user_id, acting)
        self._response = platform.sdk.need("types.models", "HTTPResponse")

    async def get(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """Send a GET."""
        return await self._request("GET", url, timeout, kwargs)

    async def post(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """Send a POST."""
        return await self._request("POST", url, timeout, kwargs)

    async def put(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """Send a PUT."""
        return await self._request("PUT", url, timeout, kwargs)

    async def patch(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """Send a PATCH."""
        return await self._request("PATCH", url, timeout, kwargs)

    async def delete(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """Send a DELETE."""
        return await self._request("DELETE", url, timeout, kwargs)

    async def _request(
        self, method: str, url: Any, timeout: float | None, options: dict[str, Any]
    ) -> Any:
        unknown = options.keys() - _OPTIONS
        if unknown:
            raise TypeError(f"ctx.http got an unexpected keyword argument {min(unknown)!r}")
        args = {"method": method, "url": str(url), "timeout": _seconds(timeout)}
        args.update(await _sendable(options, str(url)))
        return self._answered(await self._call("request", **args))

    def _answered(self, answer: dict[str, Any]) -> Any:
        body = answer.get("body")
        if answer.get("body_kind") == "bytes":
            body = base64.b64decode(body or "")
        return self._response(
            status_code=answer["status_code"],
            body="" if body is None and answer.get("body_kind") != "json" else body,
            headers=dict(answer.get("headers") or {}),
        )


def _seconds(timeout: Any) -> float:
    if timeout is None:
        return _DEFAULT_S
    seconds = timeout.read if isinstance(timeout, httpx.Timeout) else timeout
    if seconds is None or not 0 < seconds < math.inf:
        raise ValueError(f"timeout must be a number of seconds over 0, not {seconds}")
    return float(seconds)


async def _sendable(options: dict[str, Any], url: str) -> dict[str, Any]:
    """httpx's options in JSON: what is not given is None."""
    auth, headers = _auth(options.get("auth"), options.get("headers"), url)
    data, content = options.get("data"), options.get("content")
    if isinstance(data, str | bytes | bytearray):
        data, content = None, data
    return {
        "params": _pairs(options.get("params")),
        "headers": headers,
        "json": options.get("json"),
        "data": _pairs(data),
        "content_b64": await _content(content),
        "files": _files(options.get("files")),
        "cookies": _cookies(options.get("cookies")),
        "auth": auth,
        "follow_redirects": options.get("follow_redirects"),
    }


def _pairs(value: Any) -> Any:
    if isinstance(value, httpx.QueryParams):
        return [list(pair) for pair in value.multi_items()]
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode()
    if value is None or isinstance(value, str):
        return value
    return [list(pair) for pair in value]


def _headers(value: Any) -> Any:
    if value is None:
        return None
    items = httpx.Headers(value).multi_items()
    named = dict(items)
    return named if len(named) == len(items) else [list(pair) for pair in items]


def _auth(auth: Any, headers: Any, url: str) -> tuple[list[str] | None, Any]:
    """Name and password, or what an auth object puts into the headers of a first request."""
    if auth is None or (isinstance(auth, tuple) and len(auth) == 2):
        return (None if auth is None else [str(part) for part in auth]), _headers(headers)
    request = httpx.Request("GET", url if "://" in url else "http://localhost", headers=headers)
    if isinstance(auth, httpx.Auth):
        request = next(auth.sync_auth_flow(request))
    elif callable(auth):
        request = auth(request) or request
    else:
        raise TypeError(f"Invalid 'auth' argument: {auth!r}")
    kept = httpx.Headers(headers)
    if "authorization" in request.headers:
        kept["Authorization"] = request.headers["authorization"]
    return None, _headers(kept)


async def _content(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = value.encode()
    elif isinstance(value, AsyncIterable):
        value = b"".join([_bytes(piece) async for piece in value])
    elif not isinstance(value, bytes | bytearray) and isinstance(value, Iterable):
        value = b"".join(_bytes(piece) for piece in value)
    return base64.b64encode(_bytes(value)).decode("ascii")


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def _files(value: Any) -> list[dict[str, Any]] | None:
    if not value:
        return None
    items = value.items() if isinstance(value, Mapping) else value
    return [_file(name, given) for name, given in items]


def _file(name: str, given: Any) -> dict[str, Any]:
    filename, content, content_type = name, given, None
    if isinstance(given, tuple):
        filename, content = given[0], given[1]
        content_type = given[2] if len(given) > 2 else None
    elif hasattr(given, "name"):
        filename = str(given.name).replace("\\", "/").rpartition("/")[2]
    if hasattr(content, "read"):
        content = content.read()
    return {
        "name": name,
        "filename": filename,
        "content_b64": base64.b64encode(_bytes(content)).decode("ascii"),
        "content_type": content_type,
    }


def _cookies(value: Any) -> dict[str, str] | None:
    return None if value is None else dict(httpx.Cookies(value).items())
