"""A plan written anew before anything of it has begun, in the platform's own shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.chat.form import Form
from workbench.gui.chat.text_well import TextWell
from workbench.gui.parts.text import Paragraph

if TYPE_CHECKING:
    from workbench.kernel.chat.plan import Plan

_HINT = "tool, args and depends_on of each step; a number in depends_on counts the steps from 0."


class PlanForm(Form):
    """The steps as JSON; whether they can be run is said by the kernel, through `complain`."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__("Use this plan", parent)
        self.text = TextWell("The plan's steps as JSON")
        self.body.addWidget(Paragraph(_HINT, "tiny", "subtle"))
        self.add_well(self.text)
        self.text.set_value(script_of(plan))
        self.judge()

    def focus_first(self) -> None:
        """The text."""
        self.text.setFocus(Qt.FocusReason.TabFocusReason)

    def written(self) -> list[dict[str, Any]]:
        """The steps; raises `ValueError` for what is not a list of steps."""
        value = self.text.value()
        if not isinstance(value, list) or not value:
            raise ValueError("a plan is a list of steps")
        return value


def script_of(plan: Plan) -> list[dict[str, Any]]:
    """A plan as somebody would write it: dependencies by number."""
    places = {step.key: number for number, step in enumerate(plan.steps)}
    return [
        {
            "tool": f"{step.app_id}.{step.function}",
            "args": step.args,
            "depends_on": [places[key] for key in step.depends_on],
        }
        for step in plan.steps
    ]
