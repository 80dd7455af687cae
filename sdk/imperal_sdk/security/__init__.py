"""Call tokens."""

from __future__ import annotations

from imperal_sdk.security.call_token import (
    CallTokenClaims,
    CallTokenError,
    mint_call_token,
    verify_call_token,
    verify_call_token_any_tool_type,
)

__all__ = [
    "CallTokenClaims",
    "CallTokenError",
    "mint_call_token",
    "verify_call_token",
    "verify_call_token_any_tool_type",
]
