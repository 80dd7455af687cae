"""Files."""

from __future__ import annotations

from imperal_sdk.storage.client import StorageClient

__all__ = ["StorageClient"]
