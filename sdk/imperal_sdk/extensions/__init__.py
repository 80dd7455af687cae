"""Calls to other extensions and the event bus."""

from __future__ import annotations

from imperal_sdk.extensions.client import CircularCallError, ExtensionsClient

__all__ = ["CircularCallError", "ExtensionsClient"]
