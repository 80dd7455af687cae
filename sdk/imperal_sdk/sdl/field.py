"""Fields of an extension's own entities, with a role the platform can read."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from imperal_sdk.sdl.roles import RESERVED_NAMESPACES, ROLE_KEY, validate_custom_role

__all__ = ["RESERVED_NAMESPACES", "ROLE_KEY", "field"]


def field(*, role: str, default: Any = None, **kwargs: Any) -> Any:
    """Return a pydantic field marked with ``role``; other arguments are those of ``Field``.

    Raises RoleError for a malformed role or one in a namespace of the platform.
    """
    validate_custom_role(role)
    extra = {**(kwargs.pop("json_schema_extra", None) or {}), ROLE_KEY: role}
    return Field(default=default, json_schema_extra=extra, **kwargs)
