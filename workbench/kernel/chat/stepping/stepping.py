"""Stepping through turns: stop, go on, edit, skip, mock, plan anew.

Every operation also works while a sibling step, a background task or a reload is in flight: it
touches only steps that have not begun.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.kernel.chat.confirmation import Confirmations
from workbench.kernel.chat.plan import plan_from_script
from workbench.kernel.chat.running import catalogue_of
from workbench.kernel.chat.stepping.branches import made_up
from workbench.kernel.chat.stepping.byhand import SteppingError, by_hand
from workbench.kernel.chat.stepping.control import Breakpoint, Breakpoints, Mode
from workbench.kernel.chat.stepping.tips import Tips
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport

if TYPE_CHECKING:
    from workbench.kernel.chat.chat import Chat

_PENDING = ("planned", "waiting")


class Stepping:
    """The operations; each takes the turn's id and answers the turn as it then rests."""

    def __init__(
        self,
        core: Core,
        *,
        chat: Chat,
        tips: Tips,
        breakpoints: Breakpoints,
        confirmations: Confirmations,
    ) -> None:
        self._core = core
        self._chat = chat
        self._breakpoints = breakpoints
        self._confirmations = confirmations
        self._tips = tips

    # -- going on ---------------------------------------------------------------------------

    async def run(self, turn_id: str) -> Turn:
        """Run to the end, the next breakpoint or the next confirmation."""
        return await self._go(turn_id, "run")

    async def step(self, turn_id: str) -> Turn:
        """Go to the next place to stand: before a step, or after one with its result in sight."""
        return await self._go(turn_id, "step")

    async def step_over(self, turn_id: str) -> Turn:
        """Let the step at hand run whole and stand before the next one."""
        return await self._go(turn_id, "over")

    def pause(self, turn_id: str) -> Turn:
        """Let a running turn stand before its next step; what runs goes on."""
        turn = self._chat.turn(turn_id)
        self._chat.control(turn_id).halt()
        by_hand(self._core, turn, "pause", None, {})
        return turn

    async def _go(self, turn_id: str, mode: Mode) -> Turn:
        turn = self._chat.turn(turn_id)
        if self._tips.aside(turn_id):
            raise SteppingError("another branch is the present one: switch to this one first")
        control = self._chat.control(turn_id)
        by_hand(self._core, turn, mode, None, {})
        return await self._chat.go_on(turn, lambda: control.go(mode))

    # -- breakpoints ------------------------------------------------------------------------

    def break_on(
        self,
        *,
        function: str | None = None,
        action_type: str | None = None,
        on_error: bool = False,
        step_id: str | None = None,
    ) -> Breakpoint:
        """Stop turns before a function, a step or an action type, or after a step that failed.

        Raises:
            ValueError: it would stop at everything.
        """
        return self._breakpoints.add(
            function=function, action_type=action_type, on_error=on_error, step_id=step_id
        )

    def clear(self, breakpoint_id: str) -> None:
        """Remove a breakpoint; KeyError if it is not there."""
        self._breakpoints.remove(breakpoint_id)

    def breakpoints(self) -> list[Breakpoint]:
        """All breakpoints, oldest first."""
        return self._breakpoints.all()

    # -- changing what comes ----------------------------------------------------------------

    def edit(self, turn_id: str, key: str, args: dict[str, Any]) -> Turn:
        """Replace the arguments of a step that has not begun; an open card is asked anew.

        Once the values of earlier steps are in them they are taken exactly; before that what is
        left open is still filled from earlier steps.

        Raises:
            SteppingError: the step has begun.
        """
        turn, step = self._pending(turn_id, key)
        before = step.args
        step.args, step.edited, step.exact = dict(args), True, step.filled
        if not step.filled and turn.plan is not None:
            turn.plan.step(key).args = dict(args)
        by_hand(self._core, turn, "edit", step, {"before": before, "after": step.args})
        self._ask_anew(turn, step)
        self._chat.changed.emit(turn)
        return turn

    def skip(self, turn_id: str, key: str) -> Turn:
        """Leave a step out; those that depend on it still run, without its values.

        Raises:
            SteppingError: the step has begun.
        """
        turn, step = self._pending(turn_id, key)
        waiting = step.status == "waiting"
        step.status = "skipped"
        turn.order.append(key)
        step.error = ErrorReport("Skipped", "skipped by hand")
        by_hand(self._core, turn, "skip", step, {})
        if waiting:
            self._ask_anew(turn, step)
        self._chat.changed.emit(turn)
        return turn

    def mock(
        self,
        turn_id: str,
        key: str,
        data: Any,
        *,
        summary: str = "",
        error: str | None = None,
    ) -> Turn:
        """Make up a step's result: it will not be called, or what it brought is replaced.

        ``error`` makes it a failure instead. A step may be mocked until the turn has gone on past
        the stop behind it.

        Raises:
            SteppingError: the step has ended and the turn has gone on.
        """
        turn = self._chat.turn(turn_id)
        step = turn.step(key)
        outcome = made_up(step, data, summary, error)
        after = turn.pause is not None and (turn.pause.key, turn.pause.place) == (key, "after")
        if after:
            step.status = "error" if error is not None else "success"
            step.result, step.summary, step.error = data, summary, outcome.error
            step.mocked = True
        elif step.status in _PENDING:
            waiting = step.status == "waiting"
            turn.mocks[key] = outcome
            if waiting:
                self._ask_anew(turn, step)
        else:
            raise SteppingError(f"{step.function} is {step.status}: too late for a made-up result")
        by_hand(self._core, turn, "mock", step, {"data": data, "error": error, "summary": summary})
        self._chat.changed.emit(turn)
        return turn

    async def replan(self, turn_id: str, script: object, *, mode: Mode = "step") -> Turn:
        """Put another plan in the place of one that has not begun.

        ``script`` is a list of ``{"tool", "args", "depends_on"}``, as for a written plan.

        Raises:
            PlanError: it cannot be run; the plan stays as it is.
            SteppingError: a step has begun.
        """
        turn = self._chat.turn(turn_id)
        if turn.finished or any(step.status not in _PENDING or step.runs for step in turn.steps):
            raise SteppingError("the plan has begun: only the steps to come can change")
        wanted = self._chat.wanted(turn_id)
        plan_from_script(script, catalogue_of(self._core, wanted.apps))
        before = turn.plan.as_json()["action_plans"] if turn.plan is not None else []
        await self._chat.cancel(turn_id)
        turn.steps, turn.order, turn.error, turn.status = [], [], None, "thinking"
        by_hand(self._core, turn, "replan", None, {"before": before, "after": script})
        self._chat.start(turn, replace(wanted, script=script, resumed=False), mode)
        return await self._chat.go_on(turn, lambda: None)

    def _pending(self, turn_id: str, key: str) -> tuple[Turn, Step]:
        turn = self._chat.turn(turn_id)
        step = turn.step(key)
        if step.status not in _PENDING:
            raise SteppingError(f"{step.function} is {step.status}: only a step to come can change")
        return turn, step

    def _ask_anew(self, turn: Turn, step: Step) -> None:
        for card in turn.confirmations:
            if card.id == step.confirmation_id and card.status == "waiting":
                self._confirmations.replace(card)
