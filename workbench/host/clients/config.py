"""``ctx.config``: the settings that came with the invocation."""

from __future__ import annotations

from typing import Any

from workbench.host.sdk import Sdk


def make_config(sdk: Sdk, resolved: dict[str, Any], *, with_require: bool) -> Any:
    """The SDK's own config client over `resolved`; with ``require`` where the profile has it."""
    kind = sdk.need("config.client", "ConfigClient")
    client = _REQUIRING.get(kind)
    if client is None:
        client = _REQUIRING[kind] = type("ConfigClient", (kind,), {"require": _require})
        _PLAIN[kind] = type("ConfigClient", (kind,), {"require": _Absent()})
    return client(resolved) if with_require else _PLAIN[kind](resolved)


_REQUIRING: dict[Any, Any] = {}
_PLAIN: dict[Any, Any] = {}
_MISSING = object()


def _require(self: Any, key: str) -> Any:
    """The setting at a dotted path (scheduled tasks, Fan-out); KeyError if it is not set."""
    value = self.get(key, _MISSING)
    if value is _MISSING or value is None:
        raise KeyError(f"the configuration has no {key!r}: set it in config_defaults")
    return value


class _Absent:
    """Makes a method of the base class look as if it were not there."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        raise AttributeError("'ConfigClient' object has no attribute 'require'")
