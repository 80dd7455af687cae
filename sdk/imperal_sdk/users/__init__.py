"""The platform's users."""

from __future__ import annotations

from imperal_sdk.users.client import UsersClient

__all__ = ["UsersClient"]
