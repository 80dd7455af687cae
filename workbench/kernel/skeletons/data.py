"""What a skeleton's handler brought: flat data, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger

Read = tuple[dict[str, Any] | None, ErrorReport | None]


def read_data(outcome: Outcome, trigger: Trigger, cap_bytes: int) -> Read:
    """The data of a refresh: ``{"response": …}``, or the data of an ActionResult.

    More than ``cap_bytes`` (0: no limit) is an error.
    """
    if not outcome.ok:
        return None, outcome.error
    value = outcome.value
    if isinstance(value, Mapping):
        if outcome.shape == "action_result" and value.get("status") == "success":
            value = {"response": value.get("data")}
        response = value.get("response")
        if isinstance(response, dict):
            return _capped(response, trigger, cap_bytes)
    declared = trigger.declared or {}
    return None, ErrorReport(
        "SkeletonShape",
        f"skeleton {trigger.name!r} returned {outcome.shape} without a 'response' object",
        file=declared.get("file"),
        line=declared.get("line"),
        hint='Return {"response": {...}} with flat values.',
    )


def _capped(response: dict[str, Any], trigger: Trigger, cap: int) -> Read:
    size = len(orjson.dumps(response))
    if not cap or size <= cap:
        return response, None
    declared = trigger.declared or {}
    return None, ErrorReport(
        "SkeletonTooLarge",
        f"skeleton {trigger.name!r} returned {size:,} bytes; a section may take {cap:,}",
        file=declared.get("file"),
        line=declared.get("line"),
        hint="Return counts and a few ids instead of whole records.",
    )
