"""Reading a call's arguments: present, of the right type, or an error the author can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.kernel.services.call import ServiceCall, ServiceError


def text(args: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A string argument; TypeError for another type, or when it is missing without a default."""
    value = args.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise ServiceError("TypeError", f"{name} must be a string, not {_kind(value)}")
    return value


def name_of(args: Mapping[str, Any], name: str) -> str:
    """A string argument that may not be empty."""
    value = text(args, name)
    if not value:
        raise ServiceError("ValueError", f"{name} must not be empty")
    return value


def whole(args: Mapping[str, Any], name: str, default: int) -> int:
    """An integer argument; None means the default."""
    value = args.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise ServiceError("TypeError", f"{name} must be an integer, not {_kind(value)}")
    return value


def table(args: Mapping[str, Any], name: str, *, required: bool = False) -> dict[str, Any]:
    """A mapping argument; a missing one is empty unless it is required."""
    value = args.get(name)
    if value is None and not required:
        return {}
    if not isinstance(value, dict):
        raise ServiceError("TypeError", f"{name} must be a dict, not {_kind(value)}")
    return value


def _kind(value: Any) -> str:
    return "None" if value is None else type(value).__name__


def unknown_method(call: ServiceCall) -> ServiceError:
    """The refusal of a method the service does not have."""
    return ServiceError("AttributeError", f"ctx.{call.service} has no method {call.method!r}")
