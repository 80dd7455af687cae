"""Days and times as people say them, in English and in Russian, against a given now.

*tomorrow*, *next friday*, *in 3 days*, *15 March*, *2026-03-15*, *15.03.2026*, *at 18:30*;
*завтра*, *в пятницу*, *через 3 дня*, *15 марта*.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon понедельник понедельника", "tuesday tue вторник вторника",
            "wednesday wed среда среду среды", "thursday thu четверг четверга",
            "friday fri пятница пятницу пятницы", "saturday sat суббота субботу субботы",
            "sunday sun воскресенье воскресенья",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января январь", "february feb февраля февраль", "march mar марта март",
            "april apr апреля апрель", "may мая май", "june jun июня июнь", "july jul июля июль",
            "august aug августа август", "september sep sept сентября сентябрь",
            "october oct октября октябрь", "november nov ноября ноябрь",
            "december dec декабря декабрь",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NEAR = {
    "today": 0, "tonight": 0, "сегодня": 0, "tomorrow": 1, "tmrw": 1, "завтра": 1,
    "послезавтра": 2, "yesterday": -1, "вчера": -1, "позавчера": -2,
}  # fmt: skip
_UNITS = {
    "day": 1, "days": 1, "день": 1, "дня": 1, "дней": 1, "week": 7, "weeks": 7, "неделю": 7,
    "недели": 7, "недель": 7,
}  # fmt: skip
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "ten": 10, "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5,
    "шесть": 6, "семь": 7, "десять": 10, "": 1,
}  # fmt: skip


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted((re.escape(word) for word in words if word), key=len, reverse=True))


_LEAD = r"(?:(?:due(?:\s+(?:on|by))?|by|on|for|until|till|к|на|до|во|в)\s+)?"
_ORD = r"(?:st|nd|rd|th|-?го|-?е)?"
_FORMS = (
    ("iso", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ](?P<hh>\d{2}):(?P<mm>\d{2}))?"),
    ("dots", r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
    ("overmorrow", r"(?:the\s+)?day\s+after\s+tomorrow"),
    ("near", rf"(?P<near>{_any(_NEAR)})"),
    ("ahead", rf"(?:in|через)\s+(?:(?P<n>\d+|{_any(_COUNTS)})\s+)?(?P<unit>{_any(_UNITS)})"),
    (
        "ahead_from",
        rf"(?P<n>\d+|{_any(_COUNTS)})\s+(?P<unit>{_any(_UNITS)})\s+from\s+(?:now|today)",
    ),
    ("week", r"(?:next\s+week|(?:на\s+)?следующей\s+неделе)"),
    ("named", rf"(?P<next>next\s+|this\s+|следующ\w+\s+|эту?\s+)?(?P<day>{_any(_DAYS)})"),
    ("dm", rf"(?P<d>\d{{1,2}}){_ORD}(?:\s+of)?\s+(?P<mon>{_any(_MONTHS)})(?:,?\s+(?P<y>\d{{4}}))?"),
    (
        "nth",
        r"(?:on\s+)?the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)|(?P<d2>\d{1,2})-?(?:го|е)(?:\s+числа)?",
    ),
    ("md", rf"(?P<mon>{_any(_MONTHS)})\s+(?P<d>\d{{1,2}}){_ORD}(?!\d)(?:,?\s+(?P<y>\d{{4}}))?"),
)  # fmt: skip
_DATES = tuple(
    (name, re.compile(rf"(?<![\w-]){_LEAD}{form}(?![\w-])", re.IGNORECASE)) for name, form in _FORMS
)
_TIME = re.compile(
    r"(?<![\w:])(?:(?:at|by|в|к)\s+)?(?:(?P<h>\d{1,2}):(?P<m>\d{2})\s*(?P<ap>[ap]m)?|"
    r"(?P<h2>\d{1,2})\s*(?P<ap2>[ap]m))(?![\w:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A day found in a text, and the stretch of the text that says it."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time of day found in a text, and the stretch that says it."""

    hour: int
    minute: int
    start: int
    end: int


def find_days(text: str, today: date) -> list[Said]:
    """All days ``text`` names, in the order they stand; none twice for the same stretch."""
    found: list[Said] = []
    for name, pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < said.end and said.start < match.end() for said in found):
                continue
            day = _READERS[name](match, today)
            if day is not None:
                found.append(Said(day, match.start(), match.end()))
    return sorted(found, key=lambda said: said.start)


def find_time(text: str) -> SaidTime | None:
    """The first time of day in ``text``."""
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
        half = (match["ap"] or match["ap2"] or "").lower()
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        if hour < 24 and minute < 60:
            return SaidTime(hour, minute, match.start(), match.end())
    return None


def as_moment(day: date, time: SaidTime | None) -> str:
    """A day and a time of it as ISO 8601; midnight without a time."""
    hour, minute = (time.hour, time.minute) if time is not None else (0, 0)
    return datetime(day.year, day.month, day.day, hour, minute).isoformat()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(match: re.Match[str], today: date) -> date | None:
    return _date(int(match["y"]), int(match["m"]), int(match["d"]))


def _ahead(match: re.Match[str], today: date) -> date:
    count = (match["n"] or "").lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    return today + timedelta(days=min(number, 10_000) * _UNITS[match["unit"].lower()])


def _named(match: re.Match[str], today: date) -> date:
    """The next such day; *next friday* is the one of the week after this."""
    wanted = _DAYS[match["day"].lower()]
    ahead = (wanted - today.weekday()) % 7 or 7
    if (match["next"] or "").lower().startswith(("next", "следующ")):
        ahead = wanted - today.weekday() + 7
    return today + timedelta(days=ahead)


def _in_month(match: re.Match[str], today: date) -> date | None:
    """A day of a month; without a year, the next one to come."""
    month, day = _MONTHS[match["mon"].lower()], int(match["d"])
    if match["y"]:
        return _date(int(match["y"]), month, day)
    found = _date(today.year, month, day)
    return found if found is None or found >= today else _date(today.year + 1, month, day)


def _nth(match: re.Match[str], today: date) -> date | None:
    """A day without its month: the next one to come."""
    day = int(match["d"] or match["d2"])
    month = today.year * 12 + today.month - 1 + (day < today.day)
    return _date(month // 12, month % 12 + 1, day)


_READERS: dict[str, Callable[[re.Match[str], date], date | None]] = {
    "iso": _plain,
    "dots": _plain,
    "overmorrow": lambda match, today: today + timedelta(days=2),
    "near": lambda match, today: today + timedelta(days=_NEAR[match["near"].lower()]),
    "ahead": _ahead,
    "ahead_from": _ahead,
    "week": lambda match, today: today + timedelta(days=7 - today.weekday()),
    "named": _named,
    "dm": _in_month,
    "md": _in_month,
    "nth": _nth,
}
