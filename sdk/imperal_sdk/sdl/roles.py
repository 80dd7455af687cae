"""Roles: dotted names that tell the platform what a field means, such as ``money.amount``."""

from __future__ import annotations

import re

from imperal_sdk._messages import explain, shown

ROLE_KEY = "x-sdl-role"
"""Where a field's JSON schema names its role."""

CORE_ROLES = {
    "id": "core.id",
    "title": "core.title",
    "kind": "core.kind",
    "subtitle": "core.subtitle",
    "description": "core.description",
    "status": "core.status",
    "url": "core.url",
}
"""Roles of the fields that every entity has."""

RESERVED_NAMESPACES = frozenset(
    {
        "catalog",
        "comm",
        "content",
        "core",
        "device",
        "event",
        "geo",
        "media",
        "metric",
        "money",
        "net",
        "people",
        "quantity",
        "rating",
        "sec",
        "task",
        "time",
    }
)
"""First words of the platform's own roles; an extension takes another one."""

_ROLE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class RoleError(ValueError):
    """A role that is malformed, or that only the platform may define."""


def is_valid_role(role: str) -> bool:
    """Tell whether ``role`` is two or more lower-case words joined by dots."""
    return _ROLE.fullmatch(role) is not None


def namespace_of(role: str) -> str:
    """Return what stands before the first dot."""
    return role.split(".", 1)[0]


def validate_custom_role(role: str) -> None:
    """Raise RoleError unless an extension may define ``role`` for a field of its own."""
    if not is_valid_role(role):
        raise RoleError(
            explain(
                f"The role {shown(role)} is malformed",
                "A role is lower-case words joined by dots",
                "Write it like 'audio.bpm'",
            )
        )
    namespace = namespace_of(role)
    if namespace in RESERVED_NAMESPACES:
        raise RoleError(
            explain(
                f"The role {role!r} belongs to the platform",
                f"The namespace {namespace!r} is reserved",
                "Start it with a word of your own, or use the facet that defines it",
            )
        )
