"""Cron expressions as the platform reads them: five fields, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.kernel.cron import next_after

SUNDAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def following(expression: str, count: int, after: datetime = SUNDAY) -> list[str]:
    found, instant = [], after.timestamp()
    for _ in range(count):
        instant = next_after(expression, instant)
        found.append(datetime.fromtimestamp(instant, UTC).strftime("%a %m-%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("*/3 * * * *", ["Sun 03-01 12:03", "Sun 03-01 12:06"]),
        ("0 * * * *", ["Sun 03-01 13:00", "Sun 03-01 14:00"]),
        ("0 */6 * * *", ["Sun 03-01 18:00", "Mon 03-02 00:00"]),
        ("0 8 * * *", ["Mon 03-02 08:00", "Tue 03-03 08:00"]),
        ("0 9 * * 1", ["Mon 03-02 09:00", "Mon 03-09 09:00"]),
        ("0 2 1 * *", ["Wed 04-01 02:00", "Fri 05-01 02:00"]),
        ("0 3 * * *", ["Mon 03-02 03:00", "Tue 03-03 03:00"]),
        ("* * * * *", ["Sun 03-01 12:01", "Sun 03-01 12:02"]),
        ("30 4 * * 0", ["Sun 03-08 04:30", "Sun 03-15 04:30"]),
        ("30 4 * * 7", ["Sun 03-08 04:30", "Sun 03-15 04:30"]),
        ("@daily", ["Mon 03-02 00:00", "Tue 03-03 00:00"]),
        (" @Hourly ", ["Sun 03-01 13:00"]),
    ],
)
def test_the_documented_expressions_name_these_instants(
    expression: str, expected: list[str]
) -> None:
    assert following(expression, len(expected)) == expected


def test_an_hourly_expression_fires_at_minute_zero_and_not_every_minute() -> None:
    assert len({when[-2:] for when in following("0 * * * *", 30)}) == 1


def test_the_next_instant_is_later_than_the_one_asked_about() -> None:
    on_the_hour = datetime(2026, 3, 1, 13, 0, tzinfo=UTC)
    assert following("0 * * * *", 1, on_the_hour) == ["Sun 03-01 14:00"]


def test_summer_time_changes_nothing_in_utc() -> None:
    before = datetime(2026, 3, 28, 0, 0, tzinfo=UTC)
    assert following("30 1 * * *", 3, before) == [
        "Sat 03-28 01:30",
        "Sun 03-29 01:30",
        "Mon 03-30 01:30",
    ]


@pytest.mark.parametrize("expression", ["99 99 99 99 99", "0 0 30 2 *", "* * *", "@reboot", ""])
def test_what_never_fires_says_why(expression: str) -> None:
    with pytest.raises(ValueError, match="cron"):
        next_after(expression, SUNDAY.timestamp())
