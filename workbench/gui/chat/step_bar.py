"""The stepping bar of a plan that stands still, like a debugger's: step, step over, run, stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.command_button import CommandButton
from workbench.gui.parts import button, look
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Paragraph

_KEYS_FROM = 330
"""Width from which the buttons name their keys, px at 100 %."""


class StepBar(QWidget):
    """Why the turn stands, and what lets it go on; `asked` carries a command's id."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Mark("circle-pause", "warning", 13)
        self._why = Paragraph("", "small", "muted")
        self._note = Row(gap=7, margins=(12, 9, 12, 0))
        self._note.add(self._mark, self._why)
        self._note.layout_.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        self._note.layout_.setStretch(1, 1)
        self.step = CommandButton(
            "chat.step", "Step: to the next stop, before or after a step", "Step",
            icon="step-forward", variant=button.PRIMARY,
        )  # fmt: skip
        self.over = CommandButton(
            "chat.over", "Step over: let this step run whole", "Over", variant=button.SECONDARY
        )
        self.run = CommandButton(
            "chat.run", "Run to the end or the next breakpoint", "Run", variant=button.SECONDARY
        )
        self.stop = CommandButton("chat.stop", "Stop the turn", icon="circle-stop")
        row = Row(gap=7, margins=(12, 9, 12, 10))
        for control in (self.step, self.over, self.run, self.stop):
            control.asked.connect(self.asked)
            row.add(control)
        row.layout_.insertStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._note)
        column.addWidget(row)

    def say(self, why: str) -> None:
        """Says where the turn stands, and why."""
        self._why.set_text(why)

    def why(self) -> str:
        """What is said about where the turn stands."""
        return self._why.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keys are named where there is room."""
        super().resizeEvent(event)
        for control in (self.step, self.over, self.run):
            control.show_key(self.width() >= look.px(_KEYS_FROM))
