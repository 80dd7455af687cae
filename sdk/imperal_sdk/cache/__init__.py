"""The cache of pydantic models."""

from __future__ import annotations

from imperal_sdk.cache.client import CacheClient
from imperal_sdk.cache.protocol import CacheProtocol

__all__ = ["CacheClient", "CacheProtocol"]
