"""Who is calling: the user and the tenant a handler runs for (SDK reference, Identity)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Scoped(BaseModel):
    """A frozen identity that carries a role and scopes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    scopes: list[str] = Field(default_factory=list)

    def has_scope(self, scope: str) -> bool:
        """Tell whether ``scope`` is granted: exactly, by ``*``, or by ``ns.*`` for ``ns.x``."""
        return any(_grants(granted, scope) for granted in self.scopes)

    def has_role(self, role: str) -> bool:
        """Tell whether this is the user's role."""
        return self.role == role


def _grants(granted: str, wanted: str) -> bool:
    if granted in ("*", wanted):
        return True
    if not granted.endswith(".*"):
        return False
    namespace = granted[:-2]
    return wanted == namespace or wanted.startswith(f"{namespace}.")


class UserContext(_Scoped):
    """The user of a request, as ``ctx.user``.

    There is no ``.id``: the identifier is ``imperal_id``.
    """

    imperal_id: str = Field(min_length=1)
    email: str
    tenant_id: str = Field(min_length=1)
    agency_id: str | None = None
    org_id: str | None = None
    attributes: dict[str, Any] = Field(default_factory=dict)
    is_active: bool = True


class TenantContext(BaseModel):
    """The tenant of a request, as ``ctx.tenant``; None in system work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tenant_id: str
    name: str
    is_active: bool = True
    features: dict[str, Any] = Field(default_factory=dict)
    isolation: str = "shared"


class User(_Scoped):
    """The full user record of the platform's directory."""

    imperal_id: str
    email: str
    tenant_id: str
    agency_id: str | None = None
    org_id: str | None = None
    auth_method: str
    attributes: dict[str, Any] = Field(default_factory=dict)
    is_active: bool = True
    created_at: str
    last_login: str | None = None
    cases_user_id: int | None = None


class Tenant(BaseModel):
    """The full tenant record of the platform's directory."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    tenant_id: str
    name: str
    db_backend: str
    isolation: str
    allowed_auth_methods: str
    max_connections: int
    features: dict[str, Any] = Field(default_factory=dict)
    is_active: bool = True
    created_at: str
    updated_at: str
    parent_tenant_id: str | None = None
    can_resell: bool = False
    custom_pricing: dict[str, Any] = Field(default_factory=dict)
    ui_config: dict[str, Any] = Field(default_factory=dict)
