"""The user's conversations, ``ctx.conversations``."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import GatewayClient


class ConversationsClient(GatewayClient):
    """Conversations of the user. Each method answers with the platform's record as a dict."""

    service = "conversations"

    async def list(self, *, limit: int = 50, include_archived: bool = False) -> dict[str, Any]:
        """Return the latest conversations."""
        return await self._ask("list", limit=limit, include_archived=include_archived)

    async def create(self, *, title: str = "") -> dict[str, Any]:
        """Start a conversation."""
        return await self._ask("create", title=title)

    async def messages(self, conversation_id: str, *, limit: int = 50) -> dict[str, Any]:
        """Return the latest messages of a conversation."""
        return await self._ask("messages", conversation_id=conversation_id, limit=limit)

    async def activate(self, conversation_id: str) -> dict[str, Any]:
        """Make a conversation the current one."""
        return await self._ask("activate", conversation_id=conversation_id)

    async def update(
        self,
        conversation_id: str,
        *,
        title: str | None = None,
        pinned: bool | None = None,
        archived: bool | None = None,
    ) -> dict[str, Any]:
        """Change the title, the pin or the archiving; what is None stays as it is."""
        # A title that was given is the user's: the platform no longer makes one up.
        return await self._ask(
            "update",
            conversation_id=conversation_id,
            title=title,
            title_generated=False if title is not None else None,
            pinned=pinned,
            archived=archived,
        )

    async def delete(self, conversation_id: str) -> dict[str, Any]:
        """Delete a conversation."""
        return await self._ask("delete", conversation_id=conversation_id)
