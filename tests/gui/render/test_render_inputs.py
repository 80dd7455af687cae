"""Each control by itself: what it sends, how it is worked by keys, what it refuses."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.render.bench import Bench, call, node, stack
from tests.gui.render.person import enter, field, press, shown_text, type_text
from workbench.gui.render.inputs.datepicker import DatePickerView
from workbench.gui.render.inputs.input import InputView
from workbench.gui.render.inputs.radiogroup import RadioGroupView
from workbench.gui.render.inputs.select import SelectView
from workbench.gui.render.inputs.slider import SliderView
from workbench.gui.render.inputs.taginput import TagInputView
from workbench.gui.render.inputs.textarea import TextAreaView
from workbench.gui.render.pills import Pill
from workbench.gui.render.tag_rules import tag_rules

DOWN, SPACE, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return


def test_a_password_is_not_shown_and_a_number_takes_no_letters(bench: Bench) -> None:
    bench.show(stack(node("Input", type="password"), node("Input", type="number")))
    secret, number = field(bench, 0), field(bench, 1)
    assert isinstance(secret, InputView)
    assert secret.edit.echoMode() == QLineEdit.EchoMode.Password
    type_text(bench, number, "a1b2.5x")
    assert shown_text(number) == "12.5"


def test_a_failed_send_keeps_the_text_and_says_why(bench: Bench) -> None:
    bench.host.error = "offline"
    bench.show(node("Input", param_name="q", on_submit=call("ask")))
    edit = type_text(bench, field(bench), "hi")
    press(bench, edit, ENTER)
    assert shown_text(field(bench)) == "hi"
    assert field(bench).note.text == "offline"


def test_the_error_prop_is_said_instead_of_the_failure(bench: Bench) -> None:
    bench.host.error = "offline"
    bench.show(node("Input", param_name="q", on_submit=call("ask"), error="Too short"))
    press(bench, type_text(bench, field(bench), "hi"), ENTER)
    assert field(bench).note.text == "Too short"


def test_the_send_button_waits_for_words(bench: Bench) -> None:
    bench.show(node("Input", on_submit=call("ask")))
    view = field(bench)
    assert isinstance(view, InputView)
    assert not view.send.isEnabled()
    type_text(bench, view, "hi")
    QTest.mouseClick(view.send, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.host.actions == [call("ask", value="hi")]


@pytest.mark.asyncio
async def test_while_the_action_runs_a_field_takes_no_text_but_keeps_the_keyboard(
    bench: Bench,
) -> None:
    bench.host.gate = asyncio.Event()
    bench.panel.set_tree(node("Input", param_name="q", on_submit=call("ask"), value="hi"))
    view = next(v for v in bench.panel.surface.views() if isinstance(v, InputView))
    bench.panel.activateWindow()
    await asyncio.sleep(0)
    view.edit.setFocus()
    view.edit.returnPressed.emit()
    view.edit.returnPressed.emit()
    await asyncio.sleep(0)
    assert view.edit.isReadOnly()
    assert view.edit.isEnabled()
    bench.host.gate.set()
    await asyncio.sleep(0.01)
    assert len(bench.host.actions) == 1
    assert view.edit.text() == ""
    assert not view.edit.isReadOnly()


def test_readonly_and_disabled_fields_cannot_be_typed_into(bench: Bench) -> None:
    bench.show(
        stack(node("Input", value="a", readonly=True), node("Input", value="b", disabled=True))
    )
    type_text(bench, field(bench, 0), "x", instead=False)
    assert shown_text(field(bench, 0)) == "a"
    assert not field(bench, 1).focus_target().isEnabled()


def test_a_label_gives_its_field_the_keyboard(bench: Bench) -> None:
    bench.show(node("Input", label="Name", required=True))
    view = field(bench)
    bench.panel.activateWindow()
    QApplication.processEvents()
    QTest.mouseClick(view.label, Qt.MouseButton.LeftButton)
    assert view.focus_target().hasFocus()
    assert view.focus_target().accessibleName() == "Name"


def test_a_text_area_is_as_tall_as_its_rows_and_can_be_dragged_taller(bench: Bench) -> None:
    bench.show(node("TextArea", rows=3))
    view = field(bench)
    assert isinstance(view, TextAreaView)
    assert view.well.height() == 3 * 20 + 22
    view.well.set_height(200)
    bench.settle()
    assert view.well.height() == 200


def test_select_shows_the_first_option_when_there_is_no_placeholder(bench: Bench) -> None:
    options = [{"value": "a", "label": "Alpha"}]
    bench.show(stack(node("Select", options=options, placeholder=""), node("Select", options=[])))
    first, second = field(bench, 0), field(bench, 1)
    assert isinstance(first, SelectView)
    assert isinstance(second, SelectView)
    assert (first.well.text(), second.well.text()) == ("Alpha", "Select…")


def test_select_keeps_the_new_value_when_its_action_fails(bench: Bench) -> None:
    bench.host.error = "no"
    bench.show(node("Select", options=["a", "b"], value="a", on_change=call("c")))
    view = field(bench)
    assert isinstance(view, SelectView)
    press(bench, enter(bench, view), DOWN)
    panel = view.choices.panel
    assert panel is not None
    press(bench, panel.list, Qt.Key.Key_B)
    press(bench, panel.list, ENTER)
    assert view.value == "b"
    assert view.note.text == "no"
    assert not panel.isVisible()


def test_a_disabled_option_cannot_be_chosen(bench: Bench) -> None:
    options = [{"value": "a", "disabled": True}, {"value": "b"}]
    bench.show(node("Select", options=options, on_change=call("c")))
    view = field(bench)
    assert isinstance(view, SelectView)
    press(bench, enter(bench, view), DOWN)
    assert view.choices.panel is not None
    options_list = view.choices.panel.list
    QTest.mouseClick(options_list, Qt.MouseButton.LeftButton, pos=options_list.rect_of(0).center())
    assert bench.host.actions == []
    press(bench, options_list, DOWN)
    press(bench, options_list, ENTER)
    assert view.value == "b"


def test_a_toggle_flips_at_once_and_stays_when_its_action_fails(bench: Bench) -> None:
    bench.host.error = "no"
    bench.show(node("Toggle", label="On", on_change=call("t")))
    bench.click("On")
    assert field(bench).value is True
    bench.click("On")
    assert [action["params"]["enabled"] for action in bench.host.actions] == [True, False]


@pytest.mark.parametrize(
    ("props", "keys", "value"),
    [
        ({"min": 0, "max": 10, "step": 2, "value": 4}, [Qt.Key.Key_Right], 6),
        ({"min": 0, "max": 1, "step": 0.1, "value": 0.5}, [Qt.Key.Key_Left], 0.4),
        ({"min": 5, "max": 9, "value": 7}, [Qt.Key.Key_Home], 5),
        ({"min": 0, "max": 100, "value": 50}, [Qt.Key.Key_End], 100),
        ({"value": 50}, [Qt.Key.Key_PageUp, Qt.Key.Key_PageUp], 70),
    ],
)
def test_a_slider_moves_by_steps_and_stays_a_number(
    bench: Bench, props: dict[str, Any], keys: list[Qt.Key], value: float
) -> None:
    bench.show(node("Slider", **props))
    view = field(bench)
    assert isinstance(view, SliderView)
    for key in keys:
        press(bench, enter(bench, view), key)
    assert view.value == value
    assert type(view.value) is type(value)


def test_a_slider_follows_the_pointer(bench: Bench) -> None:
    bench.show(node("Slider", min=0, max=10, value=0))
    view = field(bench)
    assert isinstance(view, SliderView)
    track = view.slider.track
    place = QPoint(track.width() - 1, track.height() // 2)
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=place)
    assert view.value == 10


def test_radio_arrows_choose_the_neighbour_and_leave_out_the_disabled(bench: Bench) -> None:
    options = [{"value": "a"}, {"value": "b", "disabled": True}, {"value": "c"}]
    bench.show(node("RadioGroup", options=options, value="a", on_change=call("r")))
    view = field(bench)
    assert isinstance(view, RadioGroupView)
    press(bench, enter(bench, view), DOWN)
    assert view.value == "c"
    assert bench.host.actions == [call("r", value="c")]
    stops = [line.focusPolicy() == Qt.FocusPolicy.StrongFocus for line in view.lines]
    assert stops == [False, False, True]


def test_a_date_is_typed_in_the_locales_way_or_as_iso(bench: Bench) -> None:
    bench.show(node("DatePicker", on_change=call("d")))
    view = field(bench)
    type_text(bench, view, "2026-08-07")
    assert view.value == "2026-08-07"
    type_text(bench, view, "12/24/2026")
    assert view.value == "2026-12-24"
    type_text(bench, view, "nonsense")
    assert view.value == ""
    assert "valid date" in view.check(view.value)


def test_a_date_is_chosen_from_the_calendar_by_keys(bench: Bench) -> None:
    bench.show(node("DatePicker", value="2026-08-07", min="2026-08-05", on_change=call("d")))
    view = field(bench)
    assert isinstance(view, DatePickerView)
    QTest.mouseClick(view.open_button, Qt.MouseButton.LeftButton)
    calendar = view.calendar
    assert calendar.isVisible()
    press(bench, calendar, Qt.Key.Key_Up)
    press(bench, calendar, ENTER)
    assert bench.host.actions == []
    press(bench, calendar, DOWN)
    press(bench, calendar, Qt.Key.Key_Right)
    press(bench, calendar, ENTER)
    assert bench.host.actions == [call("d", date="2026-08-08")]
    assert not calendar.isVisible()


def _tag_input(bench: Bench, **props: Any) -> TagInputView:
    bench.show(node("TagInput", on_change=call("t"), **props))
    view = field(bench)
    assert isinstance(view, TagInputView)
    return view


def test_tags_are_trimmed_unique_and_checked(bench: Bench) -> None:
    view = _tag_input(bench, values=["a"], validate="^[a-z]+$", validate_message="lowercase")
    press(bench, type_text(bench, view, "  b "), ENTER)
    press(bench, type_text(bench, view, "a"), ENTER)
    press(bench, type_text(bench, view, "BAD"), ENTER)
    assert view.value == ["a", "b"]
    assert view.note.text == "lowercase"


def test_delimiters_commit_and_split_what_is_pasted(bench: Bench) -> None:
    view = _tag_input(bench, delimiters=[","])
    type_text(bench, view, "one,")
    QGuiApplication.clipboard().setText("two, three,four")
    press(bench, enter(bench, view), Qt.Key.Key_V, control=True)
    assert view.value == ["one", "two", "three", "four"]
    assert len(bench.host.actions) == 2


def test_backspace_in_the_empty_field_takes_the_last_tag(bench: Bench) -> None:
    view = _tag_input(bench, values=["a", "b"])
    press(bench, enter(bench, view), Qt.Key.Key_Backspace)
    assert view.value == ["a"]


def test_suggestions_leave_out_what_is_chosen_and_are_picked_by_keys(bench: Bench) -> None:
    view = _tag_input(bench, values=["red"], suggestions=["red", "green", "grey"])
    edit = type_text(bench, view, "gre")
    assert view.panel is not None
    assert [option.value for option in view.panel.list.options] == ["green", "grey"]
    press(bench, edit, DOWN)
    press(bench, edit, DOWN)
    press(bench, edit, ENTER)
    assert view.value == ["red", "grey"]
    press(bench, edit, Qt.Key.Key_Escape)
    assert not view.panel.isVisible()


def test_suggestions_are_grouped_by_what_stands_before_the_colon() -> None:
    rules = tag_rules({"suggestions": ["x:read", "plain", "x:write"], "grouped_by": "scope"})
    labels = [(option.label, option.heading) for option in rules.offers("", [])]
    assert labels == [
        ("x", True),
        ("x:read", False),
        ("x:write", False),
        ("scope", True),
        ("plain", False),
    ]


def test_a_cross_takes_a_choice_of_a_multi_select_away(bench: Bench) -> None:
    bench.show(node("MultiSelect", options=["a", "b"], values=["a", "b"]))
    view = field(bench)
    assert not view.focus_target().isVisible()
    pill = bench.panel.findChildren(Pill)[0]
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton, pos=QPoint(pill.width() - 12, 10))
    bench.settle()
    assert view.value == ["b"]
    assert view.focus_target().isVisible()


def test_rings_are_for_the_keyboard(bench: Bench) -> None:
    bench.show(node("Checkbox", label="C"))
    target = enter(bench, field(bench))
    assert target.key_focus
    target.clearFocus()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    assert not target.key_focus
