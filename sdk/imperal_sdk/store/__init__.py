"""The document store."""

from __future__ import annotations

from imperal_sdk.store.client import StoreClient
from imperal_sdk.store.exceptions import (
    StoreConflict,
    StoreContractError,
    StoreError,
    StoreUnavailable,
)
from imperal_sdk.types.models import Document

__all__ = [
    "Document",
    "StoreClient",
    "StoreConflict",
    "StoreContractError",
    "StoreError",
    "StoreUnavailable",
]
