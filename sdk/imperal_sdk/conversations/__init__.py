"""The user's conversations."""

from __future__ import annotations

from imperal_sdk.conversations.client import ConversationsClient

__all__ = ["ConversationsClient"]
