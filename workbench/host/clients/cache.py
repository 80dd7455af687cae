"""``ctx.cache``: short-lived values of registered models (performance guide, Caching)."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from workbench.host.clients.base import RemoteClient
from workbench.wire.frames import JSON

_KEY = re.compile(r"[A-Za-z0-9_\-:]+")
_LONGEST_KEY = 128
_TTL = range(5, 301)
_MOST_BYTES = 65536
_log = logging.getLogger("imperal_sdk.cache")


class RemoteCache(RemoteClient):
    """The user's cache. Everything is checked before anything is sent, in the SDK's order."""

    service = "cache"

    async def get(self, key: str, model: type[Any]) -> Any:
        """The value kept under `key` for `model`, or None."""
        _check_key(key)
        return await self._read(key, model, self._name_of(model))

    async def set(self, key: str, value: Any, ttl_seconds: int = 60) -> None:
        """Keep `value` for 5 to 300 seconds."""
        _check_key(key)
        _check_ttl(ttl_seconds)
        if not isinstance(value, BaseModel):
            raise TypeError(f"ctx.cache.set() keeps pydantic models, not {_kind(value)}")
        await self._write(key, value, self._name_of(type(value)), ttl_seconds)

    async def delete(self, key: str) -> None:
        """Forget `key` for every registered model."""
        _check_key(key)
        models = list(self._models())
        if models:
            await self._call("delete", key=key, models=models)

    async def get_or_fetch(
        self,
        key: str,
        model: type[Any],
        fetcher: Callable[[], Awaitable[Any]],
        ttl_seconds: int = 60,
    ) -> Any:
        """The kept value, else what `fetcher` returns, kept for the next time.

        Concurrent misses of one key share one fetch. From version 5 of the SDK on a value that
        cannot be kept is returned all the same, and the reason is logged.
        """
        _check_key(key)
        name = self._name_of(model)
        while True:
            found = await self._read(key, model, name)
            if found is not None:
                return found
            place = (id(self._platform.extension), self._user_id, name, key)
            pending = _FETCHES.get(place)
            if pending is None:
                return await self._fetch(place, key, name, model, fetcher, ttl_seconds)
            shared = await asyncio.shield(pending)
            if isinstance(shared, model):
                return shared

    async def _fetch(
        self,
        place: tuple[Any, ...],
        key: str,
        name: str,
        model: type[Any],
        fetcher: Callable[[], Awaitable[Any]],
        ttl_seconds: int,
    ) -> Any:
        pending = _FETCHES[place] = asyncio.get_running_loop().create_future()
        value = None
        try:
            value = await fetcher()
            if not isinstance(value, model):
                raise TypeError(
                    f"the fetcher of {key!r} returned {_kind(value)}, not {model.__name__}"
                )
            await self._keep(key, value, name, ttl_seconds)
            return value
        finally:
            del _FETCHES[place]
            pending.set_result(value)

    async def _keep(self, key: str, value: Any, name: str, ttl_seconds: int) -> None:
        try:
            _check_ttl(ttl_seconds)
            await self._write(key, value, name, ttl_seconds)
        except ValueError as error:
            if self._platform.sdk.major < 5:
                raise
            _log.warning("%r was fetched but not cached: %s", key, error)

    async def _read(self, key: str, model: type[Any], name: str) -> Any:
        answer = await self._call("get", key=key, model=name)
        if answer is None or answer.get("data") is None:
            return None
        try:
            return model.model_validate(answer["data"])
        except ValidationError:
            return None

    async def _write(self, key: str, value: Any, name: str, ttl_seconds: int) -> None:
        data = value.model_dump(mode="json")
        self._check_size(data, name, ttl_seconds)
        await self._call("set", key=key, model=name, data=data, ttl_seconds=ttl_seconds)

    def _check_size(self, data: Any, name: str, ttl_seconds: int) -> None:
        body: dict[str, Any] = {
            "model": name,
            "version": 1,
            "data": data,
            "cached_at": datetime.now(UTC).isoformat(),
        }
        if self._platform.sdk.major >= 5:
            body = {"envelope": body, "ttl_seconds": ttl_seconds}
        size = len(JSON.dumps(body))
        if size > _MOST_BYTES:
            raise ValueError(f"a cached value may take {_MOST_BYTES:,} bytes; this takes {size:,}")

    def _models(self) -> dict[str, type[Any]]:
        return dict(getattr(self._platform.extension, "_cache_models", None) or {})

    def _name_of(self, model: Any) -> str:
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            raise TypeError(f"the cache's models are pydantic models, not {_kind(model)}")
        for name, registered in self._models().items():
            if registered is model:
                return name
        raise ValueError(f"{model.__name__} is not registered: decorate it with @ext.cache_model")


_FETCHES: dict[tuple[Any, ...], asyncio.Future[Any]] = {}


def _check_key(key: Any) -> None:
    if not isinstance(key, str) or not key:
        raise ValueError(f"a cache key is a text that is not empty, not {key!r}")
    if len(key) > _LONGEST_KEY:
        raise ValueError(f"a cache key has at most {_LONGEST_KEY} characters, not {len(key)}")
    if not _KEY.fullmatch(key):
        raise ValueError(f"a cache key is made of A-Z a-z 0-9 _ - : only; {key!r} is not")


def _check_ttl(seconds: Any) -> None:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds not in _TTL:
        raise ValueError(f"ttl_seconds is an int from 5 to 300, not {seconds!r}")


def _kind(value: object) -> str:
    return value.__name__ if isinstance(value, type) else type(value).__name__
