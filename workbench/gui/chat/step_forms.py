"""Which form a command on a step is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.chat.argument_form import ArgumentForm
from workbench.gui.chat.mock_form import MockForm, example

if TYPE_CHECKING:
    from workbench.gui.chat.form import Form
    from workbench.gui.chat.stepper import Stepper
    from workbench.kernel.chat.turn import Step


def form_for(stepper: Stepper, step: Step, command_id: str) -> Form:
    """The form of ``chat.edit``, ``chat.mock`` or ``chat.fork``, with what the step holds now."""
    declared = stepper.declared(step)
    if command_id == "chat.mock":
        made = step.result if step.result is not None else example(declared.get("return_schema"))
        return MockForm(made)
    verb = "Fork with these" if command_id == "chat.fork" else "Apply"
    return ArgumentForm(declared.get("params_schema"), step.args, verb)


def hand_over(stepper: Stepper, turn_id: str, key: str, command_id: str, written: object) -> None:
    """Carries out the command with what was written."""
    if command_id == "chat.mock":
        assert isinstance(written, tuple)
        stepper.mock(turn_id, key, *written)
        return
    assert isinstance(written, dict)
    if command_id == "chat.edit":
        stepper.edit(turn_id, key, written)
    else:
        stepper.fork(turn_id, key, written)
