"""The plan of a turn: its steps in order, how each went, and the one that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import ACTION_TONES, duration
from workbench.gui.parts import look
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line
from workbench.gui.stage.arguments import Arguments
from workbench.gui.stage.cards import ChatCard

if TYPE_CHECKING:
    from workbench.kernel.chat.plan import PlanStep
    from workbench.kernel.chat.turn import Step, Turn

_MARKS = {
    "planned": ("circle", "subtle"),
    "waiting": ("circle-pause", "warning"),
    "running": ("loader-circle", "info"),
    "success": ("circle-check", "success"),
    "error": ("circle-x", "danger"),
    "skipped": ("circle-slash", "subtle"),
    "cancelled": ("circle-slash", "muted"),
}
_STATUS = {
    "thinking": ("planned", "muted"),
    "waiting": ("paused", "warning"),
    "running": ("running", "info"),
    "done": ("done", "success"),
    "failed": ("failed", "danger"),
    "cancelled": ("cancelled", "muted"),
}


def depth(steps: list[PlanStep]) -> int:
    """How many levels the steps form by what they wait for; a circle counts as one."""
    level: dict[str, int] = {}
    for _ in steps:
        for step in steps:
            below = [level.get(key, 1) for key in step.depends_on]
            level[step.key] = min(len(steps), 1 + max(below)) if below else 1
    return max(level.values(), default=0)


class StepRow(Row):
    """One step: mark, tool, action type, duration; the waiting one is tinted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, margins=(12, 4, 12, 4), parent=parent)
        self._waiting = False
        self._mark = Mark("circle", "subtle", 14)
        self._name = Line("", "mono", stretch=True)
        self._type = Badge("", "muted")
        self._time = Line("", "mono-tiny", "subtle")
        self.add(self._mark, self._name, self._type, self._time)

    def show_step(self, step: Step) -> None:
        """Shows how the step stands."""
        self._mark.set(*_MARKS.get(step.status, ("circle", "subtle")))
        self._name.set_text(f"{step.app_id}.{step.function}")
        self._type.set(step.action_type, ACTION_TONES.get(step.action_type, "muted"))
        self._time.set_text("" if step.duration_ms is None else duration(step.duration_ms))
        self._time.setVisible(step.duration_ms is not None)
        self.setToolTip(step.error.message if step.error is not None else step.summary)
        if (step.status == "waiting") != self._waiting:
            self._waiting = step.status == "waiting"
            self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A tint and a bar at the left of the step that waits."""
        if not self._waiting:
            return
        theme = look.theme()
        painter.fillRect(self.rect(), theme.color("warning", 0.13))
        painter.fillRect(QRectF(0, 0, look.px(2), self.height()), theme.color("warning"))


class PlanCard(ChatCard):
    """All steps of a turn's plan, with the arguments of the one that waits or runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows: list[StepRow] = []
        self._size = Line("", "small", "subtle", stretch=True)
        self._status = Badge("", "muted")
        head = Row(gap=8, margins=(12, 9, 12, 9))
        head.add(Mark("route", "info", 15), Line("Plan", "ui-strong"), self._size, self._status)
        self.body.addWidget(head)
        self.body.addWidget(Hairline(token="border-subtle"))
        self.body.addSpacing(look.px(5))
        self._args = Arguments({}, boxed=True)
        self._holder = Row(margins=(12, 5, 12, 8), parent=self)
        self._holder.add(self._args)
        self._holder.hide()
        self.body.addSpacing(look.px(5))

    def show_turn(self, turn: Turn) -> None:
        """Takes up the steps of the turn."""
        count = len(turn.steps)
        levels = depth(turn.plan.steps) if turn.plan is not None else 1
        self._size.set_text(
            f"{count} step{'s' if count != 1 else ''} · {levels} level{'s' if levels != 1 else ''}"
        )
        self._status.set(*_STATUS.get(turn.status, (turn.status, "muted")))
        while len(self._rows) < count:
            row = StepRow()
            self._rows.append(row)
            self.body.insertWidget(2 + len(self._rows), row)
        for row, step in zip(self._rows, turn.steps, strict=False):
            row.show_step(step)
        self._show_arguments(turn)

    @staticmethod
    def _held(turn: Turn) -> bool:
        """Whether a confirmation under the plan shows the arguments already."""
        return any(card.status == "waiting" for card in turn.confirmations)

    def _show_arguments(self, turn: Turn) -> None:
        """Puts the arguments under the step that waits, if one does."""
        at = next((i for i, s in enumerate(turn.steps) if s.status == "waiting"), None)
        if at is None or self._held(turn):
            self._holder.hide()
            return
        step = turn.steps[at]
        self._args.set(step.args, step.injected)
        if self.body.indexOf(self._holder) != self.body.indexOf(self._rows[at]) + 1:
            self.body.removeWidget(self._holder)
            self.body.insertWidget(self.body.indexOf(self._rows[at]) + 1, self._holder)
        self._holder.show()
