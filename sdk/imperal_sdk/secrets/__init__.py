"""Secrets of an extension: declarations, the client and its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imperal_sdk.secrets.exceptions import (
    SecretDeclarationConflict,
    SecretNotDeclaredError,
    SecretValueTooLarge,
    SecretVaultUnavailable,
    SecretWriteForbidden,
)
from imperal_sdk.secrets.spec import SecretSpec

if TYPE_CHECKING:
    from imperal_sdk.secrets.client import SecretClient, SecretStatus

__all__ = [
    "SecretClient",
    "SecretDeclarationConflict",
    "SecretNotDeclaredError",
    "SecretSpec",
    "SecretStatus",
    "SecretValueTooLarge",
    "SecretVaultUnavailable",
    "SecretWriteForbidden",
]


def __getattr__(name: str) -> Any:
    # The client is loaded on demand: declaring a secret must not pay for it.
    if name in ("SecretClient", "SecretStatus"):
        from imperal_sdk.secrets import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
