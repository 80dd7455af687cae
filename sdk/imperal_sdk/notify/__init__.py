"""Notifications."""

from __future__ import annotations

from imperal_sdk.notify.client import NotifyClient

__all__ = ["NotifyClient"]
