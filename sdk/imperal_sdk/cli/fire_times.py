"""When a cron expression fires next, in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from imperal_sdk._extension.cron import FIELDS, MACROS, Field, check_cron

HORIZON = timedelta(days=8)


def next_fires(cron: str, after: datetime, count: int = 3) -> list[datetime]:
    """Return up to ``count`` times after ``after`` and within eight days, to the minute.

    When both the day of the month and the day of the week are restricted, either is enough.
    Raises ValueError for an expression that is not valid; ``@reboot`` has no times.
    """
    check_cron(cron)
    fields = MACROS.get(cron.strip(), cron)
    if fields is None:
        return []
    fires = []
    for moment in _minutes(after):
        if _matches(fields.split(), moment):
            fires.append(moment)
            if len(fires) == count:
                break
    return fires


def _minutes(after: datetime) -> Iterator[datetime]:
    moment = after.replace(second=0, microsecond=0)
    while moment < after + HORIZON:
        moment += timedelta(minutes=1)
        yield moment


def _matches(parts: list[str], moment: datetime) -> bool:
    minute, hour, day, month, weekday = (
        _allowed(part, field) for part, field in zip(parts, FIELDS, strict=True)
    )
    # Cron counts days of the week from Sunday; 7 is Sunday once more.
    today = moment.isoweekday() % 7
    on_weekday = today in weekday or (today == 0 and 7 in weekday)
    on_day = moment.day in day
    both = parts[2] != "*" and parts[4] != "*"
    right_day = (on_day or on_weekday) if both else (on_day and on_weekday)
    return right_day and moment.minute in minute and moment.hour in hour and moment.month in month


def _allowed(part: str, field: Field) -> set[int]:
    allowed: set[int] = set()
    for item in part.split(","):
        span, _, step = item.partition("/")
        first, dash, last = span.partition("-")
        low = field.low if first == "*" else _number(first, field)
        high = _number(last, field) if dash else (low if first != "*" and not step else field.high)
        allowed.update(range(low, high + 1, int(step or 1)))
    return allowed


def _number(text: str, field: Field) -> int:
    named = field.words.get(text.lower())
    return int(text) if named is None else named
