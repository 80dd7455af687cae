"""The resolved configuration."""

from __future__ import annotations

from imperal_sdk.config.client import ConfigClient

__all__ = ["ConfigClient"]
