"""Branches of turns: run again from a step, fork, go between the two.

All of it goes back to a saved state that says what was in flight when it was taken, so it also
works while a sibling step, a background task or a reload is under way.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.kernel.chat.running import Wanted
from workbench.kernel.chat.stepping.bases import Base, Bases, OutsideWritesError
from workbench.kernel.chat.stepping.branches import keys_from, reset_steps
from workbench.kernel.chat.stepping.byhand import SteppingError, by_hand
from workbench.kernel.chat.stepping.control import Mode
from workbench.kernel.chat.stepping.tips import Tips
from workbench.kernel.chat.turn import Message, Step, Turn
from workbench.kernel.core import Core

if TYPE_CHECKING:
    from workbench.kernel.chat.chat import Chat


class Branching:
    """Goes back to saved states; each operation answers the turn to go on with."""

    def __init__(self, core: Core, *, chat: Chat, bases: Bases, tips: Tips) -> None:
        self._core = core
        self._chat = chat
        self._bases = bases
        self._tips = tips

    def base(self, base_id: str) -> Base:
        """The saved state of that id; LookupError if it is not kept any more."""
        return self._bases.get(base_id)

    def aside(self, turn_id: str) -> bool:
        """True while the present state is that of another branch of the turn."""
        return self._tips.aside(turn_id)

    def recalled(self, turn_id: str) -> bool:
        """True for a branch of an earlier session, whose state is gone."""
        return self._tips.recalled(turn_id)

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
        await self._bases.check(base, accept_outside=accept_outside)
        present = self._tips.current(turn_id)
        await self._chat.cancel(turn_id)
        if present != turn_id:
            await self._tips.leave(present)
        await self._restore(present, base, turn_id, accept_outside=accept_outside)
        self._tips.enter(turn_id)
        reset_steps(turn, keys_from(turn, key))
        turn.base_id, turn.error, turn.status = base.id, None, "running"
        by_hand(self._core, turn, "rerun", turn.step(key), {"base": base.id})
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
        present = self._tips.current(source.id)
        self._stand_still(present)
        await self._tips.leave(present)
        await self._restore(present, base, source.id, accept_outside=accept_outside)
        turn = self._copy(source, base)
        begun = keys_from(turn, key)
        reset_steps(turn, begun)
        for step in turn.steps:
            step.runs = 0 if step.key in begun else step.runs
        if args is not None:
            step = turn.step(key)
            step.args, step.edited, step.exact = dict(args), True, True
        came = {"from": source.id, "base": base.id}
        by_hand(self._core, turn, "fork", turn.step(key), {**came, "args": args})
        return await self._resume(turn, source, mode)

    async def checkout(self, turn_id: str, *, accept_outside: bool = False) -> Turn:
        """Put back the state a forked turn or its source left; the present one is saved first.

        The branches of an earlier session have no states any more: going between them changes
        which one is shown, and nothing else.

        Raises:
            SteppingError: the turn has no such state.
            OutsideWritesError: requests went out since that cannot be taken back.
        """
        turn = self._chat.turn(turn_id)
        if self._tips.show(turn_id):
            self._chat.changed.emit(turn)
            return turn
        tip = self._tips.left(turn_id)
        if tip is None:
            raise SteppingError(f"{turn_id} has no state of its own: it is the present one")
        present = self._tips.current(turn_id)
        self._stand_still(present)
        kept = await self._tips.leave(present)
        await self._restore(present, tip, turn_id, accept_outside=accept_outside)
        self._tips.enter(turn_id)
        by_hand(self._core, turn, "checkout", None, {"base": tip.id, "kept": kept.id})
        self._chat.changed.emit(turn)
        await self._chat.show_state(turn)
        return turn

    async def _restore(
        self, present: str, base: Base, cause_id: str, *, accept_outside: bool
    ) -> None:
        """Put a state back; if it may not be, the branch that was there stays the present one."""
        try:
            await self._bases.restore(base, accept_outside=accept_outside, cause_id=cause_id)
        except OutsideWritesError:
            self._tips.enter(present)
            raise

    def _stand_still(self, turn_id: str) -> None:
        """A branch that is left takes no further step on a state that is not its own."""
        if not self._chat.turn(turn_id).finished:
            self._chat.control(turn_id).halt()

    async def _resume(self, turn: Turn, source: Turn, mode: Mode) -> Turn:
        wanted = self._chat.wanted(source.id)
        self._chat.start(turn, Wanted(wanted.user, wanted.apps, None, resumed=True), mode)
        await self._chat.go_on(turn, lambda: None)
        if not turn.finished:
            await self._chat.show_state(turn)
        return turn

    def _copy(self, source: Turn, base: Base) -> Turn:
        turn = Turn(
            self._core.ids.new("turn"),
            source.text,
            source.user_id,
            at=self._core.clock.now(),
            plan=copy.deepcopy(source.plan),
            status="running",
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
