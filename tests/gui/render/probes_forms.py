"""What was observed of forms and inputs on the platform, done again by a person here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node, stack
from tests.gui.render.person import enter, field, press, shown_text, type_text
from workbench.gui.render.forms.view import FormView
from workbench.gui.render.inputs.select import SelectView
from workbench.gui.render.pills import Pill
from workbench.gui.render.well import WellEdit

ENTER = Qt.Key.Key_Return
Note = dict[str, Any] | None
OPTIONS = [
    {"value": "eu", "label": "Europe"},
    {"value": "us", "label": "United States"},
    {"value": "ap", "label": "Asia Pacific"},
]


def form(*children: Any, **props: Any) -> dict[str, Any]:
    return node("Form", children=list(children), **({"action": "s"} | props))


def submit(bench: Bench) -> FormView:
    """Click the form's own button."""
    view = bench.view("Form")
    assert isinstance(view, FormView)
    view.button.click()
    bench.settle()
    return view


def input_enter(bench: Bench) -> Note:
    bench.show(node("Input", param_name="q", on_submit=call("ask", a=1)))
    edit = type_text(bench, field(bench), "  hi ")
    press(bench, edit, ENTER)
    return {"value_after": shown_text(field(bench))}


def input_blank(bench: Bench) -> Note:
    bench.show(node("Input", param_name="q", on_submit=call("ask", a=1)))
    edit = type_text(bench, field(bench), "   ")
    press(bench, edit, ENTER)
    return None


def input_enter_in_form(bench: Bench) -> Note:
    bench.show(form(node("Input", param_name="q", on_submit=call("ask"))))
    edit = type_text(bench, field(bench), "hi")
    press(bench, edit, ENTER)
    return None


def all_controls(bench: Bench) -> Note:
    bench.show(
        form(
            node("Input", value="Bee", param_name="name", label="Name"),
            node("Input", value="-3", param_name="amount", type="number", error="Must be positive"),
            node("TextArea", value="", rows=3, param_name="notes"),
            node("Select", options=OPTIONS, value="us", param_name="region"),
            node("MultiSelect", options=OPTIONS, values=["eu"], param_name="also"),
            node(
                "RadioGroup",
                options=[{"value": "card", "label": "By card"}, {"value": "inv", "label": "Bill"}],
                value="card",
                param_name="billing",
            ),
            node("Checkbox", value=True, param_name="sub", label="Report", required=True),
            node("Toggle", value=True, param_name="on", label="Enabled"),
            node("Slider", min=0, max=100, value=40, step=1, param_name="limit"),
            node("DatePicker", value="2026-08-07", param_name="start"),
            node("TagInput", values=["alpha", "beta"], param_name="tags"),
            action="save_all",
            defaults={"tenant": "t1"},
        )
    )
    submit(bench)
    return None


def required_blocks(bench: Bench) -> Note:
    bench.show(form(node("Input", param_name="email", required=True)))
    submit(bench)
    focused = QApplication.focusWidget()
    return {"focused": "INPUT" if isinstance(focused, WellEdit) else str(focused)}


def edited(bench: Bench) -> Note:
    bench.show(
        form(
            node("Input", param_name="email", type="email", required=True),
            node("Input", param_name="key", type="password"),
            node("Select", options=OPTIONS, param_name="region", placeholder="Choose one"),
            action="save",
        )
    )
    type_text(bench, field(bench, 0), " a@b.c ")
    choose(bench, 2, "us")
    submit(bench)
    return None


def choose(bench: Bench, index: int, value: str) -> None:
    """Open a select with the keyboard and choose a value."""
    view = field(bench, index)
    assert isinstance(view, SelectView)
    press(bench, enter(bench, view), Qt.Key.Key_Down)
    options = view.choices.panel.list
    while options.current < 0 or options.options[options.current].value != value:
        press(bench, options, Qt.Key.Key_Down)
    press(bench, options, ENTER)


def number(bench: Bench) -> Note:
    bench.show(form(node("Input", param_name="n", type="number", value=3)))
    type_text(bench, field(bench), "42")
    submit(bench)
    return None


def confirm_declined(bench: Bench) -> Note:
    bench.host.answer = False
    bench.show(form(node("Input", param_name="n", value=3), confirm="Sure?"))
    submit(bench)
    return None


def confirm_accepted(bench: Bench) -> Note:
    bench.show(form(node("Input", param_name="n", type="number", value=3), confirm="Sure?"))
    submit(bench)
    return None


def kept(bench: Bench) -> Note:
    bench.show(form(node("Input", param_name="n")))
    type_text(bench, field(bench), "kept")
    submit(bench)
    return {"value_after": shown_text(field(bench))}


def failed(bench: Bench) -> Note:
    bench.host.error = "server said no"
    bench.show(form(node("Input", param_name="n")))
    view = submit(bench)
    assert view.note.isVisible()
    return {"alert": view.note.text}


def nested_submit(bench: Bench) -> Note:
    bench.show(form(node("Button", label="Go", type="submit")))
    bench.click("Go")
    return {"buttons": 2 if bench.view("Form").form and bench.views("Button") else 0}


def collision(bench: Bench) -> Note:
    bench.show(form(node("Input", value="a"), node("Input", value="b")))
    assert [shown_text(field(bench, place)) for place in (0, 1)] == ["b", "b"]
    submit(bench)
    return None


def toggle_in_form(bench: Bench) -> Note:
    bench.show(form(node("Toggle", param_name="t", label="T", on_change=call("chg"))))
    press(bench, enter(bench, field(bench)), Qt.Key.Key_Space)
    return None


def select_alone(bench: Bench) -> Note:
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
    bench.show(
        node("Select", options=options, value="a", param_name="sel", on_change=call("chg", k=1))
    )
    choose(bench, 0, "b")
    return None


def area_ctrl_enter(bench: Bench) -> Note:
    bench.show(node("TextArea", param_name="t", on_submit=call("n")))
    target = type_text(bench, field(bench), " hi ")
    press(bench, target, ENTER, control=True)
    return {"value_after": shown_text(field(bench))}


def tags(bench: Bench) -> Note:
    bench.show(node("TagInput", values=["a"], param_name="tags", on_change=call("tags")))
    edit = type_text(bench, field(bench), "b")
    press(bench, edit, ENTER)
    pill = next(pill for pill in bench.panel.findChildren(Pill) if pill.value == "b")
    press(bench, pill, Qt.Key.Key_Space)
    return None


def multi_select(bench: Bench) -> Note:
    bench.show(node("MultiSelect", options=OPTIONS, values=[], on_change=call("never")))
    press(bench, enter(bench, field(bench)), Qt.Key.Key_Down)
    options = field(bench).choices.panel.list
    press(bench, options, Qt.Key.Key_Down)
    press(bench, options, ENTER)
    assert field(bench).value == ["eu"]
    return None


def form_in_dialog(bench: Bench) -> Note:
    inner = form(node("Input", param_name="reason", value="x"))
    bench.show(stack(node("Dialog", title="T", content=inner, on_confirm=call("ok"))))
    bench.view("Dialog").sheet.confirm.click()
    bench.settle()
    return None


SCENARIOS = {
    "Input standalone Enter trims + clears": input_enter,
    "Input standalone Enter with blank does nothing": input_blank,
    "Input inside Form: Enter": input_enter_in_form,
    "Form submit payload all controls untouched": all_controls,
    "Form native validation blocks submit (required empty)": required_blocks,
    "Form edited payload": edited,
    "Form number input value type": number,
    "Form confirm declined": confirm_declined,
    "Form confirm accepted": confirm_accepted,
    "Form values kept after success": kept,
    "Form error from action shown": failed,
    "Form nested Button type=submit": nested_submit,
    "Two inputs same default param_name in Form": collision,
    "Toggle in Form with on_change": toggle_in_form,
    "Select standalone on_change": select_alone,
    "TextArea Ctrl+Enter (not trimmed, not cleared)": area_ctrl_enter,
    "TagInput add/remove": tags,
    "MultiSelect dispatches no action": multi_select,
    "Form inside Dialog: dialog confirm does not carry form values": form_in_dialog,
}
