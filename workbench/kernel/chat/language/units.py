"""Numbers with units: *35 euros* is 3500 for a field in cents, *2 days* 48 for one in hours."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONEY = r"\$|€|£|₽|usd|eur|gbp|rub|dollars?|euros?|bucks?|pounds?|доллар\w*|евро|рубл\w*|фунт\w*"
_SMALL = r"cents?|pence|копе\w+|цент\w*"
_TIME = {
    "ms": (0.001, r"ms|msecs?|milliseconds?|миллисекунд\w*|мс"),
    "second": (1.0, r"s|secs?|seconds?|секунд\w*|сек"),
    "minute": (60.0, r"m|mins?|minutes?|минут\w*|мин"),
    "hour": (3_600.0, r"h|hrs?|hours?|час\w*|ч"),
    "day": (86_400.0, r"d|days?|дн\w+|день|сут\w+"),
    "week": (604_800.0, r"w|weeks?|недел\w+"),
}
_KINDS = "|".join(f"(?P<{name}>{forms})" for name, (_, forms) in _TIME.items())
_BEFORE = re.compile(rf"(?:(?P<money>{_MONEY})\s*)$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*-?(?:(?P<money>{_MONEY})|(?P<small>{_SMALL})|(?:{_KINDS}))(?!\w)", re.IGNORECASE
)
_FIELD = (
    ("cents", re.compile(r"(?:^|_)(?:cents?|pence|kopecks?)(?:_|$)")),
    ("ms", re.compile(r"(?:^|_)(?:ms|millis|milliseconds)(?:_|$)")),
    ("second", re.compile(r"(?:^|_)(?:s|secs?|seconds?)(?:_|$)")),
    ("minute", re.compile(r"(?:^|_)(?:mins?|minutes?)(?:_|$)")),
    ("hour", re.compile(r"(?:^|_)hours?(?:_|$)")),
    ("day", re.compile(r"(?:^|_)days?(?:_|$)")),
    ("week", re.compile(r"(?:^|_)weeks?(?:_|$)")),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the unit of its field, and the stretch that says it with its unit."""

    value: float
    start: int
    end: int
    fits: bool


def unit_of(name: str) -> str | None:
    """The unit a parameter's name tells: ``cents``, ``interval_hours``."""
    return next((unit for unit, pattern in _FIELD if pattern.search(name)), None)


def measured(text: str, value: float, start: int, end: int, unit: str | None) -> Measured:
    """A number at ``start``..``end`` of ``text`` with the unit beside it, in the field's ``unit``.

    ``fits`` tells that what is said is of the field's kind.
    """
    before, after = _BEFORE.search(text[:start]), _AFTER.match(text[end:])
    money = before is not None or (after is not None and after["money"] is not None)
    small = after is not None and after["small"] is not None
    if money or small:
        first = before.start() if before is not None else start
        last = end + after.end() if after is not None and (after["money"] or small) else end
        factor = 100.0 if unit == "cents" and money else 1.0
        return Measured(round(value * factor, 6), first, last, unit in ("cents", None))
    said = next((name for name in _TIME if after is not None and after[name] is not None), None)
    if said is None or after is None:
        return Measured(value, start, end, False)
    if unit in _TIME:
        return Measured(
            round(value * _TIME[said][0] / _TIME[unit][0], 6), start, end + after.end(), True
        )
    return Measured(value, start, end, False)
