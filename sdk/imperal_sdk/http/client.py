"""Outside HTTP, ``ctx.http`` (long-running AI calls; performance, What's expensive)."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from imperal_sdk._gateway.endpoint import Transport
from imperal_sdk._messages import explain, shown
from imperal_sdk._shared_http import own_http
from imperal_sdk.types.models import HTTPResponse

if TYPE_CHECKING:
    import httpx

DEFAULT_TIMEOUT_S = 30.0
MAX_TIMEOUT_S = 180.0
MAX_REDIRECTS = 5

_COMMON = frozenset({"params", "headers", "cookies", "auth", "follow_redirects", "extensions"})
_BODY = frozenset({"content", "data", "files", "json"})


def check_timeout(
    timeout: float | None, default: float = DEFAULT_TIMEOUT_S, cap: float = MAX_TIMEOUT_S
) -> float:
    """Return the timeout of one call in seconds.

    Raises ValueError unless it is above 0 and at most ``cap`` (rule I-LONGRUN-HTTP-CAP-180S).
    """
    if timeout is None:
        return default
    number = isinstance(timeout, (int, float)) and not isinstance(timeout, bool)
    if number and 0 < timeout <= cap:
        return timeout
    raise ValueError(
        explain(
            f"timeout={shown(timeout)} is out of range",
            f"one HTTP call may take more than 0 and at most {cap:g} seconds",
            "split the work, or run it in ctx.background_task"
            if number and timeout > cap
            else f"leave it out for {default:g} seconds",
        )
    )


def check_keywords(method: str, kwargs: dict[str, Any]) -> None:
    """Raise TypeError for keywords that httpx's function for ``method`` does not take.

    GET and DELETE take no body: no ``json``, ``data``, ``content`` or ``files``.
    """
    allowed = _COMMON if method in ("GET", "DELETE") else _COMMON | _BODY
    wrong = sorted(set(kwargs) - allowed)
    if not wrong:
        return
    raise TypeError(
        explain(
            f"ctx.http.{method.lower()} got an unexpected keyword {wrong[0]!r}",
            f"it takes {', '.join(sorted(allowed))} and timeout",
            "send a body with post, put or patch" if wrong[0] in _BODY else "remove it",
        )
    )


class HTTPClient:
    """Calls to services outside the platform.

    URLs are absolute. Redirects are followed, 5 at most. Connection problems surface as httpx
    exceptions; an HTTP status never raises by itself.
    """

    def __init__(
        self,
        timeout: float = DEFAULT_TIMEOUT_S,
        max_redirects: int = MAX_REDIRECTS,
        max_timeout: float = MAX_TIMEOUT_S,
        *,
        transport: Transport | None = None,
    ) -> None:
        self._timeout = timeout
        self._max_redirects = max_redirects
        self._max_timeout = max_timeout
        self._injected = transport

    async def get(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> HTTPResponse:
        """GET ``url``. ``timeout`` in seconds, 180 at most; other keywords as in httpx."""
        return await self._request("GET", url, timeout, kwargs)

    async def post(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> HTTPResponse:
        """POST to ``url``. ``timeout`` in seconds, 180 at most; other keywords as in httpx."""
        return await self._request("POST", url, timeout, kwargs)

    async def put(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> HTTPResponse:
        """PUT to ``url``. ``timeout`` in seconds, 180 at most; other keywords as in httpx."""
        return await self._request("PUT", url, timeout, kwargs)

    async def patch(self, url: str, *, timeout: float | None = None, **kwargs: Any) -> HTTPResponse:
        """PATCH ``url``. ``timeout`` in seconds, 180 at most; other keywords as in httpx."""
        return await self._request("PATCH", url, timeout, kwargs)

    async def delete(
        self, url: str, *, timeout: float | None = None, **kwargs: Any
    ) -> HTTPResponse:
        """DELETE ``url``. ``timeout`` in seconds, 180 at most; other keywords as in httpx."""
        return await self._request("DELETE", url, timeout, kwargs)

    async def _request(
        self, method: str, url: str, timeout: float | None, kwargs: dict[str, Any]
    ) -> HTTPResponse:
        seconds = check_timeout(timeout, self._timeout, self._max_timeout)
        check_keywords(method, kwargs)
        if self._injected is not None:
            args = {"method": method, "url": url, "timeout": seconds, **_wire_form(kwargs)}
            return _response_of(await self._injected("http", "request", args))
        async with own_http(
            seconds, follow_redirects=True, max_redirects=self._max_redirects
        ) as client:
            return response_from(await client.request(method, url, **kwargs))


def _wire_form(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords with raw content as base64, as a transport carries it."""
    content = kwargs.get("content")
    if not isinstance(content, bytes):
        return kwargs
    rest = {name: value for name, value in kwargs.items() if name != "content"}
    return {**rest, "content_b64": base64.b64encode(content).decode("ascii")}


def _response_of(answer: dict[str, Any]) -> HTTPResponse:
    body = answer["body"]
    if answer.get("body_kind") == "bytes":
        body = base64.b64decode(body)
    return HTTPResponse(answer["status_code"], body, answer.get("headers") or {})


def response_from(response: httpx.Response) -> HTTPResponse:
    """Read an httpx response: JSON parsed when the content type says so, else text."""
    return HTTPResponse(response.status_code, _body(response), dict(response.headers))


def _body(response: httpx.Response) -> Any:
    if "json" in response.headers.get("content-type", ""):
        try:
            return response.json()
        except json.JSONDecodeError:
            return response.text
    return response.text


# Extensions that call httpx themselves import this name to get the same kind of answer.
_wrap = response_from
