"""Roles and scopes, ``ctx.rbac``; for extensions with administration rights."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import GatewayClient


class RBACClient(GatewayClient):
    """Roles and scopes of the tenant. Each method answers with the platform's record as a dict."""

    service = "rbac"

    async def list_roles(self) -> dict[str, Any]:
        """Return all roles."""
        return await self._ask("list_roles")

    async def create_role(self, **fields: Any) -> dict[str, Any]:
        """Create a role from the given fields."""
        return await self._ask("create_role", fields=fields)

    async def update_role(
        self, role_id: str, *, cascade: bool = False, **fields: Any
    ) -> dict[str, Any]:
        """Change the given fields of a role; with ``cascade`` for all who have it."""
        return await self._ask("update_role", role_id=role_id, cascade=cascade, fields=fields)

    async def delete_role(self, role_id: str) -> dict[str, Any]:
        """Delete a role."""
        return await self._ask("delete_role", role_id=role_id)

    async def list_scopes(self, *, resource: str = "") -> dict[str, Any]:
        """Return the scopes, of one resource if given."""
        return await self._ask("list_scopes", resource=resource)

    async def create_scope(self, **fields: Any) -> dict[str, Any]:
        """Create a scope from the given fields."""
        return await self._ask("create_scope", fields=fields)

    async def delete_scope(self, scope_id: str) -> dict[str, Any]:
        """Delete a scope."""
        return await self._ask("delete_scope", scope_id=scope_id)

    async def effective_scopes(self, user_id: str) -> dict[str, Any]:
        """Return what a user may do after roles and scopes are combined."""
        return await self._ask("effective_scopes", user_id=user_id)
