"""The platform's extensions."""

from __future__ import annotations

from imperal_sdk.apps.client import AppsClient

__all__ = ["AppsClient"]
