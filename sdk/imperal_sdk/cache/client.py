"""The cache, ``ctx.cache`` (performance guide, Caching strategies)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk._messages import explain, shown
from imperal_sdk.cache import envelope, rules
from imperal_sdk.cache.flights import share

if TYPE_CHECKING:
    import httpx

T = TypeVar("T", bound=BaseModel)

DEFAULT_TTL_S = 60

logger = logging.getLogger("imperal_sdk.cache")


class CacheClient(Client):
    """Cached models of one user of one extension.

    All checks happen before anything is sent, in this order: key, TTL, type, registration,
    size. ``http_client`` is accepted for compatibility and not used.
    """

    service = "cache"

    def __init__(
        self,
        app_id: str,
        user_id: str,
        gw_url: str,
        service_token: str = "",
        call_token: str = "",
        extension: Any = None,
        http_client: httpx.AsyncClient | None = None,
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gw_url,
                service_token=service_token,
                call_token=call_token,
                extension_id=app_id,
                user_id=user_id,
            ),
            transport,
        )
        self._extension = extension

    async def get(self, key: str, model: type[T]) -> T | None:
        """Return the value stored under ``key`` as ``model``, or None.

        Raises ValueError for a bad key or an unregistered model, TypeError for anything but a
        model class.
        """
        rules.check_key(key)
        rules.check_model(model)
        name = rules.registered_name(self._extension, model)
        entry = await self._call("get", key=key, model=name)
        return model.model_validate(entry["data"]) if entry is not None else None

    async def set(self, key: str, value: BaseModel, ttl_seconds: int = DEFAULT_TTL_S) -> None:
        """Store ``value`` under ``key`` for ``ttl_seconds`` (5 to 300).

        Raises ValueError for a bad key, TTL, an unregistered model or an entry over 64 KB,
        TypeError for anything but a model instance.
        """
        rules.check_key(key)
        rules.check_ttl(ttl_seconds)
        rules.check_value(value)
        name = rules.registered_name(self._extension, type(value))
        data = value.model_dump(mode="json")
        rules.check_size(name, envelope.packed(envelope.wrap(name, data), ttl_seconds))
        await self._call("set", key=key, model=name, data=data, ttl_seconds=ttl_seconds)

    async def delete(self, key: str) -> None:
        """Forget ``key`` in every registered model; no error when there is nothing."""
        rules.check_key(key)
        names = sorted(self._extension._cache_models)
        if not names:
            return
        if self._injected is not None:
            await self._call("delete", key=key, models=names)
            return
        for name in names:
            await self._call("delete", key=key, model=name)

    async def get_or_fetch(
        self,
        key: str,
        model: type[T],
        fetcher: Callable[[], Awaitable[T]],
        ttl_seconds: int = DEFAULT_TTL_S,
    ) -> T:
        """Return the value under ``key``; on a miss await ``fetcher()`` and store its answer.

        Concurrent misses of the same key share one fetch. A bad TTL raises ValueError at once,
        hit or miss; a fetched value of another class raises TypeError. When the value cannot
        be stored (too large, cache unreachable) that is logged and the value returned.
        """
        rules.check_key(key)
        rules.check_ttl(ttl_seconds)
        rules.check_model(model)
        name = rules.registered_name(self._extension, model)
        cached = await self.get(key, model)
        if cached is not None:
            return cached

        async def fetch() -> T:
            value = _checked(await fetcher(), model, key)
            await self._keep(key, value, ttl_seconds)
            return value

        flight = (self._endpoint.extension_id, self._endpoint.user_id, name, key)
        return await share(flight, fetch, lambda value: value.model_copy(deep=True))

    async def _keep(self, key: str, value: BaseModel, ttl_seconds: int) -> None:
        try:
            await self.set(key, value, ttl_seconds)
        except Exception as error:
            logger.warning("cache.get_or_fetch(%r) could not store its value: %s", key, error)


def _checked(value: object, model: type[T], key: str) -> T:
    if isinstance(value, model):
        return value
    raise TypeError(
        explain(
            f"the fetcher of cache key {key!r} returned {type(value).__name__}: {shown(value)}",
            f"the fetcher returns an instance of {model.__name__}",
            f"wrap what it fetched in {model.__name__}(...)",
        )
    )
