"""Stretches of time by name (*last 30 days*, *за прошлый месяц*) and the values for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNITS = {
    "day": r"d|days?|день|дн\w+|сут\w+", "week": r"weeks?|недел\w+", "month": r"months?|месяц\w*",
    "quarter": r"quarters?|квартал\w*", "year": r"years?|год\w*|лет",
}  # fmt: skip
_UNIT = "|".join(f"(?P<{name}>{forms})" for name, forms in _UNITS.items())
_LAST = r"last|past|previous|прошл\w+|последн\w+|предыдущ\w+"
_THIS = r"this|current|эт\w+|текущ\w+"
_LEAD = r"(?:(?:over|for|in|during|within|from|of|за|в|на)\s+)?(?:the\s+)?"
_SAID = re.compile(
    rf"(?<!\w){_LEAD}(?:(?P<last>{_LAST})|(?P<this>{_THIS}))[\s_-]*(?P<n>\d+)?[\s_-]*(?:{_UNIT})(?!\w)|"
    rf"(?<!\w){_LEAD}(?P<today>today|сегодня)(?!\w)|(?<!\w){_LEAD}(?P<yesterday>yesterday|вчера)(?!\w)",
    re.IGNORECASE,
)
_VALUE = re.compile(
    rf"^(?:(?P<last>last|past|previous)|(?P<this>this|current))[\s_-]*(?P<n>\d+)?[\s_-]*(?:{_UNIT})?$|"
    r"^(?P<today>today)$|^(?P<yesterday>yesterday)$",
    re.IGNORECASE,
)
Period = tuple[str, int, str]


def find_period(text: str, values: Sequence[str]) -> tuple[str, int, int] | None:
    """The value that stands for the period ``text`` names, and the stretch that names it."""
    known = {period: value for value in values if (period := _read(_VALUE.match(value)))}
    for match in _SAID.finditer(text):
        period = _read(match)
        if period in known:
            return known[period], match.start(), match.end()
    return None


def _read(match: re.Match[str] | None) -> Period | None:
    if match is None:
        return None
    for name in ("today", "yesterday"):
        if match[name]:
            return name, 1, "day"
    unit = next((name for name in _UNITS if match[name]), None)
    if unit is None and not match["n"]:
        return None
    return ("last" if match["last"] else "this"), int(match["n"] or 1), unit or "day"
