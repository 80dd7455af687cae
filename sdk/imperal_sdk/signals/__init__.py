"""Live values of the user's screen."""

from __future__ import annotations

from imperal_sdk.signals.client import SignalsClient

__all__ = ["SignalsClient"]
