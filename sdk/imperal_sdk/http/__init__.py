"""Calls to services outside the platform."""

from __future__ import annotations

from imperal_sdk.http.client import HTTPClient

__all__ = ["HTTPClient"]
