"""The context a handler gets as its first argument, ``ctx`` (SDK reference, Context)."""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from imperal_sdk._context_platform import PlatformClients
from imperal_sdk._context_protocols import (
    AIProtocol,
    BillingProtocol,
    ConfigProtocol,
    DBProtocol,
    ExtensionsProtocol,
    HTTPProtocol,
    NotifyProtocol,
    SkeletonProtocol,
    StorageProtocol,
    StoreProtocol,
    ToolsProtocol,
)
from imperal_sdk._gateway.endpoint import Transport
from imperal_sdk._messages import explain
from imperal_sdk.skeleton.client import SkeletonGuard
from imperal_sdk.types.identity import TenantContext, UserContext

if TYPE_CHECKING:
    from imperal_sdk.cache.protocol import CacheProtocol
    from imperal_sdk.extension import Extension

__all__ = [
    "AIProtocol",
    "BillingProtocol",
    "ConfigProtocol",
    "Context",
    "DBProtocol",
    "ExtensionsProtocol",
    "HTTPProtocol",
    "NotifyProtocol",
    "SkeletonProtocol",
    "StorageProtocol",
    "StoreProtocol",
    "TimeContext",
    "ToolsProtocol",
]

ProgressCallback: TypeAlias = Callable[[float, str], Awaitable[None] | None]
SpawnHook: TypeAlias = Callable[..., Awaitable[str]]

MAX_MESSAGE_BYTES = 65536
_TRUNCATED = "...(truncated)"
_DEFAULT_HOST = "panel.imperal.io"

_ABSENT: Any = None
"""The value of a client that a context lacks. It has no type of its own, because handlers are
given theirs: an author's type checker should not ask for a check that never fails."""


@dataclass
class TimeContext:
    """The user's time, as the platform saw it when the handler was called.

    ``now_utc`` and ``now_local`` are ISO strings, ``utc_offset`` like "+02:00".
    """

    timezone: str = "UTC"
    utc_offset: str = "+00:00"
    now_utc: str = ""
    now_local: str = ""
    hour_local: int = 0
    is_business_hours: bool = False


@dataclass
class Context(PlatformClients):
    """Who is asking, when, and the clients a handler works with.

    A client that the surface does not offer is None. ``secrets`` is set by the platform after
    construction and missing (AttributeError) where there are none. ``_transport`` is how a
    development host reaches the platform's services; without it clients speak HTTP.
    """

    user: UserContext
    tenant: TenantContext | None = None
    store: StoreProtocol = _ABSENT
    ai: AIProtocol = _ABSENT
    skeleton: SkeletonProtocol = _ABSENT
    billing: BillingProtocol = _ABSENT
    notify: NotifyProtocol = _ABSENT
    storage: StorageProtocol = _ABSENT
    http: HTTPProtocol = _ABSENT
    config: ConfigProtocol = _ABSENT
    extensions: ExtensionsProtocol = _ABSENT
    time: TimeContext = field(default_factory=TimeContext)
    agency_id: str | None = None
    agency_theme: dict[str, Any] | None = None
    _extension_id: str = ""
    _metadata: dict[str, Any] = field(default_factory=dict)
    _tool_type: str = "tool"
    _call_token: str = ""
    _extension: Extension | None = None
    _gateway_url: str = ""
    _service_token: str = ""
    db: DBProtocol = _ABSENT
    tools: ToolsProtocol = _ABSENT
    _transport: Transport | None = None

    def __post_init__(self) -> None:
        self._progress_callback: ProgressCallback | None = None
        self._background_task_spawn: SpawnHook | None = None
        self._cache: CacheProtocol | None = None
        self._platform_clients: dict[str, Any] = {}
        self._raw_skeleton: Any = self.skeleton
        if self.skeleton is not None:
            self.skeleton = SkeletonGuard(self.skeleton, self._tool_type)

    @property
    def cache(self) -> CacheProtocol:
        """The cache of this user (performance, Caching strategies).

        Raises RuntimeError where there is no extension or no way to the platform.
        """
        if self._cache is None:
            self._cache = self._new_cache()
        return self._cache

    def _new_cache(self) -> CacheProtocol:
        if self._extension is None or not (self._transport or self._gateway_url):
            missing = "extension" if self._extension is None else "gateway URL or transport"
            raise RuntimeError(
                explain(
                    f"ctx.cache is not available: this context has no {missing}",
                    "the cache belongs to one extension on one platform",
                    "in tests use MockContext(extension=ext)",
                )
            )
        from imperal_sdk.cache.client import CacheClient

        return CacheClient(
            self._extension.app_id,
            self.user.imperal_id,
            self._gateway_url,
            self._service_token,
            self._call_token,
            self._extension,
            transport=self._transport,
        )

    @property
    def secrets(self) -> Any:
        """The user's secrets; AttributeError where the platform set none."""
        try:
            return self.__dict__["secrets"]
        except KeyError:
            raise AttributeError(
                explain(
                    "this context has no 'secrets'",
                    "the platform adds ctx.secrets when the extension declares secrets",
                    "declare them with ext.secret(...); in tests set "
                    "ctx.secrets = MockSecretStore({...})",
                )
            ) from None

    @secrets.setter
    def secrets(self, client: Any) -> None:
        self.__dict__["secrets"] = client

    async def progress(self, percent: float, message: str = "") -> None:
        """Tell the user how far the work is (0 to 100) and show the platform it is alive.

        Raises TaskCancelled when the user has cancelled: let it propagate
        (long-running AI calls, Progress emissions).
        """
        if self._progress_callback is None:
            return
        pending = self._progress_callback(percent, message)
        if inspect.isawaitable(pending):
            await pending

    async def background_task(
        self, coro: Coroutine[Any, Any, Any], *, long_running: bool = False, name: str = ""
    ) -> str:
        """Let ``coro`` run on after the handler answered; return the task's id.

        The coroutine returns an ActionResult, which is delivered to the chat. It may take 180
        seconds, or 1800 with ``long_running``. Raises RuntimeError where no host runs tasks; the
        coroutine can then still be awaited.
        """
        if self._background_task_spawn is None:
            # The coroutine stays usable: some handlers await it themselves after this error.
            raise RuntimeError(
                explain(
                    "ctx.background_task is not available: this context has no host to run tasks",
                    "background tasks run under the platform's supervision",
                    "in tests use MockContext(extension=ext), which runs them",
                )
            )
        return await self._background_task_spawn(
            coro, long_running=long_running, name=name or "background"
        )

    async def deliver_chat_message(
        self,
        text: str,
        *,
        msg_type: str = "response",
        refresh_panels: list[str] | None = None,
    ) -> None:
        """Put a message into the user's chat as a turn of its own.

        ``text`` is cut at 64 KB of UTF-8; ``msg_type`` is response, system or tool_result.
        Raises RuntimeError in a context that belongs to no user or reaches no platform.
        """
        from imperal_sdk._gateway.http import GatewayTransport

        args = {
            "text": cut(text),
            "msg_type": msg_type,
            "refresh_panels": refresh_panels,
        }
        send = self._transport or GatewayTransport(self._endpoint())
        self._check_deliverable()
        await send("chat", "deliver", args)

    def _check_deliverable(self) -> None:
        needed = {"extension id": self._extension_id, "user id": self.user.imperal_id}
        if self._transport is None:
            needed |= {"gateway URL": self._gateway_url, "service token": self._service_token}
        missing = ", ".join(name for name, value in needed.items() if not value)
        if missing:
            raise RuntimeError(
                explain(
                    f"ctx.deliver_chat_message is not available: this context has no {missing}",
                    "a message goes from an extension to the chat of its user",
                    "in tests use MockContext, which records messages",
                )
            )

    async def log(self, message: str, level: str = "info") -> None:
        """Log ``message`` under ``ext.<extension id>``; an unknown level counts as info.

        This is a coroutine: it must be awaited (performance, Structured logging).
        """
        number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        logging.getLogger(f"ext.{self._extension_id}").log(number, "%s", message)

    def webhook_url(self, path: str) -> str:
        """Return the public URL of the webhook declared at ``path``.

        Raises RuntimeError in a context that belongs to no extension.
        """
        if not self._extension_id:
            raise RuntimeError(
                explain(
                    f"ctx.webhook_url({path!r}): this context has no extension id",
                    "a webhook's URL contains the id of its extension",
                    "in tests use MockContext(extension_id='my-app')",
                )
            )
        host = os.environ.get("IMPERAL_PUBLIC_HOST") or _DEFAULT_HOST
        return f"https://{host}/v1/ext/{self._extension_id}/webhook/{path.lstrip('/')}"

    async def oauth_authorize_url(self, provider: str, *, login_hint: str | None = None) -> str:
        """Return the URL where the user grants access to an account of ``provider``.

        Needs the secret ``<provider>_client_id`` and the variable IMPERAL_OAUTH_STATE_SECRET.
        Raises ValueError for an unknown provider.
        """
        from imperal_sdk._oauth_consent import consent_url

        return await consent_url(self, provider, login_hint)

    def as_user(self, user_id: str) -> Context:
        """Return a context that acts for one user (scheduled tasks, Fan-out).

        Store, skeleton, notify, billing, cache and secrets are that user's; everything else is
        shared with this context. Progress and background tasks are not carried over. Raises
        RuntimeError unless this is a system context, ValueError for an empty or system id.
        """
        from imperal_sdk._context_scoping import check_may_scope, fields_for, scoped_client

        check_may_scope(self, user_id)
        other = type(self)(**fields_for(self, user_id))
        if "secrets" in self.__dict__:
            other.secrets = scoped_client("secrets", self.secrets, user_id)
        return other


def cut(text: str) -> str:
    """Return ``text`` if it fits into 64 KB of UTF-8, else its beginning and a mark."""
    encoded = text.encode("utf-8")
    if len(encoded) <= MAX_MESSAGE_BYTES:
        return text
    return encoded[:MAX_MESSAGE_BYTES].decode("utf-8", errors="ignore") + _TRUNCATED
