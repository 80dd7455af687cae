"""The platform behind a MockContext: cache, chat and directory in memory."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from imperal_sdk._messages import explain


@dataclass
class DeliveredMessage:
    """A message that reached a user's chat."""

    user_id: str
    text: str
    msg_type: str = "response"
    refresh_panels: list[str] | None = None


@dataclass
class _Memory:
    """What all users' views of the platform share; cache entries are (expiry, data)."""

    cache: dict[tuple[str, str, str], tuple[float, Any]] = field(default_factory=dict)
    messages: list[DeliveredMessage] = field(default_factory=list)
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    signals: dict[str, Any] = field(default_factory=dict)


class MockPlatform:
    """A transport that serves one user from memory.

    ``now`` is the clock the cache expires by, in seconds; move it in a test to see entries
    expire.
    """

    def __init__(self, user_id: str, now: Callable[[], float] = time.time) -> None:
        self.user_id = user_id
        self.now = now
        self._memory = _Memory()

    def for_user(self, user_id: str) -> MockPlatform:
        """Return another user's view of the same platform."""
        other = copy.copy(self)
        other.user_id = user_id
        return other

    def answer(self, client: str, method: str, value: Any) -> None:
        """Set what ``ctx.<client>.<method>`` answers; client is users, apps, rbac, …"""
        self._memory.answers[client, method] = value

    @property
    def messages(self) -> list[DeliveredMessage]:
        """Messages delivered to this user."""
        return [m for m in self._memory.messages if m.user_id == self.user_id]

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        """Serve one call of a client."""
        handler = getattr(self, f"_{service}_{method}", None)
        if handler is not None:
            return handler(**args)
        try:
            return copy.deepcopy(self._memory.answers[service, method])
        except KeyError:
            raise RuntimeError(
                explain(
                    f"ctx.{service}.{method} has no answer in this test",
                    "the double knows no directory of its own",
                    f"call ctx.platform.answer({service!r}, {method!r}, {{...}}) first",
                )
            ) from None

    def deliver(self, text: str, refresh_panels: list[str] | None = None) -> None:
        """Put a message into this user's chat."""
        self._chat_deliver(text, "response", refresh_panels)

    def _chat_deliver(self, text: str, msg_type: str, refresh_panels: list[str] | None) -> None:
        self._memory.messages.append(DeliveredMessage(self.user_id, text, msg_type, refresh_panels))

    def _signals_emit(self, key: str, value: Any, metadata: dict[str, Any]) -> None:
        self._memory.signals[key] = value

    def _cache_get(self, key: str, model: str) -> dict[str, Any] | None:
        expiry, data = self._memory.cache.get((self.user_id, model, key), (0.0, None))
        return {"data": copy.deepcopy(data)} if data is not None and self.now() < expiry else None

    def _cache_set(self, key: str, model: str, data: Any, ttl_seconds: int) -> None:
        self._memory.cache[self.user_id, model, key] = (self.now() + ttl_seconds, data)

    def _cache_delete(self, key: str, models: list[str]) -> None:
        for model in models:
            self._memory.cache.pop((self.user_id, model, key), None)
