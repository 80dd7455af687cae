"""The plan of a turn: its steps in order, how each went, the one at hand, and the stepping bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line
from workbench.gui.stage.at_hand import is_fresh, standing
from workbench.gui.stage.budget_table import BudgetTable
from workbench.gui.stage.cards import ChatCard
from workbench.gui.stage.plan_foot import BUDGET, PLAN, WHY, PlanFoot
from workbench.gui.stage.step_bar import StepBar
from workbench.gui.stage.step_detail import StepDetail
from workbench.gui.stage.step_row import StepRow
from workbench.gui.stage.turn_words import levels, size_words, ties, where_it_stands
from workbench.gui.stage.why import Why

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.gui.stage.form import Form
    from workbench.gui.stage.stepper import Stepper
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
        self._stepper = stepper
        self._turn = turn
        self.rows: list[StepRow] = []
        self.detail = StepDetail()
        self.why = Why(session)
        self.budget = BudgetTable()
        self.bar = StepBar()
        self._levels: dict[str, int] = {}
        self._plan_form: Form | None = None
        self._planned: Plan | None = None
        self._size = Line("", "small", "subtle", stretch=True)
        self._status = Badge("", "muted")
        self._head = Row(gap=8, margins=(12, 9, 12, 9))
        self._head.add(Mark("route", "info", 15), Line("Plan", "ui-strong"))
        self._head.add(self._size, self._status)
        self._top = Hairline(token="border-subtle")
        self._space = QWidget()
        self._space.setFixedHeight(look.px(5))
        self._budget_row = Row(margins=(14, 4, 14, 8))
        self._budget_row.add(self.budget)
        self._foot_line = Hairline(token="border-subtle")
        self.foot = PlanFoot()
        self._build()
        self.show_turn(turn)

    def _build(self) -> None:
        for widget in (
            self._head, self._top, self.detail, self._space, self.why, self._budget_row, self.bar,
            self._foot_line, self.foot,
        ):  # fmt: skip
            self.body.addWidget(widget)
        for widget in (self.detail, self.why, self._budget_row):
            widget.hide()
        self.detail.asked.connect(self._ask_here)
        self.detail.form_closed.connect(self._focus_row)
        self.detail.writing.connect(self._stepper.hand.hold)
        self.bar.asked.connect(self._ask)
        self.foot.asked.connect(self._ask)

    # -- drawing

    def show_turn(self, turn: Turn) -> None:
        """Takes up a turn."""
        self._turn = turn
        self.show_hand()

    def show_hand(self) -> None:
        """Shows the turn as it is now, which step is at hand, and what can be done."""
        turn, key = self._turn, self._stepper.hand.key_in(self._turn)
        if turn.plan is not self._planned or not is_fresh(turn):
            self.close_plan_form()
        if turn.plan is not self._planned:
            self._planned = turn.plan
            self._levels = levels(turn.plan.steps) if turn.plan is not None else {}
        self._show_head(turn)
        self._fit_rows(len(turn.steps))
        tied = ties([step.key for step in turn.steps], self._levels)
        here = standing(self._turn)
        broken = [row for row in self._stepper.breakpoints() if not row.on_error]
        for number, (row, step) in enumerate(zip(self.rows, turn.steps, strict=True), start=1):
            row.show_step(
                step,
                f"{number} of {len(turn.steps)}",
                standing=step.key == here,
                breaks=any(found.before(step) for found in broken),
            )
            row.show_chosen(step.key == key)
            row.show_beside(*tied[number - 1])
        self._show_detail(key)
        self._show_rest()

    def _show_head(self, turn: Turn) -> None:
        self._size.set_text(size_words(len(turn.steps), max(self._levels.values(), default=1)))
        status = "waiting" if turn.pause is not None else turn.status
        self._status.set(*_STATUS.get(status, (turn.status, "muted")))

    def _show_detail(self, key: str | None) -> None:
        """Opens the step at hand; a card under the plan shows what it asks about by itself."""
        held = any(card.status == "waiting" for card in self._turn.confirmations)
        chosen = self._stepper.hand.chosen_in(self._turn)
        shown = key if chosen is not None or not held else None
        if shown is None or self._plan_form is not None:
            self.detail.close_form()
            self.detail.hide()
            return
        at = next(i for i, step in enumerate(self._turn.steps) if step.key == shown)
        self.detail.show_step(self._turn, self._turn.steps[at])
        place = self.body.indexOf(self.rows[at])
        if self.body.indexOf(self.detail) != place + 1:
            self.body.removeWidget(self.detail)
            self.body.insertWidget(self.body.indexOf(self.rows[at]) + 1, self.detail)
        self.detail.show()

    def _show_rest(self) -> None:
        """Head and foot, the bar, and what was opened about the whole turn."""
        turn = self._turn
        several = len(turn.steps) > 1
        opened = not self.detail.isHidden()
        self._head.setVisible(several)
        self._top.setVisible(several)
        self._space.setVisible(several or opened)
        self.bar.say(where_it_stands(turn, self._stepper.breakpoints()))
        self.bar.setVisible(turn.pause is not None)
        self.foot.buttons[PLAN].setVisible(is_fresh(turn))
        self.foot.buttons[BUDGET].setEnabled(bool(turn.budget))
        inspected = not self.why.isHidden() or not self._budget_row.isHidden()
        foot = several or opened or inspected or is_fresh(turn)
        self.foot.setVisible(foot)
        self._foot_line.setVisible(foot or not self.bar.isHidden())
        if not self.why.isHidden():
            self.why.show_turn(turn)
        self.budget.set(turn.budget)

    def _fit_rows(self, count: int) -> None:
        """As many rows as there are steps: another plan may have more, or fewer."""
        while len(self.rows) < count:
            self._add_row()
        while len(self.rows) > count:
            row = self.rows.pop()
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _add_row(self) -> None:
        row, number = StepRow(), len(self.rows)
        after = self.rows[-1] if self.rows else self._top
        self.rows.append(row)
        self.body.insertWidget(self.body.indexOf(after) + 1, row)
        row.chosen.connect(lambda: self._toggle(number))
        row.moved.connect(lambda by: self._move(number, by))
        row.break_asked.connect(lambda: self._break(number))
        row.menu_asked.connect(lambda at: self._menu(number, at))

    # -- what a person does

    def _toggle(self, number: int) -> None:
        """Opens a step, or closes the one that is open."""
        key = self._turn.steps[number].key
        hand = self._stepper.hand
        opened = not self.detail.isHidden() and hand.key_in(self._turn) == key
        hand.choose(self._turn.id, None if opened else key)
        self.show_hand()

    def _move(self, number: int, by: int) -> None:
        to = max(0, min(len(self.rows) - 1, number + by))
        self._stepper.hand.choose(self._turn.id, self._turn.steps[to].key)
        self.rows[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _break(self, number: int) -> None:
        step = self._turn.steps[number]
        self._stepper.toggle_break(function=f"{step.app_id}.{step.function}")

    def _menu(self, number: int, at: QPoint) -> None:
        self._stepper.hand.choose(self._turn.id, self._turn.steps[number].key)
        self.menu_asked.emit(at)

    def _ask_here(self, command_id: str) -> None:
        self._stepper.hand.choose(self._turn.id, self.detail.key)
        self.asked.emit(command_id)

    def _ask(self, command_id: str) -> None:
        """A command on the turn: one of its steps is at hand for it, the one it stands at first."""
        hand = self._stepper.hand
        turn = hand.turn()
        if turn is None or turn.id != self._turn.id:
            hand.choose(self._turn.id, standing(self._turn) or self._turn.steps[0].key)
        self.asked.emit(command_id)

    def _focus_row(self) -> None:
        at = self._row_of_detail() or 0
        if at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is opened by command

    def open_form(self, key: str, command_id: str) -> None:
        """Opens what a command is written in: edit, mock or fork of a step, or the plan."""
        if command_id == PLAN:
            self._open_plan_form()
            return
        from workbench.gui.stage.step_forms import form_for

        form = form_for(self._stepper, self._turn.step(key), command_id)
        self._stepper.hand.choose(self._turn.id, key)
        self.show_hand()
        form.applied.connect(lambda written: self._written(key, command_id, written))
        self.detail.open_form(form, command_id)

    def _written(self, key: str, command_id: str, written: object) -> None:
        from workbench.gui.stage.step_forms import hand_over

        self.detail.close_form()
        self._stepper.hand.choose(self._turn.id, None)
        hand_over(self._stepper, self._turn.id, key, command_id, written)

    def _open_plan_form(self) -> None:
        from workbench.gui.stage.plan_form import PlanForm

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
        self.body.insertWidget(self.body.indexOf(self.bar), holder)
        self.show_hand()
        form.focus_first()

    def _leave_plan(self) -> None:
        self.close_plan_form()
        self.show_hand()
        self._focus_row()

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
        if not self.why.isHidden():
            return self.why
        if not self._budget_row.isHidden():
            return self._budget_row
        at = self._row_of_detail()
        return self.rows[at] if at is not None and not self.detail.isHidden() else None

    def _row_of_detail(self) -> int | None:
        keys = [step.key for step in self._turn.steps]
        return keys.index(self.detail.key) if self.detail.key in keys else None

    def toggle(self, command_id: str) -> None:
        """Opens or closes what is said about the whole turn: why it is planned so, its latency."""
        shown = self.why if command_id == WHY else self._budget_row
        shown.setVisible(shown.isHidden())
        self.foot.buttons[command_id].setChecked(not shown.isHidden())
        self._show_rest()
