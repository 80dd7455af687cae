"""A Form at work: shared values, validation, resets, refreshes, failure."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.person import enter, field, press, shown_text, type_text
from tests.gui.render.probes_forms import form, submit
from workbench.gui.render.forms.state import FormState
from workbench.gui.render.forms.validation import check_date, check_text, slider_limits


def values(bench: Bench) -> dict[str, Any]:
    """What a submission sends now."""
    bench.host.actions.clear()
    submit(bench)
    return dict(bench.host.actions[0]["params"])


def test_defaults_win_over_a_controls_own_value(bench: Bench) -> None:
    one = node("Input", param_name="a", value="own")
    bench.show(form(one, defaults={"a": "default", "hidden": {"k": 1}}))
    assert shown_text(field(bench)) == "default"
    assert values(bench) == {"a": "default", "hidden": {"k": 1}}


def test_defaults_may_hold_a_value_called_action(bench: Bench) -> None:
    bench.show(form(defaults={"action": "archive"}))
    submit(bench)
    assert bench.host.actions == [call("s", action="archive")]


def test_strings_in_defaults_count_as_booleans_for_switches(bench: Bench) -> None:
    controls = [node("Toggle", param_name="t"), node("Checkbox", param_name="c")]
    bench.show(form(*controls, defaults={"t": "true", "c": "1"}))
    assert values(bench) == {"t": True, "c": True}


def test_an_equal_refresh_keeps_what_was_typed(bench: Bench) -> None:
    def tree(title: str) -> dict[str, Any]:
        return stack(text(title), form(node("Input", param_name="a"), defaults={"x": 1}))

    bench.show(tree("one"))
    type_text(bench, field(bench), "typed")
    bench.show(tree("two"))
    assert shown_text(field(bench)) == "typed"
    assert values(bench) == {"x": 1, "a": "typed"}


def test_other_defaults_start_afresh(bench: Bench) -> None:
    bench.show(form(node("Input", param_name="a"), defaults={"x": 1}))
    type_text(bench, field(bench), "typed")
    bench.show(form(node("Input", param_name="a"), defaults={"x": 2}))
    assert shown_text(field(bench)) == ""
    assert values(bench) == {"x": 2, "a": ""}


def test_a_new_revision_starts_afresh(bench: Bench) -> None:
    one = form(node("Input", param_name="a", value="v"))
    bench.show(stack({**one, "revision": "1"}))
    type_text(bench, field(bench), "typed")
    bench.show(stack({**one, "revision": "2"}))
    assert shown_text(field(bench)) == "v"


def test_a_changed_value_prop_is_followed(bench: Bench) -> None:
    bench.show(form(node("Input", param_name="a", value="old")))
    type_text(bench, field(bench), "typed")
    bench.show(form(node("Input", param_name="a", value="new")))
    assert values(bench) == {"a": "new"}


def test_a_control_that_goes_leaves_its_value(bench: Bench) -> None:
    bench.show(form(node("Input", param_name="a"), node("Input", param_name="b", value="2")))
    type_text(bench, field(bench, 0), "kept")
    bench.show(form(node("Input", param_name="b", value="2", key="b")))
    assert values(bench)["a"] == "kept"


def test_a_reset_button_goes_back_to_the_start(bench: Bench) -> None:
    controls = [
        node("Input", param_name="a", value="v"),
        node("Button", label="Undo", type="reset"),
    ]
    bench.show(form(*controls, defaults={"h": 1}))
    type_text(bench, field(bench), "typed")
    bench.click("Undo")
    assert values(bench) == {"h": 1, "a": "v"}


def test_without_an_action_the_button_is_disabled(bench: Bench) -> None:
    bench.show(form(action=""))
    view = bench.view("Form")
    assert not view.button.isEnabled()


@pytest.mark.parametrize(
    ("control", "problem"),
    [
        (node("Input", type="email", value="nobody", param_name="a"), "email"),
        (node("Input", type="url", value="not a url", param_name="a"), "URL"),
        (node("Select", options=["x"], required=True, param_name="a"), "select an item"),
        (node("Checkbox", required=True, param_name="a"), "check this box"),
        (node("RadioGroup", options=["x"], required=True, param_name="a"), "select one"),
        (node("DatePicker", value="2026-01-01", min="2026-02-01", param_name="a"), "2026-02-01"),
        (node("TagInput", required=True, param_name="a"), "fill out"),
        (node("MultiSelect", options=["x"], required=True, param_name="a"), "select an item"),
        (node("TextArea", required=True, param_name="a"), "fill out"),
        (node("RichEditor", required=True, param_name="a"), "fill out"),
    ],
)
def test_a_problem_is_said_at_the_control_and_nothing_is_sent(
    bench: Bench, control: dict[str, Any], problem: str
) -> None:
    bench.show(form(control))
    submit(bench)
    assert bench.host.actions == []
    assert problem in field(bench).note.text
    assert field(bench).note.bad


def test_a_required_list_with_a_choice_is_content(bench: Bench) -> None:
    chosen = node("MultiSelect", options=["x"], values=["x"], required=True, param_name="a")
    bench.show(form(chosen))
    assert values(bench) == {"a": ["x"]}


def test_the_problem_goes_when_the_person_types(bench: Bench) -> None:
    bench.show(form(node("Input", required=True, param_name="a")))
    submit(bench)
    type_text(bench, field(bench), "x")
    assert not field(bench).note.isVisible()


def test_a_disabled_control_never_blocks(bench: Bench) -> None:
    bench.show(form(node("Input", required=True, disabled=True, param_name="a")))
    assert values(bench) == {"a": ""}


def test_ctrl_enter_in_a_text_area_runs_its_own_action_inside_a_form(bench: Bench) -> None:
    bench.show(form(node("TextArea", param_name="t", on_submit=call("own"))))
    target = type_text(bench, field(bench), "hi")
    press(bench, target, Qt.Key.Key_Return, control=True)
    assert bench.host.actions == [call("own", t="hi")]


def test_a_whole_action_object_is_sent_with_the_values(bench: Bench) -> None:
    bench.show(form(node("Input", param_name="a", value="v"), action=call("go", k=1)))
    submit(bench)
    assert bench.host.actions == [call("go", k=1, a="v")]


def test_a_failure_is_said_above_the_button_and_goes_with_the_next_try(bench: Bench) -> None:
    bench.host.error = "no"
    bench.show(form(node("Input", param_name="a")))
    view = submit(bench)
    assert view.note.geometry().bottom() < view.button.geometry().top()
    bench.host.error = None
    submit(bench)
    assert not view.note.isVisible()


def test_forms_inside_tabs_and_forms_keep_to_themselves(bench: Bench) -> None:
    inner = form(node("Input", param_name="b", value="2"), action="inner")
    bench.show(form(node("Input", param_name="a", value="1"), inner, action="outer"))
    outer_view, inner_view = bench.views("Form")
    inner_view.button.click()
    outer_view.button.click()
    assert bench.host.actions == [call("inner", b="2"), call("outer", a="1")]


def test_tab_goes_through_the_controls_in_reading_order(bench: Bench) -> None:
    bench.show(
        form(
            node("Input", param_name="a", label="A"),
            node("Select", param_name="b", options=["x"], label="B"),
            node("Toggle", param_name="c", label="C"),
        )
    )
    enter(bench, field(bench, 0))
    names: list[str] = []
    for _ in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert names[:2] == ["A", "B"]
    assert field(bench, 2).focus_target().accessibleName() == "C"


def test_state_register_edit_and_listen() -> None:
    state = FormState({"d": 1})
    heard: list[Any] = []
    stop = state.listen("a", heard.append)
    assert state.register("d", 2) == 1
    assert state.register("a", "first") == "first"
    assert state.register("a", "second") == "second"
    state.edit("a", "typed")
    assert state.register("a", "third") == "typed"
    stop()
    state.edit("a", "unheard")
    assert heard == ["first", "second", "typed"]
    assert state.payload() == {"d": 1, "a": "unheard"}


@pytest.mark.parametrize(
    ("words", "kind", "fine"),
    [
        ("a@b.c", "email", True),
        ("a@b", "email", True),
        ("a b@c.d", "email", False),
        ("https://e.com", "url", True),
        ("mailto:a@b.c", "url", True),
        ("e.com", "url", False),
        ("-1.5e3", "number", True),
        ("1,5", "number", False),
        ("", "email", True),
    ],
)
def test_text_checks_follow_the_browser(words: str, kind: str, fine: bool) -> None:
    assert (check_text(words, kind, required=False) == "") is fine


def test_dates_and_limits_survive_nonsense() -> None:
    assert check_date("2026-02-30", None, None, required=False) != ""
    assert check_date("2026-02-03", "nonsense", 7, required=True) == ""
    assert slider_limits("x", None, 0) == (0.0, 100.0, 1.0)
    assert slider_limits(10, 5, -1) == (10.0, 10.0, 1.0)
