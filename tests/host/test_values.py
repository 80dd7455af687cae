from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import ui
from workbench.host.values import MOST_BYTES, MOST_LEVELS, MOST_NODES, to_json


class Colour(Enum):
    RED = "red"


class Model(BaseModel):
    when: date
    tags: set[str]


@dataclasses.dataclass
class Point:
    x: int
    inner: Any = None


def decoded(value: Any) -> Any:
    return json.loads(to_json(value).payload)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_plain_json_comes_out_as_it_went_in(value: Any) -> None:
    assert decoded(value) == value
    assert to_json(value).converted == []


@given(plain)
def test_the_walk_agrees_with_the_json_module_on_plain_values(value: Any) -> None:
    # A tuple does not need the walk but a set does: it forces it for the value beside it.
    assert decoded({"value": value, "walked": {1}}) == {"value": value, "walked": [1]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((1, (2,)), [1, [2]]),
        ({3, 1, 2}, [1, 2, 3]),
        ({"b", 1}, ["b", 1]),
        (datetime(2026, 1, 5, 9, tzinfo=UTC), "2026-01-05T09:00:00+00:00"),
        (date(2026, 1, 5), "2026-01-05"),
        (timedelta(minutes=1), 60.0),
        (Decimal("1.10"), "1.10"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (PurePosixPath("/a"), "/a"),
        (b"text", "text"),
        (b"\xff\xfe", "//4="),
        (Colour.RED, "red"),
        ({Colour.RED: 1, 2: 3, None: 4, True: 5}, {"red": 1, "2": 3, "null": 4, "true": 5}),
        (Model(when=date(2026, 1, 5), tags={"a"}), {"when": "2026-01-05", "tags": ["a"]}),
        (Point(1, Point(2)), {"x": 1, "inner": {"x": 2, "inner": None}}),
        (float("nan"), None),
        ([1.5, float("inf")], [1.5, None]),
        ("half a pair \ud83d", "half a pair ?"),
    ],
)
def test_what_is_not_json_becomes_what_comes_nearest(value: Any, expected: Any) -> None:
    assert decoded(value) == expected
    assert decoded({"deep": [value]}) == {"deep": [expected]}


def test_conversions_are_told_with_their_places() -> None:
    value = {"rows": [{"when": date(2026, 1, 5)}], "ok": 1}
    assert to_json(value).converted == [{"path": "rows[0].when", "type": "date"}]


def test_what_has_no_json_form_becomes_an_error_node_in_its_place() -> None:
    class Broken:
        def to_dict(self) -> dict[str, Any]:
            raise LookupError("no data")

    tree = decoded({"children": [1, object(), Broken(), len, 2]})
    first, *errors, last = tree["children"]
    assert (first, last) == (1, 2)
    assert [e["type"] for e in errors] == ["Error"] * 3
    assert [e["props"]["path"] for e in errors] == [f"children[{i}]" for i in (1, 2, 3)]
    assert {e["props"]["reason"] for e in errors} == {"type"}
    assert "no data" in errors[1]["props"]["message"]


def test_nodes_and_actions_where_the_sdk_does_not_look_are_written_as_it_writes_them() -> None:
    call = ui.Call("f", node=ui.Text("inside"), pair=(ui.Text("a"),))
    value = {"tuple": (ui.Stack([ui.Text("x")]),), "action": call}
    tree = decoded(value)
    assert tree["tuple"][0]["props"]["children"][0] == ui.Text("x").to_dict()
    assert tree["action"]["action"] == "call"
    assert json.dumps(tree["action"]).count('"Text"') == 2
    assert {found["type"] for found in to_json(value).converted} == {"UINode", "UIAction"}


def test_a_value_that_contains_itself_is_cut_where_it_does() -> None:
    row: dict[str, Any] = {"name": "a"}
    row["self"] = {"again": row}
    point = Point(1)
    point.inner = [point]
    tree = decoded({"row": row, "point": point})
    assert tree["row"]["self"]["again"]["props"]["reason"] == "cycle"
    assert tree["row"]["self"]["again"]["props"]["path"] == "row.self.again"
    assert tree["point"]["inner"][0]["props"]["reason"] == "cycle"


def test_what_is_cut_leaves_nodes_that_can_still_be_drawn() -> None:
    children: list[Any] = []
    children.append(children)
    props: dict[str, Any] = {}
    props["children"] = [{"type": "Card", "props": props}]
    tree = decoded({"list": {"children": children}, "node": {"type": "Stack", "props": props}})
    assert tree["list"]["children"][0][0]["type"] == "Error"
    card = tree["node"]["props"]["children"][0]
    assert card["props"]["children"][0]["type"] == "Error"


def test_the_same_value_twice_is_no_cycle() -> None:
    shared = {"x": {1}}
    assert decoded([shared, shared, {"y": shared}])[2] == {"y": {"x": [1]}}


@pytest.mark.parametrize("levels", [MOST_LEVELS - 1, MOST_LEVELS, MOST_LEVELS + 1, 50_000])
def test_nesting_is_cut_below_the_deepest_level(levels: int) -> None:
    value: Any = "leaf"
    for _ in range(levels):
        value = [value]
    payload = to_json(value).payload
    assert (b'"depth"' in payload) == (levels > MOST_LEVELS)
    assert payload.startswith(b"[" * min(levels, MOST_LEVELS))
    assert levels <= MOST_LEVELS or payload.startswith(b"[" * (MOST_LEVELS + 1) + b'{"type":"E')


def test_an_endless_supply_of_fresh_objects_ends_at_the_deepest_level() -> None:
    class Mirror:
        def to_dict(self) -> dict[str, Any]:
            return {"again": Mirror()}

    assert b'"depth"' in to_json(Mirror()).payload


def test_too_many_values_are_cut_and_the_beginning_is_kept() -> None:
    rows = [{"id": number, "tags": ["a", "b"]} for number in range(MOST_NODES)]
    tree = decoded(rows)
    assert tree[0] == {"id": 0, "tags": ["a", "b"]}
    assert b'"nodes"' in json.dumps(tree[-1]).encode()
    assert len(tree) < MOST_NODES // 4


@pytest.mark.parametrize("extra", [[], [{1}]], ids=["plain", "walked"])
def test_too_many_bytes_are_cut_and_the_beginning_is_kept(extra: list[Any]) -> None:
    tree = decoded([*extra, "a" * 1000, *["b" * 1_000_000] * 20])
    assert "a" * 1000 in tree
    assert tree[-1]["props"]["reason"] == "size"
    assert len(json.dumps(tree)) <= MOST_BYTES


def test_escapes_that_swell_a_value_over_the_limit_are_caught_too() -> None:
    tree = decoded(["\x01" * (MOST_BYTES // 4)])
    assert tree["props"]["reason"] == "size"
