"""A facet's field: unset unless the entity knows it, and marked with its role."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from imperal_sdk.sdl.roles import ROLE_KEY


def fact(role: str) -> Any:
    """Return a field that defaults to None and carries ``role`` in its JSON schema."""
    return Field(default=None, json_schema_extra={ROLE_KEY: role})
