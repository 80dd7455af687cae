"""`ctx.cache`: short-lived values of one app, one user and one registered model.

Expiry is virtual: the instant is kept beside the value and checked against the kernel's clock on
every read, so a month may pass in a second. `Expiry` takes what has expired out of the server soon
after; Redis' own expiry is a backstop against what a session leaves behind in a real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, unquote

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.profile import Profile
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.expiry import Expiry
from workbench.kernel.services.redis import RedisServer

_KEY = re.compile(r"[A-Za-z0-9_\-:]{1,128}")
_BACKSTOP_S: Final = 86_400
_PREFIX: Final = "imperal:extcache"


class Cache:
    """Values in a Redis `server`; nothing in it survives the session."""

    def __init__(self, server: RedisServer, clock: Clock, profile: Profile) -> None:
        self._server = server
        self._clock = clock
        self._profile = profile
        self._expiry = Expiry(server, clock)
        self._methods = {"get": self._get, "set": self._set, "delete": self._delete}

    async def call(self, call: ServiceCall) -> Any:
        """Answer a call of `ctx.cache`; the note ``cache`` tells a hit from a miss."""
        answer = self._methods.get(call.method)
        if answer is None:
            raise arguments.unknown_method(call)
        return await answer(call)

    async def _get(self, call: ServiceCall) -> dict[str, Any] | None:
        name = _name(call.scope, _model(call), _checked_key(call.args))
        redis = await self._server.client()
        raw = await redis.get(name)
        entry = None if raw is None else orjson.loads(raw)
        if entry is None or entry["expires_at"] <= self._clock.now():
            call.notes["cache"] = "miss" if entry is None else "expired"
            if entry is not None:
                await redis.delete(name)
            return None
        call.notes.update(cache="hit", age_s=round(self._clock.now() - entry["stored_at"], 3))
        return {"data": entry["data"]}

    async def _set(self, call: ServiceCall) -> None:
        key, model = _checked_key(call.args), _model(call)
        ttl, now = self._checked_ttl(call.args), self._clock.now()
        data = call.args.get("data")
        self._check_size(model, data)
        entry = {"key": key, "data": data, "stored_at": now, "expires_at": now + ttl}
        call.notes["expires_at"] = self._clock.iso(now + ttl)
        name, redis = _name(call.scope, model, key), await self._server.client()
        await redis.set(name, orjson.dumps(entry), ex=_BACKSTOP_S)
        self._expiry.at(name, now + ttl)

    async def _delete(self, call: ServiceCall) -> None:
        """Remove the key under every model; one that is absent is no error."""
        key = _checked_key(call.args)
        models = call.args.get("models") or _registered(call.scope)
        if models:
            names = [_name(call.scope, str(model), key) for model in models]
            redis = await self._server.client()
            call.notes["deleted"] = await redis.delete(*names)

    def _checked_ttl(self, args: Mapping[str, Any]) -> int:
        ttl = arguments.whole(args, "ttl_seconds", 60)
        low, high = self._profile.cache_min_ttl_s, self._profile.cache_max_ttl_s
        if not low <= ttl <= high:
            message = f"ttl_seconds must be between {low} and {high}, not {ttl}"
            raise ServiceError("ValueError", message)
        return ttl

    def _check_size(self, model: str, data: Any) -> None:
        envelope = {"model": model, "version": 1, "data": data, "cached_at": self._clock.iso()}
        size, cap = len(orjson.dumps(envelope)), self._profile.cache_value_cap_bytes
        if size > cap:
            message = f"a cached value may take {cap:,} bytes; this {model} takes {size:,}"
            raise ServiceError("ValueError", message)

    # --- the workspace's view ----------------------------------------------------------------

    async def entries(self, app_id: str | None = None) -> list[dict[str, Any]]:
        """What is cached now and not expired: app, user, model, key, data and instants."""
        found, redis = [], await self._server.client()
        async for name in redis.scan_iter(f"{_PREFIX}:{app_id or '*'}:*"):
            raw = await redis.get(name)
            entry = None if raw is None else orjson.loads(raw)
            if entry is not None and entry["expires_at"] > self._clock.now():
                app, user, model, _ = name.decode()[len(_PREFIX) + 1 :].split(":", 3)
                found.append({"app_id": app, "user_id": unquote(user), "model": model, **entry})
        return found

    async def save(self) -> dict[bytes, bytes]:
        """Every entry as stored, for `restore`."""
        redis = await self._server.client()
        names = [name async for name in redis.scan_iter(f"{_PREFIX}:*")]
        values = await redis.mget(names) if names else []
        pairs = zip(names, values, strict=True)
        return {name: value for name, value in pairs if isinstance(value, bytes)}

    async def restore(self, saved: Mapping[bytes, bytes]) -> None:
        """Put back what `save` returned and drop everything else."""
        redis = await self._server.client()
        names = [name async for name in redis.scan_iter(f"{_PREFIX}:*")]
        if names:
            await redis.delete(*names)
        for name, value in saved.items():
            await redis.set(name, value, ex=_BACKSTOP_S)
            self._expiry.at(name.decode(), orjson.loads(value)["expires_at"])


def _name(scope: Scope, model: str, key: str) -> str:
    digest = sha256(key.encode()).hexdigest()[:16]
    user = quote(scope.acting_user, safe="")
    return f"{_PREFIX}:{scope.app_id}:{user}:{model}:{digest}"


def _checked_key(args: Mapping[str, Any]) -> str:
    key = arguments.text(args, "key")
    if not _KEY.fullmatch(key):
        message = f"a cache key has 1 to 128 of A-Z a-z 0-9 _ - : and nothing else, not {key!r}"
        raise ServiceError("ValueError", message)
    return key


def _registered(scope: Scope) -> list[str]:
    return [model["name"] for model in scope.declarations.get("cache_models") or ()]


def _model(call: ServiceCall) -> str:
    model = arguments.name_of(call.args, "model")
    if model not in _registered(call.scope):
        message = f"{model} is not registered with @ext.cache_model"
        raise ServiceError("ValueError", message)
    return model
