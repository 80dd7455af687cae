"""What ``ctx.cache`` offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


class CacheProtocol(Protocol):
    """A cache of pydantic models with a short life."""

    async def get(self, key: str, model: type[T]) -> T | None:
        """Return the cached value or None."""

    async def set(self, key: str, value: BaseModel, ttl_seconds: int = 60) -> None:
        """Cache a value."""

    async def delete(self, key: str) -> None:
        """Forget a key."""

    async def get_or_fetch(
        self,
        key: str,
        model: type[T],
        fetcher: Callable[[], Awaitable[T]],
        ttl_seconds: int = 60,
    ) -> T:
        """Return the cached value, or fetch and cache it."""
