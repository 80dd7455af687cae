"""`ctx.http`: requests answered by rules, by the author's own backend, by nobody, or by the world.

Each mode is an httpx transport, so redirects, cookies, form bodies and decoding are httpx' own in
all of them. Nothing leaves the machine unless the mode is ``live``.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.profile import Profile
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.http_outside import Outside
from workbench.kernel.slow_imports import all_ready

if TYPE_CHECKING:
    import httpx

Mode = Literal["mock", "offline", "live"]
MODES: Final[tuple[Mode, ...]] = ("mock", "offline", "live")

ANSWER_BYTES: Final = 10 * 2**20
"""The longest body handed to a handler: base64 of it still fits the wire's frame."""

_PASSED_ON: Final = ("params", "headers", "json", "data", "files")
_MAX_REDIRECTS: Final = 5


class Http:
    """Answers requests through `outside`, which knows the apps' rules and backends."""

    def __init__(self, outside: Outside, clock: Clock, profile: Profile) -> None:
        self._outside = outside
        self._clock = clock
        self._profile = profile
        self._recent: dict[tuple[str, str], deque[float]] = {}

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``request``; the notes tell who answered (``source``) and by which rule."""
        if call.method != "request":
            raise arguments.unknown_method(call)
        timeout = self._timeout(call.args)
        url = self._url(call)
        if self._over_limit(call.scope):
            call.notes["source"] = "rate_limit"
            return _json_answer(429, {"error": "rate limited"}, {"retry-after": "60"})
        return await self.exchange(call, url, timeout)

    async def exchange(self, call: ServiceCall, url: str, timeout: float) -> dict[str, Any]:
        """Send a request to an absolute URL; raises `ServiceError` where nobody answered."""
        await all_ready(self._outside.libraries)
        import httpx

        args = call.args
        method = arguments.name_of(args, "method").upper()
        body = {name: args[name] for name in _PASSED_ON if args.get(name) is not None}
        if args.get("content_b64") is not None:
            body["content"] = base64.b64decode(args["content_b64"])
        if "files" in body:
            body["files"] = _files(body["files"])
        if "data" in body:
            body["data"] = _form(body["data"])
        auth = args.get("auth")
        transport = self._outside.transport(call, timeout)
        try:
            async with (
                self._clock.timeout(timeout),
                httpx.AsyncClient(
                    transport=transport,
                    verify=await self._outside.ssl_context(),
                    timeout=timeout,
                    cookies=args.get("cookies"),
                    max_redirects=_MAX_REDIRECTS,
                    follow_redirects=args.get("follow_redirects") is not False,
                ) as client,
            ):
                response = await client.request(
                    method, url, auth=tuple(auth) if auth else None, **body
                )
        except TimeoutError:
            message = f"{method} {url} took longer than {timeout:g} s"
            raise ServiceError("ReadTimeout", message) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceError(type(error).__name__, str(error) or type(error).__name__) from error
        except (TypeError, ValueError) as error:
            raise ServiceError(
                type(error).__name__, f"the request cannot be sent: {error}"
            ) from error
        return _answer(call, response)

    def _timeout(self, args: Mapping[str, Any]) -> float:
        """Seconds the request may take; the cap is the platform's (I-LONGRUN-HTTP-CAP-180S)."""
        timeout = args.get("timeout")
        if timeout is None:
            return self._profile.http_default_timeout_s
        cap = self._profile.http_max_timeout_s
        if isinstance(timeout, bool) or not isinstance(timeout, int | float):
            raise ServiceError("TypeError", f"timeout must be a number of seconds, not {timeout!r}")
        if not 0 < timeout <= cap:
            message = f"timeout must be over 0 and at most {cap:g} seconds, not {timeout:g}"
            raise ServiceError("ValueError", message)
        return float(timeout)

    def _url(self, call: ServiceCall) -> str:
        """The absolute URL of the request."""
        url = arguments.name_of(call.args, "url")
        if "://" in url.partition("?")[0]:
            return url
        base = self._outside.base_url(call.scope.app_id)
        if not self._profile.http_relative_urls or base is None:
            message = f"Request URL {url!r} is missing an 'http://' or 'https://' protocol."
            if self._profile.http_relative_urls:
                message += " Set base_url under [http] in workbench.toml."
            raise ServiceError("UnsupportedProtocol", message)
        return f"{base.rstrip('/')}/{url.lstrip('/')}"

    def _over_limit(self, scope: Scope) -> bool:
        """Count the request; True when the app has made too many in the last virtual minute."""
        limit = self._profile.http_requests_per_minute
        if not limit:
            return False
        now = self._clock.now()
        recent = self._recent.setdefault((scope.app_id, scope.tenant_id), deque())
        while recent and recent[0] <= now - 60:
            recent.popleft()
        if len(recent) >= limit:
            return True
        recent.append(now)
        return False


def _answer(call: ServiceCall, response: httpx.Response) -> dict[str, Any]:
    """A response as the wire carries it: parsed JSON, text, or bytes that are no text."""
    content = response.content
    call.notes.update(
        url=str(response.url), response_bytes=len(content), redirects=len(response.history)
    )
    if len(content) > ANSWER_BYTES:
        message = f"the answer has {len(content):,} bytes; the workbench carries {ANSWER_BYTES:,}"
        raise ServiceError("ReadError", message)
    answer = {"status_code": response.status_code, "headers": dict(response.headers)}
    kind = response.headers.get("content-type", "").lower()
    if "json" in kind and content:
        try:
            return {**answer, "body": orjson.loads(content), "body_kind": "json"}
        except orjson.JSONDecodeError:
            call.notes["warning"] = "the body says it is JSON and is not"
    if not kind.startswith("text/") and "charset" not in kind and not _is_text(content):
        return {**answer, "body": base64.b64encode(content).decode(), "body_kind": "bytes"}
    return {**answer, "body": response.text, "body_kind": "text"}


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _json_answer(status: int, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
    shown = {"content-type": "application/json", **headers}
    return {"status_code": status, "headers": shown, "body": body, "body_kind": "json"}


def _files(files: Any) -> list[tuple[str, tuple[Any, bytes, Any]]]:
    """Files as httpx takes them; over the wire each is a dict with its content in base64."""
    return [
        (file["name"], (file.get("filename"), _bytes(file), file.get("content_type")))
        for file in files
    ]


def _bytes(file: Mapping[str, Any]) -> bytes:
    content = file.get("content")
    return content if isinstance(content, bytes) else base64.b64decode(file["content_b64"])


def _form(data: Any) -> Any:
    """Form fields as httpx takes them: a field that is given twice becomes a list."""
    if not isinstance(data, list):
        return data
    fields: dict[str, list[Any]] = {}
    for name, value in data:
        fields.setdefault(name, []).append(value)
    return fields
