"""The plan of a turn: its steps in order, how each went, the one at hand, and the stepping bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.chat.at_hand import is_fresh, standing
from workbench.gui.chat.cards import ChatCard
from workbench.gui.chat.plan_foot import BUDGET, PLAN, WHY, PlanFoot
from workbench.gui.chat.step_list import StepList
from workbench.gui.chat.turn_words import levels, size_words, where_it_stands
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.chat.budget_table import BudgetTable
    from workbench.gui.chat.form import Form
    from workbench.gui.chat.step_bar import StepBar
    from workbench.gui.chat.stepper import Stepper
    from workbench.gui.chat.why import Why
    from workbench.gui.session import Session
    from workbench.kernel.chat.plan import Plan
    from workbench.kernel.chat.turn import Turn

_STATUS = {
    "thinking": ("planned", "muted"),
    "waiting": ("paused", "warning"),
    "running": ("running", "info"),
    "done": ("done", "success"),
    "failed": ("failed", "danger"),
    "cancelled": ("cancelled", "muted"),
}


class PlanCard(ChatCard):
    """All steps of a turn's plan, with the one at hand opened.

    `asked` carries the id of a command, after its step was taken in hand; `menu_asked` where the
    menu of the step at hand is to open.
    """

    asked = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(
        self, session: Session, stepper: Stepper, turn: Turn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._stepper = stepper
        self._turn = turn
        self.steps = StepList(stepper, turn)
        self._bar: StepBar | None = None
        self._shown: object = None
        self._pages: dict[str, tuple[Row, Why | BudgetTable]] = {}
        self._levels: dict[str, int] = {}
        self._plan_form: Form | None = None
        self._planned: Plan | None = None
        self._size = Line("", "small", "subtle", stretch=True)
        self._status = Badge("", "muted")
        self._head = Row(gap=8, margins=(12, 9, 12, 9))
        self._head.add(Mark("route", "info", 15), Line("Plan", "ui-strong"))
        self._head.add(self._size, self._status)
        self._top = Hairline(token="border-subtle")
        self._space = Row(margins=(0, 5, 0, 0))
        self._foot_line = Hairline(token="border-subtle")
        self.foot = PlanFoot()
        self._build()
        self.show_turn(turn)

    def _build(self) -> None:
        for widget in (
            self._head, self._top, self.steps, self._space, self._foot_line, self.foot,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.steps.asked.connect(self.asked)
        self.steps.menu_asked.connect(self.menu_asked)
        self.foot.asked.connect(self._ask)

    @property
    def bar(self) -> StepBar:
        """The stepping bar; made when the turn stands for the first time."""
        if self._bar is None:
            from workbench.gui.chat.step_bar import StepBar

            self._bar = StepBar()
            self._bar.hide()
            self.body.insertWidget(self.body.indexOf(self._foot_line), self._bar)
            self._bar.asked.connect(self._ask)
        return self._bar

    def page(self, command_id: str) -> Why | BudgetTable:
        """What is said about the turn as a whole; made when somebody asks for the first time."""
        if command_id not in self._pages:
            holder = Row(margins=(14, 6, 14, 8))
            holder.hide()
            page = self._make_page(command_id)
            holder.add(page)
            self._pages[command_id] = (holder, page)
            self.body.insertWidget(self.body.indexOf(self._space) + 1, holder)
        return self._pages[command_id][1]

    def _make_page(self, command_id: str) -> Why | BudgetTable:
        if command_id == WHY:
            from workbench.gui.chat.why import Why

            return Why(self._session)
        from workbench.gui.chat.budget_table import BudgetTable

        return BudgetTable()

    def _inspected(self) -> list[Row]:
        """What is opened about the turn as a whole."""
        return [holder for holder, _ in self._pages.values() if not holder.isHidden()]

    # -- drawing

    def show_turn(self, turn: Turn) -> None:
        """Takes up a turn."""
        self._turn = turn
        self._draw()

    def show_hand(self) -> None:
        """Shows which step is at hand and where breakpoints are, if that has changed."""
        if self._state() != self._shown:
            self._draw()

    def _state(self) -> object:
        hand, broken = self._stepper.hand, self._stepper.breakpoints()
        return hand.key_in(self._turn), hand.chosen_in(self._turn), tuple(row.id for row in broken)

    def _draw(self) -> None:
        self._shown = self._state()
        turn = self._turn
        if turn.plan is not self._planned or not is_fresh(turn):
            self.close_plan_form()
        if turn.plan is not self._planned:
            self._planned = turn.plan
            self._levels = levels(turn.plan.steps) if turn.plan is not None else {}
        self._show_head(turn)
        self.steps.show_turn(turn, self._levels, closed=self._plan_form is not None)
        self._show_rest()

    def _show_head(self, turn: Turn) -> None:
        self._size.set_text(size_words(len(turn.steps), max(self._levels.values(), default=1)))
        status = "waiting" if turn.pause is not None else turn.status
        self._status.set(*_STATUS.get(status, (turn.status, "muted")))

    def _show_rest(self) -> None:
        """Head and foot, the bar, and what was opened about the whole turn."""
        turn = self._turn
        several = len(turn.steps) > 1
        opened = self.steps.opened() is not None
        self._head.setVisible(several)
        self._top.setVisible(several)
        self._space.setVisible(several or opened)
        stands = turn.pause is not None
        if stands or self._bar is not None:
            self.bar.say(where_it_stands(turn, self._stepper.breakpoints()))
            self.bar.setVisible(stands)
        self.foot.buttons[PLAN].setVisible(is_fresh(turn))
        self.foot.buttons[BUDGET].setEnabled(bool(turn.budget))
        foot = several or opened or bool(self._inspected()) or is_fresh(turn)
        self.foot.setVisible(foot)
        self._foot_line.setVisible(foot or stands)
        for _, page in self._pages.values():
            page.show_turn(turn)

    # -- what a person does

    def _ask(self, command_id: str) -> None:
        """A command on the turn: one of its steps is at hand for it, the one it stands at first."""
        hand = self._stepper.hand
        turn = hand.turn()
        if turn is None or turn.id != self._turn.id:
            hand.choose(self._turn.id, standing(self._turn) or self._turn.steps[0].key)
        self.asked.emit(command_id)

    # -- what is opened by command

    def open_form(self, key: str, command_id: str) -> None:
        """Opens what a command is written in: edit, mock or fork of a step, or the plan."""
        if command_id == PLAN:
            self._open_plan_form()
            return
        from workbench.gui.chat.step_forms import form_for

        form = form_for(self._stepper, self._turn.step(key), command_id)
        self._stepper.hand.choose(self._turn.id, key)
        self._draw()
        form.applied.connect(lambda written: self._written(key, command_id, written))
        self.steps.detail.open_form(form, command_id)

    def _written(self, key: str, command_id: str, written: object) -> None:
        from workbench.gui.chat.step_forms import hand_over

        self.steps.detail.close_form()
        self._stepper.hand.choose(self._turn.id, None)
        hand_over(self._stepper, self._turn.id, key, command_id, written)

    def _open_plan_form(self) -> None:
        from workbench.gui.chat.plan_form import PlanForm

        if self._plan_form is not None or self._turn.plan is None:
            return
        form = PlanForm(self._turn.plan)
        holder = Row(margins=(12, 8, 12, 8))
        holder.add(form)
        self._plan_form, self._plan_holder = form, holder
        form.left.connect(self._leave_plan)
        form.applied.connect(
            lambda script: self._stepper.replan(self._turn.id, script, form.complain)
        )
        self.body.insertWidget(self.body.indexOf(self._space), holder)
        self._draw()
        form.focus_first()

    def _leave_plan(self) -> None:
        self.close_plan_form()
        self._draw()
        self.steps.focus_row()

    def plan_form(self) -> Form | None:
        """What the plan is written in, if it is open."""
        return self._plan_form

    def close_plan_form(self) -> None:
        """Takes the form of the plan away."""
        if self._plan_form is not None:
            self._plan_form = None
            self.body.removeWidget(self._plan_holder)
            self._plan_holder.hide()
            self._plan_holder.deleteLater()

    def opened(self) -> QWidget | None:
        """Where what was opened begins, if anything is."""
        inspected: list[QWidget] = [*self._inspected()]
        return inspected[0] if inspected else self.steps.opened()

    def toggle(self, command_id: str) -> None:
        """Opens or closes what is said about the whole turn: why it is planned so, its latency."""
        self.page(command_id)
        holder = self._pages[command_id][0]
        holder.setVisible(holder.isHidden())
        self.foot.buttons[command_id].setChecked(not holder.isHidden())
        self._show_rest()
