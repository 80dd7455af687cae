"""The small clients of ``ctx``: ai, skeleton, notify, storage, extensions and signals."""

from __future__ import annotations

import base64
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from workbench.host.clients.base import Platform, RemoteClient, build

_log = logging.getLogger("imperal_sdk.extensions")
SignalCallback = Callable[[str, Any], Awaitable[None]]
_DEFAULT_MODEL = "claude-sonnet-4-6"


class RemoteAI(RemoteClient):
    """``ctx.ai``: completions."""

    service = "ai"

    async def complete(self, prompt: str, model: str = _DEFAULT_MODEL, **kwargs: Any) -> Any:
        """Complete `prompt`; the SDK's CompletionResult."""
        answer = await self._call("complete", prompt=prompt, model=model, options=kwargs)
        sdk = self._platform.sdk
        kind = sdk.get("ai.client", "CompletionResult") or sdk.need(
            "types.models", "CompletionResult"
        )
        return build(kind, answer)


class RemoteSkeleton(RemoteClient):
    """The raw skeleton client; the SDK's own guard stands before it."""

    service = "skeleton"

    async def get(self, section: str) -> Any:
        """The last snapshot of a section, or None."""
        return await self._call("get", section=section)


class RemoteNotify(RemoteClient):
    """``ctx.notify``: both a function and a client."""

    service = "notify"

    async def __call__(self, message: str, **kwargs: Any) -> None:
        await self._call("send", message=message, options=kwargs)

    async def send(self, message: str, channel: str = "in_app", **kwargs: Any) -> None:
        """Notify the user over `channel`."""
        await self._call("send", message=message, options={"channel": channel, **kwargs})


class RemoteStorage(RemoteClient):
    """``ctx.storage``: files, as long as they fit into one frame (about 11 MB)."""

    service = "storage"

    async def upload(
        self, path: str, data: bytes, content_type: str = "application/octet-stream"
    ) -> Any:
        """Keep a file; the SDK's FileInfo."""
        raw = data.encode() if isinstance(data, str) else bytes(data)
        encoded = base64.b64encode(raw).decode("ascii")
        answer = await self._call("upload", path=path, data_b64=encoded, content_type=content_type)
        return self._info(answer)

    async def download(self, path: str) -> bytes:
        """The bytes of a file."""
        answer = await self._call("download", path=path)
        return base64.b64decode(answer["data_b64"])

    async def delete(self, path: str) -> bool:
        """Delete a file; whether it existed."""
        return bool(await self._call("delete", path=path))

    async def list(self, prefix: str = "") -> Any:
        """A page of the files whose path begins with `prefix`."""
        answer = await self._call("list", prefix=prefix)
        page = self._platform.sdk.need("types.pagination", "Page")
        if isinstance(answer, dict):
            rows = answer.get("data") or []
            cursor, more = answer.get("cursor"), bool(answer.get("has_more"))
            total = answer.get("total")
        else:
            rows, cursor, more, total = answer or [], None, False, None
        files = [self._info(row) for row in rows]
        return page(data=files, cursor=cursor, has_more=more, total=total)

    def _info(self, row: dict[str, Any]) -> Any:
        return build(self._platform.sdk.need("types.models", "FileInfo"), row)


class RemoteExtensions(RemoteClient):
    """``ctx.extensions``: calls to other extensions, and events."""

    service = "extensions"

    async def call(self, app_id: str, method: str, **params: Any) -> Any:
        """Call an exposed method of another extension and wait for its answer."""
        return await self._call("call", app_id=app_id, method=method, params=params)

    async def emit(self, event_type: str, data: dict[str, Any]) -> None:
        """Publish an event. Returns when it is enqueued and never raises (events, Publishing)."""
        try:
            await self._call("emit", event_type=event_type, data=data)
        except Exception as error:
            _raise_cancellation(error)
            _log.warning("the event %s was not emitted: %s", event_type, error)


class RemoteSignals(RemoteClient):
    """``ctx.signals`` of SDK 6: values for nodes on the screen."""

    service = "platform"

    def __init__(self, platform: Platform, user_id: str, acting: str | None = None) -> None:
        super().__init__(platform, user_id, acting)
        self._callbacks: dict[str, list[SignalCallback]] = {}

    async def emit(self, key: str, value: Any, **metadata: Any) -> dict[str, Any]:
        """Set a signal. Never fails."""
        for callback in self._callbacks.get(key, ()):
            await callback(key, value)
        args = {"key": key, "value": value, "metadata": metadata}
        try:
            await self._call("call", client="signals", method="emit", args=args)
        except Exception as error:
            _raise_cancellation(error)
            _log.warning("the signal %s was not delivered: %s", key, error)
        return {"ok": True, "key": key}

    def subscribe(self, key: str, callback: SignalCallback) -> None:
        """Await ``callback(key, value)`` on each value this client emits."""
        self._callbacks.setdefault(key, []).append(callback)


def _raise_cancellation(error: Exception) -> None:
    """A client that never fails still lets a user's cancel through."""
    if type(error).__name__ == "TaskCancelled":
        raise error
