"""Where the gateway is and who speaks to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Transport: TypeAlias = Callable[[str, str, dict[str, Any]], Awaitable[Any]]
"""``await transport(service, method, args)`` answers with a JSON value or raises.

A transport may have a method ``for_user(user_id)`` that returns one bound to another user.
"""


@dataclass(frozen=True)
class Endpoint:
    """The gateway's base URL and the identity of the caller."""

    gateway_url: str = ""
    auth_token: str = ""
    service_token: str = ""
    call_token: str = ""
    extension_id: str = ""
    user_id: str = ""
    tenant_id: str = "default"

    @property
    def internal(self) -> str:
        """The base of the internal API."""
        return f"{self.gateway_url.rstrip('/')}/v1/internal"

    @property
    def public(self) -> str:
        """The base of the public API."""
        return f"{self.gateway_url.rstrip('/')}/v1"

    def for_user(self, user_id: str) -> Endpoint:
        """Return the same endpoint, spoken to on behalf of ``user_id``."""
        return replace(self, user_id=user_id)


def rebound(transport: Transport | None, user_id: str) -> Transport | None:
    """Return ``transport`` bound to ``user_id`` when it knows how to, else as it is."""
    for_user: Callable[[str], Transport] | None = getattr(transport, "for_user", None)
    return for_user(user_id) if for_user is not None else transport
