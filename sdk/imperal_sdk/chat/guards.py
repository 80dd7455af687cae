"""Checks of the arguments an assistant made up, before a chat function runs.

A language model sometimes invents an id or leaves a placeholder. A host rejects such calls
with a typed error instead of passing them on (SDK reference, Dispatch guards).
"""

from __future__ import annotations

import re
from typing import Any

from imperal_sdk.chat.error_codes import FABRICATED_ID_SHAPE

ID_FIELDS = ("message_id", "thread_id", "email_id", "msg_id")
_SLUG = re.compile(r"[a-z][a-z0-9]*-[a-z][a-z0-9]*-\d+")
_PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")


def check_id_shape_fabrication(params: dict[str, Any]) -> dict[str, Any] | None:
    """Return an error record when an id field looks made up (``word-word-123``), else None."""
    for field in ID_FIELDS:
        value = params.get(field)
        if isinstance(value, str) and _SLUG.fullmatch(value):
            return {
                "RESULT": "ERROR",
                "error_code": FABRICATED_ID_SHAPE,
                "field": field,
                "value": value,
                "error": f"{field}={value!r} does not look like an id of the service; "
                "list or search first and use an id from the answer",
            }
    return None


def placeholders(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Return where ``value`` holds placeholders such as ``<UNKNOWN>``, as (path, text)."""
    if isinstance(value, str):
        return [(path, value)] if _PLACEHOLDER.fullmatch(value) else []
    if isinstance(value, dict):
        parts = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        parts = [(f"{path}[{index}]", item) for index, item in enumerate(value)]
    else:
        parts = []
    return [found for where, item in parts for found in placeholders(item, where)]
