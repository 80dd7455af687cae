"""Who a platform token belongs to."""

from __future__ import annotations

from imperal_sdk.auth.client import AuthError, ImperalAuth

__all__ = ["AuthError", "ImperalAuth"]
