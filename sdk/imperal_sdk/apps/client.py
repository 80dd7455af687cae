"""The platform's extensions, ``ctx.apps``; for extensions with administration rights."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import GatewayClient


class AppsClient(GatewayClient):
    """Extensions of the platform. Each method answers with the platform's record as a dict."""

    service = "apps"

    async def list_all(self) -> dict[str, Any]:
        """Return all extensions."""
        return await self._ask("list_all")

    async def list_pending(self) -> dict[str, Any]:
        """Return the extensions that wait for a review."""
        return await self._ask("list_pending")

    async def approve(self, app_id: str) -> dict[str, Any]:
        """Let an extension into the catalogue."""
        return await self._ask("approve", app_id=app_id)

    async def reject(self, app_id: str, reason: str) -> dict[str, Any]:
        """Refuse an extension and say why."""
        return await self._ask("reject", app_id=app_id, reason=reason)

    async def set_status(self, app_id: str, status: str) -> dict[str, Any]:
        """Set the status of an extension."""
        return await self._ask("set_status", app_id=app_id, status=status)

    async def remove(self, app_id: str) -> dict[str, Any]:
        """Take an extension off the platform."""
        return await self._ask("remove", app_id=app_id)

    async def users(self, app_id: str) -> dict[str, Any]:
        """Return the users of an extension."""
        return await self._ask("users", app_id=app_id)

    async def get_settings(self, app_id: str) -> dict[str, Any]:
        """Return an extension's settings, {} when it has none."""
        return await self._ask("get_settings", app_id=app_id)

    async def update_settings(
        self,
        app_id: str,
        patch: dict[str, Any],
        *,
        updated_by: str | None = None,
        replace_paths: list[str] | None = None,
    ) -> dict[str, Any]:
        """Merge ``patch`` into an extension's settings.

        ``replace_paths`` are dotted paths that are replaced as a whole instead of merged.
        """
        return await self._ask(
            "update_settings",
            app_id=app_id,
            patch=patch,
            updated_by=updated_by,
            replace_paths=replace_paths,
        )
