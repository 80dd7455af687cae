"""What assistive technology is told of controls, lists and overlays."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.gui.render.bench import Bench, node, stack
from tests.gui.render.person import enter, field, list_view, press
from workbench.gui.render.inputs.radiogroup import RadioGroupView
from workbench.gui.render.overlays.layer import Layer

Role = QAccessible.Role


def told(widget: QWidget) -> tuple[Role, str, str]:
    """Role, name and description of a widget."""
    known = QAccessible.queryAccessibleInterface(widget)
    assert known is not None
    name, words = (
        known.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description)
    )
    return known.role(), name, words


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        (node("Input", label="Name", description="Full"), (Role.EditableText, "Name", "Full")),
        (node("Input", placeholder="Search"), (Role.EditableText, "Search", "Search")),
        (node("Input", param_name="q"), (Role.EditableText, "q", "")),
        (node("TextArea", label="Notes", error="Bad"), (Role.EditableText, "Notes", "Bad")),
        (node("Checkbox", label="Agree"), (Role.CheckBox, "Agree", "")),
        (node("Toggle", label="On"), (Role.CheckBox, "On", "")),
        (node("Slider", label="Limit"), (Role.Slider, "Limit", "")),
        (
            node("Select", label="Region", options=["eu"], value="eu"),
            (Role.Button, "Region", "eu"),
        ),
    ],
)
def test_controls_have_a_role_a_name_and_their_help(
    bench: Bench, control: dict[str, Any], expected: tuple[Role, str, str]
) -> None:
    bench.show(control)
    assert told(field(bench).focus_target()) == expected


def test_options_of_a_radio_group_are_radio_buttons_that_tell_their_state(bench: Bench) -> None:
    bench.show(node("RadioGroup", label="Plan", options=["a", "b"], value="b"))
    view = field(bench)
    assert isinstance(view, RadioGroupView)
    assert [told(line)[:2] for line in view.lines] == [
        (Role.RadioButton, "a"),
        (Role.RadioButton, "b"),
    ]
    states = [QAccessible.queryAccessibleInterface(line).state() for line in view.lines]
    assert [bool(state.checked) for state in states] == [False, True]


def test_a_select_tells_the_new_choice(bench: Bench) -> None:
    bench.show(node("Select", label="Region", options=["eu", "us"], value="eu"))
    target = enter(bench, field(bench))
    press(bench, target, Qt.Key.Key_Down)
    choices = field(bench).choices.panel.list
    press(bench, choices, Qt.Key.Key_Down)
    assert told(choices)[0] == Role.List
    press(bench, choices, Qt.Key.Key_Return)
    assert told(target) == (Role.Button, "Region", "us")


def test_rows_of_a_list_are_items_with_all_their_words(bench: Bench) -> None:
    badge = node("Badge", label="new")
    item = node("ListItem", id="1", title="Ada", subtitle="Engine", meta="2 m", badge=badge)
    bench.show(node("List", title="People", items=[item]))
    known = QAccessible.queryAccessibleInterface(list_view(bench).surface)
    assert (known.role(), known.text(QAccessible.Text.Name)) == (Role.List, "People")
    assert known.childCount() == 1
    assert known.child(0).text(QAccessible.Text.Name) == "Ada, Engine, new, 2 m"


def test_a_dialog_a_tree_and_a_chart_say_what_they_are(bench: Bench) -> None:
    bench.show(
        stack(
            node("Tree", nodes=["a"], label="Files"),
            node("Chart", data=[{"name": "a", "v": 1}], title="Sales"),
            node("Dialog", title="Sure?"),
        )
    )
    layer = bench.panel.findChild(Layer)
    assert layer is not None
    assert told(layer)[:2] == (Role.Dialog, "Sure?")
    assert told(bench.view("Tree").widget)[:2] == (Role.Tree, "Files")
    chart = bench.view("Chart").widget.findChildren(QWidget)[0]
    assert told(chart)[:2] == (Role.Chart, "Sales")
