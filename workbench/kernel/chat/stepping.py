"""Stepping through turns: stop, go on, edit, skip, mock, run again from a step, fork.

Every operation also works while a sibling step, a background task or a reload is in flight: it
touches only steps that have not begun, or (a re-run, a fork) a saved state that says what ran then.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.kernel.chat.bases import Base, Bases
from workbench.kernel.chat.branches import keys_from, made_up, related, reset_steps
from workbench.kernel.chat.confirmation import Confirmations
from workbench.kernel.chat.control import Breakpoint, Breakpoints, Mode
from workbench.kernel.chat.running import Wanted
from workbench.kernel.chat.turn import Message, Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport

if TYPE_CHECKING:
    from workbench.kernel.chat.chat import Chat

_PENDING = ("planned", "waiting")


class SteppingError(Exception):
    """An operation that a step or turn does not allow in its present state."""


class Stepping:
    """The operations; each takes the turn's id and answers the turn as it then rests."""

    def __init__(
        self,
        core: Core,
        *,
        chat: Chat,
        bases: Bases,
        breakpoints: Breakpoints,
        confirmations: Confirmations,
    ) -> None:
        self._core = core
        self._chat = chat
        self._bases = bases
        self._breakpoints = breakpoints
        self._confirmations = confirmations
        self._tips: dict[str, Base] = {}

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

    async def _go(self, turn_id: str, mode: Mode) -> Turn:
        turn = self._chat.turn(turn_id)
        control = self._chat.control(turn_id)
        self._record(turn, mode, None, {})
        return await self._chat.go_on(turn, lambda: control.go(mode))

    # -- breakpoints ------------------------------------------------------------------------

    def break_on(
        self,
        *,
        function: str | None = None,
        action_type: str | None = None,
        on_error: bool = False,
    ) -> Breakpoint:
        """Stop turns before a function or action type, or after a step that failed.

        Raises:
            ValueError: it would stop at everything.
        """
        return self._breakpoints.add(function=function, action_type=action_type, on_error=on_error)

    def clear(self, breakpoint_id: str) -> None:
        """Remove a breakpoint; KeyError if it is not there."""
        self._breakpoints.remove(breakpoint_id)

    def breakpoints(self) -> list[Breakpoint]:
        """All breakpoints, oldest first."""
        return self._breakpoints.all()

    # -- changing what comes ----------------------------------------------------------------

    def edit(self, turn_id: str, key: str, args: dict[str, Any]) -> Turn:
        """Replace the arguments of a step that has not begun; an open card is asked anew.

        Raises:
            SteppingError: the step has begun.
        """
        turn, step = self._pending(turn_id, key)
        before = step.args
        step.args, step.edited = dict(args), True
        self._record(turn, "edit", step, {"before": before, "after": step.args})
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
        self._record(turn, "skip", step, {})
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
                step.edited = True
                self._ask_anew(turn, step)
        else:
            raise SteppingError(f"{step.function} is {step.status}: too late for a made-up result")
        self._record(turn, "mock", step, {"data": data, "error": error, "summary": summary})
        self._chat.changed.emit(turn)
        return turn

    # -- going back -------------------------------------------------------------------------

    async def rerun(
        self, turn_id: str, key: str, *, mode: Mode = "run", accept_outside: bool = False
    ) -> Turn:
        """Go back to the state a step began on, and run it and all that came after it again.

        Raises:
            SteppingError: the step has not run, or its state is not kept.
            OutsideWritesError: requests went out since that cannot be taken back.
        """
        turn = self._chat.turn(turn_id)
        base = self._base_of(turn, turn.step(key))
        await self._chat.cancel(turn_id)
        await self._bases.restore(base, accept_outside=accept_outside, cause_id=turn.id)
        reset_steps(turn, keys_from(turn, key))
        turn.base_id, turn.error = base.id, None
        self._record(turn, "rerun", turn.step(key), {"base": base.id})
        return await self._resume(turn, turn, mode)

    async def fork(
        self,
        turn_id: str,
        key: str,
        *,
        args: dict[str, Any] | None = None,
        mode: Mode = "run",
        accept_outside: bool = False,
    ) -> Turn:
        """Begin a second turn at a step of another, on the state that step began on; keep both.

        The state the first turn left is saved too: `checkout` goes between the two.

        Raises:
            SteppingError: the step has not run, or its state is not kept.
            OutsideWritesError: requests went out since that cannot be taken back.
        """
        source = self._chat.turn(turn_id)
        base = self._base_of(source, source.step(key))
        self._tips[source.id] = await self._bases.take(source.id, None)
        await self._bases.restore(base, accept_outside=accept_outside, cause_id=source.id)
        turn = self._copy(source, base)
        reset_steps(turn, keys_from(turn, key))
        if args is not None:
            step = turn.step(key)
            step.args, step.edited = dict(args), True
        self._record(turn, "fork", turn.step(key), {"from": source.id, "base": base.id})
        return await self._resume(turn, source, mode)

    async def checkout(self, turn_id: str, *, accept_outside: bool = False) -> Turn:
        """Put back the state a forked turn or its source left; the present one is saved first.

        Raises:
            SteppingError: the turn has no such state.
            OutsideWritesError: requests went out since that cannot be taken back.
        """
        turn = self._chat.turn(turn_id)
        tip = self._tips.get(turn_id)
        if tip is None:
            raise SteppingError(f"{turn_id} has no state of its own: it is the present one")
        family = {turn.forked_from, turn_id}
        current = next(
            (t for t in reversed(self._chat.turns) if related(t, family) and t.id != turn_id), turn
        )
        saved = await self._bases.take(current.id, None)
        await self._bases.restore(tip, accept_outside=accept_outside, cause_id=turn_id)
        self._tips[current.id] = saved
        del self._tips[turn_id]
        self._record(turn, "checkout", None, {"base": tip.id, "kept": saved.id})
        return turn

    async def _resume(self, turn: Turn, source: Turn, mode: Mode) -> Turn:
        wanted = self._chat.wanted(source.id)
        self._chat.start(turn, Wanted(wanted.user, wanted.apps, None, resumed=True), mode)
        return await self._chat.go_on(turn, lambda: None)

    def _copy(self, source: Turn, base: Base) -> Turn:
        turn = Turn(
            self._core.ids.new("turn"),
            source.text,
            source.user_id,
            at=self._core.clock.now(),
            plan=copy.deepcopy(source.plan),
            forked_from=source.id,
            base_id=base.id,
        )
        turn.messages = [Message("user", source.text, turn.at)] if source.text else []
        turn.steps = [replace(step, id=self._core.ids.new("step")) for step in source.steps]
        turn.order = list(source.order)
        return turn

    def _base_of(self, turn: Turn, step: Step) -> Base:
        if step.base_id is None:
            why = "has not run" if not step.runs else "kept no state: step the turn to keep one"
            raise SteppingError(f"{step.function} {why}")
        try:
            return self._bases.get(step.base_id)
        except LookupError as gone:
            raise SteppingError(str(gone)) from gone

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

    def _record(self, turn: Turn, what: str, step: Step | None, body: dict[str, Any]) -> None:
        self._core.journal.append(
            "step",
            f"by hand: {what}",
            id=self._core.ids.new("hand"),
            parent_id=turn.id,
            cause_id=step.id if step is not None else None,
            actor=self._core.personas.current.imperal_id,
            status="by_hand",
            body={"operation": what, "key": step.key if step is not None else None, **body},
        )
