"""The wire form of nodes: what is converted, what is left out, where a node was made."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imperal_sdk import _provenance, ui
from imperal_sdk.ui.base import UIAction, UINode, serialize, source_of

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
actions = st.builds(UIAction, st.just("call"), st.fixed_dictionaries({"function": st.text()}))
props = st.text(min_size=1, max_size=5)
nodes = st.recursive(
    st.builds(UINode, st.text(max_size=6), st.dictionaries(props, plain | actions, max_size=3)),
    lambda inner: st.builds(
        UINode,
        st.text(max_size=6),
        st.dictionaries(props, inner | st.lists(inner | plain, max_size=3), max_size=3),
    ),
    max_leaves=12,
)


def by_hand(value: Any) -> Any:
    """The wire form, written as plainly as can be."""
    if isinstance(value, UINode):
        kept = {key: by_hand(prop) for key, prop in value.props.items() if prop is not None}
        return {"type": value.type, "props": kept}
    if isinstance(value, UIAction):
        return {"action": value.action, **value.params}
    if isinstance(value, list):
        return [by_hand(entry) for entry in value]
    if isinstance(value, dict):
        return {key: by_hand(entry) for key, entry in value.items()}
    return value


@pytest.fixture
def recording() -> Iterator[None]:
    _provenance.enabled = True
    yield
    _provenance.enabled = False


@settings(deadline=None)
@given(nodes)
def test_wire_form_converts_every_node_and_action_and_nothing_else(node: UINode) -> None:
    wire = node.to_dict()
    assert wire == by_hand(node)
    assert json.loads(json.dumps(wire)) == wire


@settings(deadline=None)
@given(nodes)
def test_wire_form_shares_nothing_with_the_node(node: UINode) -> None:
    before = by_hand(node)
    wire = node.to_dict()
    wire["props"].clear()
    assert by_hand(node) == before
    assert copy.deepcopy(node) == node
    assert pickle.loads(pickle.dumps(node)) == node


def test_none_is_left_out_of_props_but_stays_in_lists_and_dicts() -> None:
    node = UINode("X", {"gone": None, "list": [None], "dict": {"kept": None}})
    assert node.to_dict()["props"] == {"list": [None], "dict": {"kept": None}}


def test_tuples_and_unknown_objects_pass_through_unconverted() -> None:
    inner, thing = ui.Text("a"), object()
    wire = UINode("X", {"pair": (inner, 1), "thing": thing}).to_dict()
    assert wire["props"]["pair"] == (inner, 1)
    assert wire["props"]["thing"] is thing


def test_parameters_of_an_action_are_not_converted() -> None:
    inner = ui.Text("a")
    assert ui.Call("f", node=inner).to_dict()["params"]["node"] is inner


@pytest.mark.parametrize(
    ("action", "wire"),
    [
        (ui.Call("f", a=1), {"action": "call", "function": "f", "params": {"a": 1}}),
        (ui.Navigate("/x"), {"action": "navigate", "path": "/x"}),
        (ui.Send("hi"), {"action": "send", "message": "hi"}),
        (ui.Open("https://e.org"), {"action": "open", "url": "https://e.org"}),
    ],
)
def test_each_action_has_its_own_wire_form(action: UIAction, wire: dict[str, Any]) -> None:
    assert action.to_dict() == wire


def test_a_button_carries_the_action_it_was_given() -> None:
    actions = [ui.Call("f", a=1), ui.Navigate("/x"), ui.Send("hi"), ui.Open("https://e.org")]
    wire = [ui.Button("B", on_click=action).to_dict()["props"]["on_click"] for action in actions]
    assert [one.pop("action") for one in wire] == ["call", "navigate", "send", "open"]
    assert wire == [
        {"function": "f", "params": {"a": 1}},
        {"path": "/x"},
        {"message": "hi"},
        {"url": "https://e.org"},
    ]


def test_props_set_by_hand_after_construction_reach_the_wire() -> None:
    root = ui.Stack([])
    root.props["auto_action"] = ui.Call("__panel__editor", id=1)
    assert root.to_dict()["props"]["auto_action"]["function"] == "__panel__editor"


def test_a_signal_is_written_as_a_mark_of_its_own() -> None:
    wire = ui.Progress(ui.Signal(7, 0)).to_dict()  # type: ignore[arg-type]
    assert wire["props"]["value"] == {"__type__": "signal", "key": "7", "default": 0}


def test_a_tree_deeper_than_the_interpreter_recurses_is_still_written() -> None:
    node = ui.Text("bottom")
    for _ in range(2_000):
        node = ui.Stack([node])
    wire = node.to_dict()
    for _ in range(2_000):
        wire = wire["props"]["children"][0]
    assert wire["props"]["content"] == "bottom"


def test_a_node_that_contains_itself_is_an_error_not_a_hang() -> None:
    loop = ui.Stack([])
    loop.props["children"].append(loop)
    with pytest.raises(RecursionError, match="contain itself"):
        loop.to_dict()


def test_nodes_carry_no_source_unless_the_host_records() -> None:
    node = ui.Text("a")
    assert source_of(node) is None
    assert node.to_dict() == {"type": "Text", "props": {"content": "a", "variant": "body"}}


@pytest.mark.usefixtures("recording")
def test_recorded_nodes_lead_to_the_authors_line() -> None:
    made = [ui.Text("a"), ui.BackButton(), ui.Dialog("t"), UINode("X"), ui.Stage("i", "t")]
    wire = serialize([ui.Stack(list(made))])[0]
    line = test_recorded_nodes_lead_to_the_authors_line.__code__.co_firstlineno + 2
    expected = f"{__file__}:{line}"
    assert [child["_src"] for child in wire["props"]["children"]] == [expected] * 5
    assert wire["_src"] == f"{__file__}:{line + 1}"
    assert ui.Text("a") == made[0]


def test_stage_shows_its_children_twice_and_leaves_a_receipt() -> None:
    stage = ui.Stage("deploy", "Deploy", ui.Text("a"), note="n")
    wire = stage.to_dict()
    assert wire["children"] == wire["props"]["children"] == [ui.Text("a").to_dict()]
    assert (wire["props"]["command"], wire["props"]["note"]) == ("deploy", "n")
    assert stage.generate_receipt() == "❯ deploy: Deploy ── [OK] ✓"
    assert stage.generate_receipt(delta="3 pods", duration_ms=12) == "❯ deploy: 3 pods ── [12ms] ✓"
    assert ui.Stage("d", "D", receipt="done").generate_receipt() == "done"
    assert ui.Stage("d", "D", receipt=lambda n: f"{n} done").generate_receipt(2) == "2 done"


def test_a_receipt_that_fails_falls_back_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    stage = ui.Stage("d", "D", receipt=lambda result: str(result["n"]))
    assert stage.generate_receipt() == "❯ d: D ── [OK] ✓"
    assert "receipt of stage 'd' failed" in caplog.text


def test_morphing_state_shows_itself_differently_on_each_surface() -> None:
    choices: list[Any] = [ui.Affordance("a", "Act", risk="destructive", shortcut="x")]
    choices += [{"id": str(n), "label": f"L{n}"} for n in range(5)]
    state = ui.MorphingState("ctx", "Down", "critical", affordances=choices)
    wire = state.to_dict()
    assert wire["component"] == "MorphingState"
    assert wire["summary"] == wire["props"]["summary"] == "Down"
    telegram = state.project_for_surface("telegram")
    assert telegram["headline"] == "🚨 Down"
    assert [button["style"] for button in telegram["buttons"]] == ["danger"] + ["primary"] * 3
    assert state.project_for_surface("terminal")["shortcuts"][:2] == ["[1] Act (x)", "[2] L0 (2)"]
    assert state.project_for_surface("panel")["full_state"] == wire
    assert state.project_for_surface("ambient") == wire


@pytest.mark.parametrize(
    "malformed",
    [None, "x", {}, {"colors": "x"}, {"colors": {"a": {"light": 1, "dark": 2}}, "density": "x"}],
)
def test_a_malformed_theme_is_the_default_theme(malformed: Any) -> None:
    context: Any = SimpleNamespace(agency_theme=malformed)
    assert ui.theme(context) == ui.AgencyTheme() == ui.theme()


def test_a_theme_keeps_what_is_well_formed_in_it() -> None:
    context: Any = SimpleNamespace(
        agency_theme={
            "colors": {"primary": {"light": "#fff", "dark": "#000"}, "bad": None},
            "density": "compact",
            "radius": "round",
        }
    )
    expected = ui.AgencyTheme({"primary": ui.ColorPair("#fff", "#000")}, "compact", "default")
    assert ui.theme(context) == expected
