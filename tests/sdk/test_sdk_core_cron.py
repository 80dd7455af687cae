"""Cron expressions are checked where they are written, field by field."""

from __future__ import annotations

from datetime import datetime

import pytest
from cronsim import CronSim, CronSimError
from hypothesis import example, given
from hypothesis import strategies as st

from imperal_sdk import Extension
from imperal_sdk._extension.cron import FIELDS, MACROS, check_cron

DOCUMENTED = [
    "*/3 * * * *",
    "0 * * * *",
    "0 */6 * * *",
    "0 8 * * *",
    "0 9 * * 1",
    "0 2 1 * *",
    "0 3 * * *",
]


@pytest.mark.parametrize("expression", DOCUMENTED)
def test_schedules_of_the_documentation_are_accepted(expression: str) -> None:
    assert check_cron(expression) == expression


@pytest.mark.parametrize(
    "expression",
    [
        "0 0 * * 7",
        "0 0 * * SUN",
        "0 0 1 jan,JUL mon-FRI",
        "1,2,30-40/2 * * * *",
        "5/10 * * * *",
        "  0   0 * * *  ",
        "0 0 29 2 *",
        *MACROS,
    ],
)
def test_lists_ranges_steps_names_and_macros_are_accepted(expression: str) -> None:
    assert check_cron(expression) == expression


@pytest.mark.parametrize(
    ("expression", "field", "item"),
    [
        ("60 * * * *", "minute", "60"),
        ("-1 * * * *", "minute", "-1"),
        ("*/0 * * * *", "minute", "*/0"),
        ("1,,2 * * * *", "minute", "''"),
        ("* 24 * * *", "hour", "24"),
        ("* 22-2 * * *", "hour", "22-2"),
        ("* * 0 * *", "day of month", "0"),
        ("* * L * *", "day of month", "L"),
        ("* * * 13 *", "month", "13"),
        ("* * * foo *", "month", "foo"),
        ("* * * mon *", "month", "mon"),
        ("* * * * 8", "day of week", "8"),
        ("* * * * FRI-MON", "day of week", "FRI-MON"),
        ("* * * * MON#1", "day of week", "MON#1"),
        ("0 0 31 2,4 *", "day of month", "31"),
    ],
)
def test_wrong_field_is_named(expression: str, field: str, item: str) -> None:
    with pytest.raises(ValueError, match=f"the {field} field") as caught:
        check_cron(expression, "@ext.schedule('nightly')")
    text = str(caught.value)
    assert text.startswith("@ext.schedule('nightly'):")
    assert item in text
    assert "Rule: " in text
    assert "Fix: " in text


def test_wrapping_range_says_how_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"write '22-23,0-2'"):
        check_cron("0 22-2 * * *")


@pytest.mark.parametrize("expression", ["", "*", "* * * *", "* * * * * *", "@midnight"])
def test_number_of_fields_is_checked(expression: str) -> None:
    with pytest.raises(ValueError, match="exactly five fields"):
        check_cron(expression)


@pytest.mark.parametrize("value", [None, 5, b"* * * * *"])
def test_other_types_are_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="not a string"):
        check_cron(value)


def test_schedule_checks_before_it_decorates_and_keeps_the_words() -> None:
    ext = Extension("notes")
    with pytest.raises(ValueError, match="minute"):
        ext.schedule("nightly", cron="99 99 99 99 99")
    assert ext.schedules == {}
    ext.schedule("nightly", cron="0 3 * * *")(print)
    assert ext.schedules["nightly"].cron == "0 3 * * *"


def _item(field_index: int) -> st.SearchStrategy[str]:
    field = FIELDS[field_index]
    number = st.integers(field.low, field.high)
    words = st.sampled_from(sorted(field.words)) if field.words else st.nothing()
    value = st.one_of(number.map(str), words, words.map(str.upper))
    pair = st.tuples(number, number).map(sorted).map(lambda ends: f"{ends[0]}-{ends[1]}")
    body = st.one_of(st.just("*"), value, pair)
    step = st.one_of(st.just(""), st.integers(1, 70).map("/{}".format))
    return st.builds(str.__add__, body, step)


def _field(index: int) -> st.SearchStrategy[str]:
    return st.lists(_item(index), min_size=1, max_size=3).map(",".join)


VALID = st.tuples(*(_field(index) for index in range(5))).map(" ".join)


@given(VALID)
def test_what_is_accepted_can_be_scheduled(expression: str) -> None:
    """Whatever passes here also passes the library that computes fire times, and back."""
    try:
        next(CronSim(expression, datetime(2026, 1, 1)))
    except CronSimError:
        with pytest.raises(ValueError, match="cron"):
            check_cron(expression)
    else:
        assert check_cron(expression) == expression


@given(st.text(alphabet="0123456789*/,-@ LW#?adefjmnorstuy", max_size=24))
@example("0 0 30 2 *")
def test_arbitrary_text_is_never_accepted_when_it_cannot_be_scheduled(text: str) -> None:
    try:
        check_cron(text)
    except ValueError:
        return
    if text.strip() not in MACROS:
        next(CronSim(text.strip(), datetime(2026, 1, 1)))


@pytest.mark.parametrize("expression", [five for five in MACROS.values() if five])
def test_macros_stand_for_valid_fields(expression: str) -> None:
    assert check_cron(expression) == expression
