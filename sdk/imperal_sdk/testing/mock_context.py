"""A context for unit tests, with everything in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from imperal_sdk._system_user import SYSTEM_USER
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.context import Context, TimeContext
from imperal_sdk.testing.mock_background import MockBackground
from imperal_sdk.testing.mock_billing import MockBilling
from imperal_sdk.testing.mock_http import MockHTTP
from imperal_sdk.testing.mock_platform import DeliveredMessage, MockPlatform
from imperal_sdk.testing.mock_secrets import MockSecretStore
from imperal_sdk.testing.mock_services import (
    MockAI,
    MockConfig,
    MockExtensions,
    MockNotify,
    MockSkeleton,
    MockStorage,
)
from imperal_sdk.testing.mock_store import MockStore
from imperal_sdk.types.identity import TenantContext, UserContext

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension

__all__ = [
    "MockAI",
    "MockBilling",
    "MockConfig",
    "MockContext",
    "MockExtensions",
    "MockHTTP",
    "MockNotify",
    "MockSkeleton",
    "MockStorage",
    "MockStore",
    "MockedContext",
]


class MockedContext(Context):
    """What :func:`MockContext` returns: a real Context, and what happened in it.

    The clients are typed as their doubles: ``ctx.http.mock_get(...)`` and so on.
    """

    store: MockStore
    ai: MockAI
    billing: MockBilling
    notify: MockNotify
    storage: MockStorage
    http: MockHTTP
    config: MockConfig
    extensions: MockExtensions

    def __post_init__(self) -> None:
        super().__post_init__()
        assert isinstance(self._transport, MockPlatform)
        self.platform: MockPlatform = self._transport
        self.background = MockBackground(self.platform.deliver)
        self.progress_calls: list[tuple[float, str]] = []
        self._cancelled = False
        self._progress_callback = self._note_progress

    @property
    def chat_messages(self) -> list[DeliveredMessage]:
        """Messages that reached this user's chat, those of background tasks included."""
        return self.platform.messages

    def cancel(self) -> None:
        """Cancel as a user would: the next ``ctx.progress`` raises TaskCancelled."""
        self._cancelled = True

    def _note_progress(self, percent: float, message: str) -> None:
        self.progress_calls.append((percent, message))
        if self._cancelled:
            raise TaskCancelled("The user cancelled the task")


def MockContext(  # noqa: N802 - the platform's name
    user_id: str = "test_user",
    email: str = "test@test.com",
    role: str = "user",
    scopes: list[str] | None = None,
    tenant_id: str = "default",
    extension_id: str = "test-ext",
    config: dict[str, Any] | None = None,
    tool_type: str = "tool",
    *,
    extension: Extension | None = None,
    secrets: dict[str, str] | None = None,
    tenant: TenantContext | None = None,
    now: Callable[[], float] = time.time,
    strict: bool = False,
) -> MockedContext:
    """Return a context whose clients work in memory.

    ``extension`` gives the cache its registered models, the secrets their declarations and
    the configuration its defaults, and lets background tasks run; without one
    ``ctx.background_task`` raises RuntimeError, as outside the platform. ``secrets`` are
    values the user has set; ``now`` is the clock cache entries expire by, in seconds. With
    ``user_id="__system__"`` it is the context of a scheduled task: ``ctx.as_user(...)``,
    ``ctx.store.list_users(...)`` work and ``ctx.notify`` goes nowhere. With ``strict`` store and
    HTTP refuse what production refuses and the published double lets pass: updates of documents
    that do not exist, and keywords that httpx does not take.
    """
    from imperal_sdk.extension import Extension as _Extension

    ext = extension or _Extension(extension_id)
    context = MockedContext(
        user=UserContext(
            imperal_id=user_id,
            email="" if user_id == SYSTEM_USER else email,
            tenant_id=tenant_id,
            role=role,
            scopes=["*"] if scopes is None else scopes,
        ),
        tenant=tenant,
        store=MockStore(user_id, strict=strict),
        ai=MockAI(),
        skeleton=MockSkeleton(),
        billing=MockBilling(),
        notify=MockNotify(user_id),
        storage=MockStorage(),
        http=MockHTTP(strict=strict),
        config=MockConfig({**ext.config_defaults, **(config or {})}),
        extensions=MockExtensions(),
        time=TimeContext(now_utc="2026-01-01T00:00:00Z", now_local="2026-01-01T00:00:00"),
        _extension_id=ext.app_id if extension else extension_id,
        _tool_type=tool_type,
        _extension=ext,
        _transport=MockPlatform(user_id, now),
    )
    if extension is not None:
        context._background_task_spawn = context.background.spawn
    declared = extension.secrets if extension else None
    context.secrets = MockSecretStore(secrets, declared=declared)
    return context
