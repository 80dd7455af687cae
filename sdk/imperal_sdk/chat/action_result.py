"""The old address of :class:`imperal_sdk.types.action_result.ActionResult`."""

from __future__ import annotations

from imperal_sdk.types.action_result import ActionResult

__all__ = ["ActionResult"]
