"""What the cache asks of keys, TTLs and values, in the order it checks them.

Source: performance guide, Caching strategies (rules CACHE-TTL-1 and CACHE-MODEL-1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from imperal_sdk._messages import explain, shown

if TYPE_CHECKING:
    from pydantic import BaseModel

MAX_KEY_CHARS = 128
MIN_TTL_S = 5
MAX_TTL_S = 300
MAX_VALUE_BYTES = 65536
_KEY = re.compile(r"[A-Za-z0-9_\-:]+")


def check_key(key: object) -> str:
    """Return ``key``; raises ValueError unless it is 1 to 128 of ``A-Z a-z 0-9 _ - :``."""
    if not isinstance(key, str):
        wrong, fix = f"it is a {type(key).__name__}", "pass a string"
    elif not key:
        wrong, fix = "it is empty", "name what is cached, e.g. 'folders:all'"
    elif len(key) > MAX_KEY_CHARS:
        wrong, fix = f"it has {len(key)} characters", "hash the long part of it"
    elif not _KEY.fullmatch(key):
        found = ", ".join(repr(char) for char in sorted(set(re.sub(_KEY, "", key))))
        wrong, fix = f"it contains {found}", "replace them, or hash that part of the key"
    else:
        return key
    raise ValueError(
        explain(
            f"cache key {shown(key)} is not valid: {wrong}",
            f"a cache key is 1 to {MAX_KEY_CHARS} letters, digits, '_', '-' or ':'",
            fix,
        )
    )


def check_ttl(ttl_seconds: object) -> int:
    """Return the TTL; raises ValueError unless it is a whole number from 5 to 300 seconds."""
    whole = isinstance(ttl_seconds, int) and not isinstance(ttl_seconds, bool)
    if whole and MIN_TTL_S <= ttl_seconds <= MAX_TTL_S:  # type: ignore[operator]  # it is an int
        return ttl_seconds  # type: ignore[return-value]
    raise ValueError(
        explain(
            f"ttl_seconds={shown(ttl_seconds)} is not valid",
            f"a cache entry lives a whole number of seconds from {MIN_TTL_S} to {MAX_TTL_S}",
            "use ctx.store for what must live longer" if whole else "pass an int, e.g. 60",
        )
    )


def check_model(model: object) -> type[BaseModel]:
    """Return ``model``; raises TypeError unless it is a pydantic model class."""
    from pydantic import BaseModel

    if isinstance(model, type) and issubclass(model, BaseModel):
        return model
    raise TypeError(
        explain(
            f"{shown(model)} is not a pydantic model class",
            "the cache reads values as the model they were stored as",
            "pass the class itself, e.g. ctx.cache.get('folders', FolderList)",
        )
    )


def check_value(value: object) -> BaseModel:
    """Return ``value``; raises TypeError unless it is an instance of a pydantic model."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        return value
    raise TypeError(
        explain(
            f"a value of type {type(value).__name__} cannot be cached: {shown(value)}",
            "the cache stores pydantic models only",
            "wrap it in a BaseModel registered with @ext.cache_model",
        )
    )


def registered_name(extension: Any, model: type[BaseModel]) -> str:
    """Return the name ``model`` has on the extension; raises ValueError when it has none."""
    name: str | None = extension._resolve_cache_model_name(model)
    if name is not None:
        return name
    known = ", ".join(sorted(cls.__name__ for cls in extension._cache_models.values())) or "none"
    raise ValueError(
        explain(
            f"{model.__name__} is not a cache model of {extension.app_id!r} (registered: {known})",
            "each model is registered before its first use, and exactly the registered class "
            "counts, not a subclass",
            f"put @ext.cache_model('{model.__name__.lower()}') on the class, at module level",
        )
    )


def check_size(model_name: str, packed: bytes) -> bytes:
    """Return the packed entry; raises ValueError when it is larger than 64 KB."""
    if len(packed) <= MAX_VALUE_BYTES:
        return packed
    raise ValueError(
        explain(
            f"the {model_name!r} entry is {len(packed)} bytes of JSON",
            f"a cache entry is at most {MAX_VALUE_BYTES} bytes",
            "cache less of it (ids and titles rather than whole records), or use ctx.store",
        )
    )
