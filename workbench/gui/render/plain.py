"""Reads what an extension put into a prop, whatever its type turned out to be.

Props come from somebody's code: a number may be a string, a list may be None, a label may be a
dict. Every reader here answers with a usable value and never raises.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import orjson

_CSS_LENGTH = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(px|rem|em|%|vh|vw)?\s*$")
_UNIT_PX = {"px": 1.0, "rem": 16.0, "em": 16.0, "vh": 8.0, "vw": 12.8}
LONGEST = 100_000
"""Characters of a text that are looked at; see `limits` for where its end is told."""
_MOST_PARTS = 1_000
_LONGEST_LABEL = 4_000


def text_of(value: Any) -> str:
    """The text a person should see for any JSON value; None is empty, true is "true"."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _integer_text(value)
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, list | tuple):
        parts = [text_of(part) for part in value[:_MOST_PARTS]]
        return ", ".join([*parts, "…"] if len(value) > _MOST_PARTS else parts)
    return _json_text(value)


def _integer_text(value: int) -> str:
    # Python refuses to print integers of more than 4,300 digits.
    return str(value) if value.bit_length() < 10_000 else f"~2^{value.bit_length()}"


def _float_text(value: float) -> str:
    if math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _json_text(value: Any) -> str:
    if isinstance(value, Mapping) and value.get("__type__") == "signal":
        # The platform's renderer fails on a signal; here it is at least named.
        return f"‹signal {text_of(value.get('key'))} = {text_of(value.get('default'))}›"
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, ValueError, RecursionError):
        return str(value)


def label_of(value: Any, default: str = "") -> str:
    """Text on one line: newlines and runs of spaces collapse, as a browser lays out a label."""
    text = text_of(value)
    if len(text) > _LONGEST_LABEL:
        text = f"{text[:_LONGEST_LABEL]}…"
    words = text.split()
    return " ".join(words) if words else default


def number_of(value: Any, default: float) -> float:
    """A finite number, from numbers and numeric strings; anything else is `default`."""
    if isinstance(value, bool) or value is None:
        return default
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return number if math.isfinite(number) else default


def whole_of(value: Any, default: int, *, low: int = 0, high: int = 1_000_000) -> int:
    """An integer held between `low` and `high`."""
    return int(min(max(number_of(value, default), low), high))


def flag_of(value: Any, default: bool = False) -> bool:
    """A boolean; the strings "true" and "1" are true, other strings are false (forms, defaults)."""
    if isinstance(value, bool):
        return value
    if value is None:
        return default
    if isinstance(value, str):
        return value.strip().lower() in {"true", "1"}
    if isinstance(value, int | float):
        return value != 0
    return bool(value)


def list_of(value: Any) -> list[Any]:
    """A list; a single mapping or string counts as a list of one, anything else as empty."""
    if isinstance(value, list):
        return value
    if isinstance(value, tuple):
        return list(value)
    return [value] if isinstance(value, dict | str) and value else []


def texts_of(value: Any) -> list[str]:
    """A list of strings, None entries dropped."""
    return [text_of(part) for part in list_of(value) if part is not None]


def mapping_of(value: Any) -> dict[str, Any]:
    """A dict with string keys; anything else is empty."""
    if not isinstance(value, Mapping):
        return {}
    return {key if isinstance(key, str) else text_of(key): item for key, item in value.items()}


def action_of(value: Any) -> dict[str, Any] | None:
    """An action object (`{"action": …}`), or None when the prop holds no action."""
    if isinstance(value, dict) and isinstance(value.get("action"), str) and value["action"]:
        return value
    return None


def with_params(action: Mapping[str, Any], /, **extra: Any) -> dict[str, Any]:
    """A copy of `action` with `extra` merged over its params: the element wins."""
    return {**action, "params": {**mapping_of(action.get("params")), **extra}}


def pixels_of(value: Any, *, whole: float = 0.0) -> float | None:
    """A CSS length in px; percents are of `whole`. None when the value is no usable length."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _positive(number_of(value, 0.0))
    found = _CSS_LENGTH.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    amount, unit = float(found.group(1)), found.group(2) or "px"
    return _positive(amount * whole / 100 if unit == "%" else amount * _UNIT_PX[unit])


def _positive(value: float) -> float | None:
    return min(value, 1_000_000.0) if value > 0 else None
