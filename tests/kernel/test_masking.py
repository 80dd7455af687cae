from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.masking import SHORTEST, Masker

secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=SHORTEST, max_size=40)


def masker(**values: str) -> Masker:
    made = Masker()
    for name, value in values.items():
        made.add(name, value)
    return made


def test_a_secret_is_replaced_by_its_name() -> None:
    assert masker(api_key="sk-12345").text("Bearer sk-12345!") == "Bearer ‹secret:api_key›!"


@pytest.mark.parametrize(
    "spell",
    [
        lambda value: value,
        lambda value: quote(value, safe=""),
        lambda value: base64.b64encode(value.encode()).decode(),
        lambda value: json.dumps(value)[1:-1],
        lambda value: json.dumps(json.dumps({"key": value})),
    ],
    ids=["raw", "in a URL", "base64", "in JSON", "in JSON within JSON"],
)
def test_a_secret_is_recognised_however_it_travels(spell: object) -> None:
    assert callable(spell)
    value = 'p/ä"ss wo\\rd\n7'
    shown = masker(password=value).text(f"before {spell(value)} after")
    assert "‹secret:password›" in shown
    assert spell(value) not in shown


@given(secrets, st.text(max_size=20), st.text(max_size=20))
def test_no_text_shows_a_secret_and_masked_json_stays_json(
    value: str, before: str, after: str
) -> None:
    known = masker(token=value)
    assert value not in known.text(before + value + after).replace("‹secret:token›", "")
    encoded = known.encoded(json.dumps({"a": [value, before]}, ensure_ascii=False).encode("utf-8"))
    assert isinstance(json.loads(encoded), dict)


def test_what_an_escape_is_made_of_is_no_secret() -> None:
    known = masker(zeros="0000", line="nine lives")
    clear = json.dumps({"a": "\x00 0000", "b": "\nine lives", "c": "\\0000"})
    shown = json.loads(known.encoded(clear.encode()))
    assert shown == {"a": "\x00 ‹secret:zeros›", "b": "\nine lives", "c": "\\‹secret:zeros›"}


def test_of_two_secrets_the_longer_one_is_replaced_as_a_whole() -> None:
    known = masker(short="abcd", long="abcdefgh")
    assert known.text("abcdefgh abcd") == "‹secret:long› ‹secret:short›"


def test_a_value_too_short_to_be_a_secret_is_left_alone() -> None:
    assert masker(pin="123").text("room 123") == "room 123"


def test_values_are_masked_at_any_depth_and_in_keys() -> None:
    known = masker(key="hunter22")
    given_value = {"a": ["hunter22", 1, None], "hunter22": {"b": ("x hunter22",)}}
    assert known.value(given_value) == {
        "a": ["‹secret:key›", 1, None],
        "‹secret:key›": {"b": ["x ‹secret:key›"]},
    }


def test_without_secrets_nothing_is_copied() -> None:
    value = {"a": [1]}
    data = b"{}"
    assert Masker().value(value) is value
    assert Masker().encoded(data) is data
