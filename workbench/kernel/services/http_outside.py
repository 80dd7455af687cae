"""What stands for the outside world: rules, an author's backend, nothing, or the network."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.services.backend import Backend, BackendError
from workbench.kernel.services.call import ServiceCall
from workbench.kernel.services.http_rules import RuleBook
from workbench.kernel.workspace import HttpRule, HttpSettings

if TYPE_CHECKING:
    import httpx

NOWHERE: Final = "http://backend.invalid"
"""The host relative URLs get when an author names none; ``.invalid`` never resolves."""


class Outside:
    """Chooses who answers each app's requests.

    `mode` is ``mock``, ``offline`` or ``live``. `extra` are rules of the session, tried before an
    app's own; `default` answers what no rule and no backend does.
    """

    def __init__(
        self, mode: str, clock: Clock, *, extra: RuleBook, default: HttpRule | None = None
    ) -> None:
        self.mode = mode
        self._clock = clock
        self._extra = extra
        self._default = default
        self._settings: dict[str, HttpSettings] = {}
        self._rules: dict[str, RuleBook] = {}
        self._backends: dict[str, Backend] = {}
        self._ssl: ssl.SSLContext | None = None

    def configure(self, app_id: str, settings: HttpSettings, backend: Backend | None) -> None:
        """Take over an app's settings; rules that did not change keep their counts."""
        if self._settings.get(app_id) != settings:
            self._rules[app_id] = RuleBook(settings.rules)
        self._settings[app_id] = settings
        self._backends.pop(app_id, None)
        if backend is not None:
            self._backends[app_id] = backend

    def forget(self, app_id: str) -> None:
        """Drop what was known of an app."""
        for known in (self._settings, self._rules, self._backends):
            known.pop(app_id, None)

    def base_url(self, app_id: str) -> str | None:
        """What relative URLs are joined to; only a live session may have nothing to offer."""
        settings = self._settings.get(app_id)
        if settings is not None and settings.base_url:
            return settings.base_url
        return None if self.mode == "live" else NOWHERE

    @property
    def libraries(self) -> tuple[str, ...]:
        """The client, and what its first request would otherwise import on the loop's thread."""
        return ("httpx", "anyio._backends._asyncio") if self.mode == "live" else ("httpx",)

    async def ssl_context(self) -> ssl.SSLContext | bool:
        """Certificates for live requests, read once and off the loop's thread."""
        if self.mode != "live":
            return False
        if self._ssl is None:
            self._ssl = await asyncio.to_thread(_certificates)
        return self._ssl

    def transport(self, call: ServiceCall, timeout: float) -> httpx.AsyncBaseTransport | None:
        """Who answers this call; None for the network itself."""
        import httpx

        if self.mode == "live":
            call.notes["source"] = "live"
            return None
        answer = self._offline if self.mode == "offline" else self._mocked

        class Transport(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                return await answer(call, request, timeout)

        return Transport()

    async def _offline(
        self, call: ServiceCall, request: httpx.Request, timeout: float
    ) -> httpx.Response:
        import httpx

        call.notes["source"] = "offline"
        raise httpx.ConnectError(f"the session is offline: {request.url.host} is out of reach")

    async def _mocked(
        self, call: ServiceCall, request: httpx.Request, timeout: float
    ) -> httpx.Response:
        app_id = call.scope.app_id
        method, url = request.method, str(request.url)
        await request.aread()
        call.notes["request"] = _sent(request)
        for book in (self._extra, self._rules.get(app_id)):
            rule = None if book is None else book.answer(method, url)
            if rule is not None:
                call.notes.update(source="rule", rule=f"{rule.method} {rule.url}")
                return await self._by_rule(call, rule)
        backend = self._backends.get(app_id)
        if backend is not None:
            call.notes.update(source="backend", backend=backend.app)
            if not backend.running:
                call.notes["backend_started"] = True
            return await _by_backend(backend, request, timeout)
        if self._default is not None:
            call.notes["source"] = "default"
            return await self._by_rule(call, self._default)
        call.notes.update(source="unmatched", problem=f"no mock rule answers {method} {url}")
        return _response(404, {}, orjson.dumps(_advice(method, url)), "application/json")

    async def _by_rule(self, call: ServiceCall, rule: HttpRule) -> httpx.Response:
        if rule.latency_ms:
            call.notes["simulated_ms"] = rule.latency_ms
            with call.resting():
                await self._clock.sleep(rule.latency_ms / 1_000)
        if rule.text is not None:
            return _response(rule.status, rule.headers, rule.text.encode(), "text/plain")
        body = b"" if rule.json is None else orjson.dumps(rule.json, default=str)
        return _response(rule.status, rule.headers, body, "application/json")


async def _by_backend(backend: Backend, request: httpx.Request, timeout: float) -> httpx.Response:
    import httpx

    target = request.url.raw_path.decode()
    path, _, query = target.partition("?")
    try:
        answer = await backend.request(
            request.method,
            path,
            query,
            list(request.headers.multi_items()),
            request.content,
            timeout,
        )
    except BackendError as error:
        raise httpx.ConnectError(str(error)) from error
    return httpx.Response(answer.status, headers=answer.headers, content=answer.body)


def _response(
    status: int, headers: Mapping[str, str], body: bytes, content_type: str
) -> httpx.Response:
    import httpx

    given = httpx.Headers(dict(headers))
    if body:
        given.setdefault("content-type", content_type)
    return httpx.Response(status, headers=given, content=body)


def _sent(request: httpx.Request) -> dict[str, Any]:
    """The request as it would go out, for the record; a long body is cut."""
    body = request.content[:65_536].decode("utf-8", "replace")
    return {
        "method": request.method,
        "url": str(request.url),
        "headers": dict(request.headers),
        "body": body,
    }


def _advice(method: str, url: str) -> dict[str, str]:
    """What the author reads where the outside world would have answered."""
    address = url.partition("?")[0]
    shown = address.removeprefix(NOWHERE)
    rule = f'[[http.rule]]\nmethod = "{method}"\nurl = "{shown}"\nstatus = 200\njson = {{}}\n'
    return {
        "error": "no mock rule",
        "message": f"No rule answers {method} {shown}. Add this to workbench.toml:",
        "rule": rule,
    }


def _certificates() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()
