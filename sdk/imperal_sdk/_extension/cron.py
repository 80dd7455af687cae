"""Check a cron expression where the author wrote it (scheduled tasks, Cron scheduling).

Five fields, UTC: minute, hour, day of month, month, day of week. Lists, ranges, steps and the
three-letter names of months and days are understood; so are the ``@daily`` family of macros.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from imperal_sdk._messages import explain, shown

MACROS: dict[str, str | None] = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@reboot": None,
}
"""Macros the manifest allows, and the five fields each stands for (None: no fixed time)."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_NUMBER = re.compile(r"[0-9]+")
_LONGEST_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


@dataclass(frozen=True)
class Field:
    """One of the five fields: its name, the values it takes and the words for them."""

    name: str
    low: int
    high: int
    words: dict[str, int]

    @property
    def rule(self) -> str:
        """The sentence that says what the field takes."""
        names = f" or {next(iter(self.words)).upper()}-style names" if self.words else ""
        return (
            f"{self.name} takes {self.low}-{self.high}{names}, '*', lists 'a,b', ranges 'a-b' "
            "with a <= b, and steps '/n' with n >= 1"
        )


FIELDS = (
    Field("minute", 0, 59, {}),
    Field("hour", 0, 23, {}),
    Field("day of month", 1, 31, {}),
    Field("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, start=1)}),
    Field("day of week", 0, 7, {name: number for number, name in enumerate(_DAYS)}),
)


def check_cron(expression: object, where: str = "cron") -> str:
    """Return ``expression`` unchanged when it is a valid schedule.

    ``where`` introduces the message, e.g. ``@ext.schedule('nightly')``.
    Raises TypeError for anything but a string and ValueError naming the wrong field.
    """
    if not isinstance(expression, str):
        raise TypeError(
            explain(
                f"{where}: cron is {shown(expression)}, not a string",
                "a schedule is a 5-field cron expression in UTC",
                "write for example cron='0 3 * * *' (03:00 every day)",
            )
        )
    if expression.strip() in MACROS:
        return expression
    values = [
        _values(part, field, expression, where)
        for part, field in zip(_split(expression, where), FIELDS, strict=True)
    ]
    _check_day_exists(values[2], values[3], expression, where)
    return expression


def _split(expression: str, where: str) -> list[str]:
    parts = expression.split()
    if len(parts) != len(FIELDS):
        order = ", ".join(field.name for field in FIELDS)
        raise ValueError(
            explain(
                f"{where}: cron {shown(expression)} has {len(parts)} field(s)",
                f"a schedule has exactly five fields: {order}",
                "write for example '0 3 * * *' (03:00 every day), or one of "
                + ", ".join(sorted(MACROS)),
            )
        )
    return parts


def _values(part: str, field: Field, expression: str, where: str) -> frozenset[int]:
    found: set[int] = set()
    for item in part.split(","):
        span = _span(item, field)
        if span is None:
            raise ValueError(
                explain(
                    f"{where}: the {field.name} field of cron {shown(expression)} is wrong: "
                    f"{shown(item)}",
                    field.rule,
                    _fix(item, field),
                )
            )
        found.update(span)
    return frozenset(found)


def _span(item: str, field: Field) -> range | None:
    body, slash, step_text = item.partition("/")
    step = _number(step_text) if slash else 1
    if not step:
        return None
    if body == "*":
        return range(field.low, field.high + 1, step)
    first_text, dash, last_text = body.partition("-")
    first = _value(first_text, field)
    last = _value(last_text, field) if dash else first
    if first is None or last is None or first > last:
        return None
    return range(first, (field.high if slash and not dash else last) + 1, step)


def _value(text: str, field: Field) -> int | None:
    number = field.words.get(text.lower(), _number(text))
    return number if number is not None and field.low <= number <= field.high else None


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _fix(item: str, field: Field) -> str:
    first, dash, last = item.partition("/")[0].partition("-")
    low, high = _value(first, field), _value(last, field)
    if dash and low is not None and high is not None and low > high:
        return f"a range does not wrap round: write '{low}-{field.high},{field.low}-{high}'"
    return f"use values from {field.low} to {field.high} in the {field.name} field"


def _check_day_exists(
    days: frozenset[int], months: frozenset[int], expression: str, where: str
) -> None:
    if any(min(days) <= _LONGEST_MONTH.get(month, 31) for month in months):
        return
    raise ValueError(
        explain(
            f"{where}: the day of month field of cron {shown(expression)} names day {min(days)}, "
            "which none of its months has",
            "a schedule must be able to fire",
            "use a day up to 28, or add a longer month",
        )
    )
