"""Small doubles: AI, notifications, storage, configuration, extensions, skeletons."""

from __future__ import annotations

import copy
import inspect
from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk._system_user import SYSTEM_USER
from imperal_sdk.config.client import ConfigClient
from imperal_sdk.errors import ExtensionError
from imperal_sdk.types.models import CompletionResult, FileInfo
from imperal_sdk.types.pagination import Page


class MockAI:
    """``ctx.ai`` for tests: answers registered by a part of the prompt.

    ``prompts`` lists what was asked.
    """

    def __init__(self) -> None:
        self._responses: list[tuple[str, str]] = []
        self._default_response = "Mock AI response"
        self.prompts: list[str] = []

    def set_response(self, pattern: str, response: str) -> None:
        """Answer prompts that contain ``pattern``; the latest that fits wins."""
        self._responses.append((pattern, response))

    async def complete(self, prompt: str, model: str = "", **kwargs: Any) -> CompletionResult:
        """Return the registered answer, or a default one."""
        self.prompts.append(prompt)
        fitting = [text for pattern, text in self._responses if pattern in prompt]
        text = fitting[-1] if fitting else self._default_response
        return CompletionResult(text=text, model=model or "mock")


class MockNotify:
    """``ctx.notify`` for tests: ``sent`` lists this user's notifications.

    The system user has no inbox: what is sent to it goes to ``dropped``.
    """

    def __init__(self, user_id: str = "test_user") -> None:
        self.sent: list[dict[str, Any]] = []
        self.dropped: list[dict[str, Any]] = []
        self._user_id = user_id
        self._inboxes: dict[str, MockNotify] = {user_id: self}

    def for_user(self, user_id: str) -> MockNotify:
        """Return the double of another user; the same one each time."""
        inbox = self._inboxes.get(user_id)
        if inbox is None:
            inbox = MockNotify(user_id)
            inbox._inboxes = self._inboxes
            self._inboxes[user_id] = inbox
        return inbox

    async def __call__(self, message: str, **kwargs: Any) -> None:
        """Record a notification."""
        await self.send(message, **kwargs)

    async def send(self, message: str, channel: str = "in_app", **kwargs: Any) -> None:
        """Record a notification and its channel."""
        box = self.dropped if self._user_id == SYSTEM_USER else self.sent
        box.append({"message": message, "channel": channel, **kwargs})


class MockStorage:
    """``ctx.storage`` for tests: files in memory, in ``_files[path]``."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._types: dict[str, str] = {}

    async def upload(
        self, path: str, data: bytes, content_type: str = "application/octet-stream"
    ) -> FileInfo:
        """Keep a file."""
        self._files[path] = data
        self._types[path] = content_type
        return self._info(path)

    async def download(self, path: str) -> bytes:
        """Return a file's bytes; raises FileNotFoundError."""
        if path not in self._files:
            known = ", ".join(sorted(self._files)) or "none"
            raise FileNotFoundError(
                explain(
                    f"there is no file {path!r} (files: {known})",
                    "download reads files that were uploaded",
                    "upload it first in the test",
                )
            )
        return self._files[path]

    async def delete(self, path: str) -> bool:
        """Forget a file; False when there was none."""
        self._types.pop(path, None)
        return self._files.pop(path, None) is not None

    async def list(self, prefix: str = "") -> Page[FileInfo]:
        """Return the files whose paths start with ``prefix``."""
        return Page[FileInfo](
            data=[self._info(path) for path in sorted(self._files) if path.startswith(prefix)]
        )

    def _info(self, path: str) -> FileInfo:
        return FileInfo(path, len(self._files[path]), self._types.get(path, ""))


class MockConfig(ConfigClient):
    """``ctx.config`` for tests."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        self._data: dict[str, Any] = data or {}
        super().__init__(self._data)


class MockExtensions:
    """``ctx.extensions`` for tests: registered methods and recorded events.

    ``_emitted`` lists events as ``{"event_type", "data"}``, ``calls`` the calls made.
    """

    def __init__(self) -> None:
        self._handlers: dict[str, dict[str, Any]] = {}
        self._emitted: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def register(self, app_id: str, method: str, handler: Any) -> None:
        """Let ``handler(**params)`` answer calls of ``app_id``'s ``method``."""
        self._handlers.setdefault(app_id, {})[method] = handler

    async def call(self, app_id: str, method: str, **kwargs: Any) -> Any:
        """Call a registered method; raises ExtensionError when there is none."""
        self.calls.append((app_id, method, kwargs))
        handler = self._handlers.get(app_id, {}).get(method)
        if handler is None:
            raise ExtensionError(
                app_id,
                explain(
                    f"method {method!r} is not registered",
                    "the double answers registered methods only",
                    f"ctx.extensions.register({app_id!r}, {method!r}, handler)",
                ),
            )
        result = handler(**kwargs)
        return await result if inspect.isawaitable(result) else result

    async def emit(self, event_type: str, data: dict[str, Any]) -> None:
        """Record an event."""
        self._emitted.append({"event_type": event_type, "data": copy.deepcopy(data)})


class MockSkeleton:
    """``ctx.skeleton`` for tests; seed it with ``_seed`` (or ``update``, as in SDK 4)."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, Any]] = {}

    def for_user(self, user_id: str) -> MockSkeleton:
        """Return an empty double: another user's snapshots are not this one's."""
        return MockSkeleton()

    def _seed(self, section: str, data: dict[str, Any]) -> None:
        self._sections[section] = data

    async def get(self, section: str) -> dict[str, Any] | None:
        """Return the snapshot of a section, None when there is none."""
        return self._sections.get(section)

    async def update(self, section: str, data: dict[str, Any]) -> None:
        """Set the snapshot of a section."""
        self._seed(section, data)
