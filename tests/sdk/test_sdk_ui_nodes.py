"""Every component emits the type and the props that the platform's renderer reads."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from imperal_sdk import ui

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "ui_nodes.json").read_text(encoding="utf-8")
)

OUTPUTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "ui_outputs.json").read_text(encoding="utf-8")
)
"""What the published components answer to the arguments of ``required`` and ``everything``."""

TEXT = ui.Text("a")
ACTION = ui.Call("f")

REQUIRED: dict[str, Any] = {
    "child": TEXT,
    "children": [TEXT],
    "columns": [{"key": "k", "label": "K"}],
    "data": [{"name": "m", "v": 1}],
    "edges": [{"source": "1", "target": "2"}],
    "items": [TEXT],
    "nodes": [{"id": "1"}],
    "options": [{"value": "1", "label": "One"}],
    "rows": [{"k": 1}],
    "sections": [{"id": "s", "title": "S", "children": [TEXT]}],
    "tabs": [{"label": "A", "content": TEXT}],
}
"""Arguments without a default; every other one is a word."""

SET: dict[str, Any] = {
    "colors": {"v": "red"},
    "direction": "h",
    "duration": 100,
    "icon_color": "blue",
    "orientation": "horizontal",
    "size": "lg",
    "theme": "light",
    "trend_direction": "up",
}
"""Values that reach the wire, for arguments that take words from a list."""

SET_FOR: dict[tuple[str, str], Any] = {
    ("Modal", "dismissible"): False,
    ("Modal", "open"): False,
    ("Alert", "variant"): "error",
    ("Toast", "variant"): "error",
    ("FileUpload", "variant"): "compact",
    ("Input", "variant"): "ghost",
    ("Input", "type"): "email",
    ("Alert", "type"): "",
    ("Link", "text"): "",
    ("Toast", "action"): ACTION,
    ("Form", "action"): "save",
    ("TagInput", "delimiters"): [",", ";"],
    ("MorphingState", "details"): ["d"],
    ("MorphingState", "affected_entities"): ["e"],
    ("MorphingState", "affordances"): [{"id": "a", "label": "A"}],
    ("MorphingState", "cognitive"): {"situation": "incident"},
}


def required(name: str, function: Any) -> dict[str, Any]:
    """The arguments that a component cannot do without."""
    if name == "Link":
        return {"label": "x"}
    return {
        parameter.name: REQUIRED.get(parameter.name, "x")
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }


def everything(name: str, function: Any) -> dict[str, Any]:
    """A value for every argument, such that each one has something to say."""
    arguments = required(name, function)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in arguments or parameter.kind is parameter.VAR_KEYWORD:
            continue
        default = parameter.default
        if (name, parameter.name) in SET_FOR:
            arguments[parameter.name] = SET_FOR[name, parameter.name]
        elif parameter.name in SET:
            arguments[parameter.name] = SET[parameter.name]
        elif parameter.name.startswith("on_"):
            arguments[parameter.name] = ACTION
        elif isinstance(default, bool):
            arguments[parameter.name] = True
        elif isinstance(default, int | float):
            arguments[parameter.name] = 7
        elif default is None:
            arguments[parameter.name] = [TEXT]
        else:
            arguments[parameter.name] = "word"
    if name in {"MorphingState", "Stage"}:
        arguments |= {
            key: {"k": "v"} for key in ("metrics", "projection_hints") if key in arguments
        }
    return arguments


NODES = sorted(name for name, facts in FACTS.items() if facts["type"])


@pytest.mark.parametrize("name", NODES)
def test_component_without_options_emits_its_type_and_only_its_fixed_props(name: str) -> None:
    function = getattr(ui, name)
    node = function(**required(name, function)).to_dict()
    assert node["type"] == FACTS[name]["type"]
    assert sorted(node["props"]) == FACTS[name]["always"]


@pytest.mark.parametrize("name", NODES)
def test_component_without_options_holds_no_unset_prop(name: str) -> None:
    function = getattr(ui, name)
    node = function(**required(name, function))
    unset = {key for key, value in node.props.items() if value is None}
    assert unset == ({"value"} if name == "Badge" else set())


@pytest.mark.parametrize("name", NODES)
def test_component_with_every_option_emits_every_prop_and_no_other(name: str) -> None:
    function = getattr(ui, name)
    node = function(**everything(name, function)).to_dict()
    assert sorted(node["props"]) == sorted(FACTS[name]["props"])


@pytest.mark.parametrize("name", NODES)
def test_every_argument_reaches_the_prop_it_is_for(name: str) -> None:
    function, facts = getattr(ui, name), OUTPUTS[name]
    assert function(**required(name, function)).to_dict() == facts["minimal"]
    given = {key: everything(name, function)[key] for key in facts["given"]}
    assert function(**given).to_dict() == facts["full"]


def test_facts_cover_every_component_function() -> None:
    components = {
        name
        for name in ui.__all__
        if name[0].isupper()
        and name not in {"Affordance", "AgencyTheme", "CanvasEdge", "CanvasNode", "ColorPair"}
        and name not in {"CognitiveContext", "MODAL_SIZES", "Signal", "UISignal"}
        and name not in {"Call", "Navigate", "Open", "Send"}
    }
    assert components == set(FACTS)


def test_data_column_is_a_plain_dict_that_names_its_editor_only_when_editable() -> None:
    assert ui.DataColumn("k", "K") == {"key": "k", "label": "K", "sortable": True}
    assert ui.DataColumn("k", "K", False, "9rem", True, "toggle") == {
        "key": "k",
        "label": "K",
        "sortable": False,
        "width": "9rem",
        "editable": True,
        "edit_type": "toggle",
    }


@pytest.mark.parametrize(
    ("node", "type_", "props"),
    [
        (ui.Row([]), "Stack", {"children": [], "direction": "h", "gap": 3}),
        (ui.Column([]), "Stack", {"children": [], "direction": "v", "gap": 3}),
        (ui.Stack([], "row"), "Stack", {"children": [], "direction": "h", "gap": 3}),
        (ui.Stack([], " Column "), "Stack", {"children": [], "direction": "v", "gap": 3}),
        (ui.Alert("m", type="warning"), "Alert", {"message": "m", "title": "", "variant": "warn"}),
        (ui.Alert("m", "t", "danger"), "Alert", {"message": "m", "title": "t", "variant": "error"}),
        (ui.Link(text="x"), "Link", {"label": "x"}),
        (ui.TrayResponse(icon_color="grey"), "TrayResponse", {"icon_color": "muted"}),
        (ui.TrayResponse(icon_color="teal"), "TrayResponse", {}),
        (ui.Html("x", theme="dark"), "Html", {"content": "x", "sandbox": True}),
        (ui.Toast("x", duration=5000), "Toast", {"message": "x", "variant": "info"}),
        (ui.Card(border=False), "Card", {"border": False}),
    ],
)
def test_both_spellings_of_an_argument_give_the_newer_shape(
    node: Any, type_: str, props: dict[str, Any]
) -> None:
    assert node.to_dict() == {"type": type_, "props": props}


def test_back_button_says_where_it_leads() -> None:
    assert ui.BackButton("Notes").props["label"] == "← Back to Notes"
    assert ui.BackButton().props["label"] == "← Back"
    assert ui.BackButton("Notes", label="Home").props["label"] == "Home"


def test_chart_colours_become_series_of_the_first_rows_other_keys() -> None:
    rows = [{"day": "mon", "in": 1, "out": 2}]
    chart = ui.Chart(rows, "bar", "day", colors={"out": "red"})
    assert chart.props["series"] == [
        {"key": "in", "label": "in"},
        {"key": "out", "label": "out", "color": "red"},
    ]
    assert "series" not in ui.Chart([], colors={"out": "red"}).props


def test_graph_unwraps_entries_that_carry_their_data_inside() -> None:
    graph = ui.Graph([{"data": {"id": "1"}}, {"id": "2"}], [{"data": {"source": "1"}}, 5])
    assert graph.props["nodes"] == [{"id": "1"}, {"id": "2"}]
    assert graph.props["edges"] == [{"source": "1"}, {}]


def test_dialog_takes_the_options_of_a_modal_and_no_others() -> None:
    dialog = ui.Dialog("Delete?", ui.Text("sure?"), size="lg", dismissible=False)
    assert dialog.type == "Dialog"
    assert dialog.props["size"] == "lg"
    assert dialog.props["dismissible"] is False
    with pytest.raises(TypeError, match="colour"):
        ui.Dialog("t", colour="red")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: ui.Stack([], direction="diagonal"), "diagonal"),
        (lambda: ui.Alert("m", variant="loud"), "loud"),
        (lambda: ui.Alert("m", type="loud"), "loud"),
        (lambda: ui.Toast("m", "loud"), "loud"),
        (lambda: ui.Toast("m", duration=-1), "-1"),
        (lambda: ui.Toast("m", action_label="undo"), "action"),
        (lambda: ui.Toast("m", action=ACTION), "action_label"),
        (lambda: ui.Stat("l", 1, trend_direction="UP"), "UP"),
        (lambda: ui.Input(type="tel"), "tel"),
        (lambda: ui.Input(variant="loud"), "loud"),
        (lambda: ui.FileUpload(variant="loud"), "loud"),
        (lambda: ui.RadioGroup([], orientation="diagonal"), "diagonal"),
        (lambda: ui.Modal(size="huge"), "huge"),
    ],
)
def test_a_word_the_component_does_not_know_is_refused_by_name(make: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_a_link_without_words_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="label"):
        ui.Link(href="https://example.org")


def test_a_call_cannot_be_told_its_function_twice() -> None:
    arguments: dict[str, Any] = {"function": "g"}
    with pytest.raises(TypeError):
        ui.Call("f", **arguments)


def test_canvas_writes_its_boxes_and_links_out() -> None:
    canvas = ui.Canvas(
        [ui.CanvasNode("a", "A", 1, 2, on_click=ui.Call("f")), {"id": "b"}],
        [ui.CanvasEdge("a", "b", latency_ms=3)],
    ).to_dict()
    first, second = canvas["props"]["nodes"]
    assert first["on_click"] == {"action": "call", "function": "f", "params": {}}
    assert (first["id"], first["x"], second) == ("a", 1, {"id": "b"})
    edge = canvas["props"]["edges"][0]
    assert (edge["from"], edge["to"], edge["latency_ms"]) == ("a", "b", 3)
    assert "latency_ms" not in ui.CanvasEdge("a", "b").to_dict()
