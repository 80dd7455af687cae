"""Raw SQL."""

from __future__ import annotations

from imperal_sdk.db.client import DBClient

__all__ = ["DBClient"]
