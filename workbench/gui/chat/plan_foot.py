"""The foot of a plan: what can be opened about the whole turn."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.chat.command_button import CommandButton
from workbench.gui.parts.surface import Row

WHY, BUDGET, PLAN = "chat.why", "chat.budget", "chat.plan"


class PlanFoot(Row):
    """Why this plan, its latency, and editing it before it runs; `asked` carries a command's id."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=2, margins=(5, 4, 5, 4), parent=parent)
        self.buttons: dict[str, CommandButton] = {}
        for command_id, text, icon, title in (
            (WHY, "Why", "lightbulb", "Why this plan"),
            (BUDGET, "Latency", "timer", "Latency budget of the turn"),
            (PLAN, "Edit plan", "list-tree", "Edit the plan before it runs"),
        ):
            control = CommandButton(command_id, title, text, icon=icon, height=24)
            control.setCheckable(command_id != PLAN)
            control.asked.connect(self.asked)
            self.buttons[command_id] = control
            self.add(control)
        self.layout_.addStretch(1)
