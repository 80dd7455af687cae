"""``ctx``: the installed SDK's own Context, with clients that ask the kernel."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any, Protocol

from workbench.host.clients.base import Platform
from workbench.host.clients.cache import RemoteCache
from workbench.host.clients.config import make_config
from workbench.host.clients.db import RemoteDB
from workbench.host.clients.http import RemoteHTTP
from workbench.host.clients.mirrored import mirrored
from workbench.host.clients.secrets import HealthSecrets, RemoteSecrets
from workbench.host.clients.services import (
    RemoteAI,
    RemoteExtensions,
    RemoteNotify,
    RemoteSkeleton,
    RemoteStorage,
)
from workbench.host.clients.store import RemoteStore
from workbench.host.logs import Logs
from workbench.host.places import Places
from workbench.host.work import current

_SYSTEM = "__system__"
_LONGEST_MESSAGE = 65536
_TRUNCATED = "...(truncated)"
_LEVELS = frozenset({"debug", "info", "warning", "error", "critical"})
_PLATFORM_CLIENTS = ("users", "apps", "conversations", "rbac", "signals")


class Detach(Protocol):
    """Lets a coroutine run on after its handler; see `workbench.host.tasks`."""

    async def __call__(self, coro: Any, *, long_running: bool, name: str) -> str: ...


class Contexts:
    """Makes contexts; one for each child, since the Context class is made to measure."""

    def __init__(self, platform: Platform, logs: Logs, places: Places, detach: Detach) -> None:
        self._platform = platform
        self._logs = logs
        self._places = places
        self._detach = detach
        sdk = platform.sdk
        base = sdk.need("context", "Context")
        self._fields = frozenset(field.name for field in dataclasses.fields(base))
        self._kind = type(base.__name__, (base,), self._members())
        self._time = sdk.need("context", "TimeContext")
        self._user = sdk.need("types.identity", "UserContext")
        self._tenant = sdk.need("types.identity", "TenantContext")

    def make(self, spec: dict[str, Any], kind: str) -> Any:
        """The context of an invocation of `kind` that the kernel described by `spec`."""
        user = {**spec["user"], "tenant_id": spec["user"].get("tenant_id") or "default"}
        tenant = spec.get("tenant")
        with_require = bool(spec.get("profile", {}).get("config_require"))
        values: dict[str, Any] = {
            "user": self._user(**user),
            "tenant": None if tenant is None else self._tenant(**tenant),
            "time": self._time(**spec.get("time", {})),
            "agency_id": spec.get("agency_id"),
            "agency_theme": spec.get("agency_theme"),
            "config": make_config(
                self._platform.sdk, spec.get("config") or {}, with_require=with_require
            ),
            "_extension_id": spec["extension_id"],
            "_metadata": {"surface": spec["surface"], "call_stack": spec.get("call_stack", [])},
            "_tool_type": spec["tool_type"],
            "_extension": self._platform.extension,
        }
        has_db = bool(spec.get("profile", {}).get("db"))
        ctx = self._assemble(values, user["imperal_id"], None, has_db)
        ctx._progress_callback = self._progress
        ctx._background_task_spawn = self._detach
        ctx.secrets = HealthSecrets() if kind == "health" else ctx.secrets
        return ctx

    def _assemble(
        self, values: dict[str, Any], user_id: str, acting: str | None, has_db: bool
    ) -> Any:
        """A context of `values`, with clients that work for `user_id`."""
        platform = self._platform
        for name, client in _CLIENTS.items():
            values.setdefault(name, client(platform, user_id, acting))
        billing = mirrored(platform.sdk, "billing")
        values.setdefault("billing", billing(platform, user_id, acting))
        ctx = self._kind(**values)
        ctx._workbench_user = (user_id, acting)
        ctx.secrets = RemoteSecrets(platform, user_id, acting)
        ctx.ext_id = ctx._extension_id
        ctx._declared_secrets = _for_users(platform.extension)
        if has_db:
            ctx.db = RemoteDB(platform, user_id, acting)
        return ctx

    async def _progress(self, percent: float, message: str = "") -> None:
        calls = self._platform.calls
        calls.check_cancelled(current.get())
        await calls.call("progress", "report", {"percent": percent, "message": message})
        calls.check_cancelled(current.get())

    def as_user(self, ctx: Any, user_id: str) -> Any:
        """A context of another user for a system one (scheduled tasks, Fan-out).

        Progress and background tasks are not carried over, as on the platform. RuntimeError
        unless `ctx` is a system context, ValueError for an id that is no user's.
        """
        if ctx.user.imperal_id != _SYSTEM:
            raise RuntimeError(
                "ctx.as_user() is for system contexts (@ext.schedule); this one belongs to the "
                f"user {ctx.user.imperal_id!r}"
            )
        if not user_id or user_id == _SYSTEM:
            raise ValueError(f"ctx.as_user() takes the id of a user, not {user_id!r}")
        attributes = {**ctx.user.attributes, "scoped_from": _SYSTEM}
        user = ctx.user.model_copy(update={"imperal_id": user_id, "attributes": attributes})
        values = {name: getattr(ctx, name) for name in self._fields - _REBUILT}
        values |= {"user": user, "_metadata": copy.copy(ctx._metadata)}
        return self._assemble(values, user_id, user_id, "db" in vars(ctx) and ctx.db is not None)

    # -- the class -------------------------------------------------------------------------

    def _members(self) -> dict[str, Any]:
        """What this Context has instead of the SDK's."""
        platform, logs, places = self._platform, self._logs, self._places
        contexts = self

        def cache(ctx: Any) -> RemoteCache:
            """The cache of this context's user."""
            return RemoteCache(platform, *ctx._workbench_user)

        def as_user(ctx: Any, user_id: str) -> Any:
            """A context that acts for one user; for system contexts only."""
            return contexts.as_user(ctx, user_id)

        async def log(ctx: Any, message: str, level: str = "info") -> None:
            """Write a line into the extension's log."""
            logs.add(
                str(message),
                level=level if level in _LEVELS else "info",
                logger=f"ext.{ctx._extension_id}",
                stream="ctx",
                place=places.call_site(),
            )

        async def deliver_chat_message(
            ctx: Any,
            text: str,
            *,
            msg_type: str = "response",
            refresh_panels: list[str] | None = None,
        ) -> None:
            """Put a message into the user's chat."""
            args = {"text": _cut(text), "msg_type": msg_type, "refresh_panels": refresh_panels}
            await platform.calls.call("chat", "deliver", args, acting=ctx._workbench_user[1])

        members: dict[str, Any] = {
            "cache": property(cache),
            "as_user": as_user,
            "log": log,
            "deliver_chat_message": deliver_chat_message,
        }
        base = platform.sdk.need("context", "Context")
        for name in _PLATFORM_CLIENTS:
            if hasattr(base, name):
                members[name] = property(self._mirrored(name))
        return members

    def _mirrored(self, name: str) -> Any:
        def client(ctx: Any) -> Any:
            made = vars(ctx).setdefault("_workbench_clients", {})
            if name not in made:
                kind = mirrored(self._platform.sdk, name)
                made[name] = kind(self._platform, *ctx._workbench_user)
            return made[name]

        return client


_CLIENTS = {
    "store": RemoteStore,
    "ai": RemoteAI,
    "skeleton": RemoteSkeleton,
    "notify": RemoteNotify,
    "storage": RemoteStorage,
    "http": RemoteHTTP,
    "extensions": RemoteExtensions,
}
_REBUILT = frozenset({"user", "store", "skeleton", "notify", "billing", "db", "_metadata"})
"""Fields that an ``as_user`` context does not share with the system's."""


def _for_users(extension: Any) -> dict[str, Any]:
    """The secrets a user may enter, by name: what the SDK's own ``secrets`` panel lists.

    It takes them and ``ext_id`` from the context. Those that only the extension writes are left
    out: there is nothing to enter, and the panel of SDK 6.3.7 fails on them.
    """
    declared = getattr(extension, "_secrets", None) or {}
    return {
        name: spec
        for name, spec in declared.items()
        if getattr(spec, "write_mode", "user") != "extension"
    }


def _cut(text: str) -> str:
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= _LONGEST_MESSAGE:
        return text
    return encoded[:_LONGEST_MESSAGE].decode("utf-8", "ignore") + _TRUNCATED
