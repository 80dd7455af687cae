"""The platform's users, ``ctx.users``; for extensions with administration rights."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import GatewayClient


class UsersClient(GatewayClient):
    """Users of the tenant. Each method answers with the platform's record as a dict."""

    service = "users"

    async def list(self, *, search: str = "", include_inactive: bool = False) -> dict[str, Any]:
        """Return the users whose name or address contains ``search``."""
        return await self._ask("list", search=search, include_inactive=include_inactive)

    async def get(self, user_id: str) -> dict[str, Any]:
        """Return one user."""
        return await self._ask("get", user_id=user_id)

    async def create(self, **fields: Any) -> dict[str, Any]:
        """Create a user from the given fields."""
        return await self._ask("create", fields=fields)

    async def update(self, user_id: str, **fields: Any) -> dict[str, Any]:
        """Change the given fields of a user."""
        return await self._ask("update", user_id=user_id, fields=fields)

    async def set_active(self, user_id: str, active: bool) -> dict[str, Any]:
        """Let a user in or lock them out."""
        return await self._ask("set_active", user_id=user_id, active=active)

    async def delete(self, user_id: str, *, permanent: bool = False) -> dict[str, Any]:
        """Delete a user, for good with ``permanent``."""
        return await self._ask("delete", user_id=user_id, permanent=permanent)

    async def extensions(self, user_id: str) -> dict[str, Any]:
        """Return the extensions a user has."""
        return await self._ask("extensions", user_id=user_id)

    async def surfaces(self, user_id: str) -> dict[str, Any]:
        """Return where a user is connected from."""
        return await self._ask("surfaces", user_id=user_id)

    async def get_settings(self, user_id: str, *, tenant_id: str = "") -> dict[str, Any]:
        """Return a user's settings."""
        return await self._ask("get_settings", user_id=user_id, tenant_id=tenant_id)

    async def update_settings(self, user_id: str, patch: dict[str, Any]) -> dict[str, Any]:
        """Merge ``patch`` into a user's settings."""
        return await self._ask("update_settings", user_id=user_id, patch=patch)

    async def reset_conversation(self, user_id: str) -> dict[str, Any]:
        """Start a user's conversation anew."""
        return await self._ask("reset_conversation", user_id=user_id)
