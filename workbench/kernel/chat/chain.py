"""Runs the steps of a plan: level by level, reads together, writes one by one after a yes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from workbench.kernel.chat.calling import Caller
from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.confirmation import Confirmation, HeldCall, hold
from workbench.kernel.chat.feedback import Corrector, LocalCorrector, ScriptedCorrector
from workbench.kernel.chat.gating import Gates
from workbench.kernel.chat.ledgering import StepLedger
from workbench.kernel.chat.passing import pass_on
from workbench.kernel.chat.plan import Plan, PlanStep, dependents, levels
from workbench.kernel.chat.references import Produced
from workbench.kernel.chat.stepping.control import Control
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome

Ask = Callable[[Turn, Sequence[HeldCall], Sequence[Step]], Awaitable[Confirmation]]
TakeBase = Callable[[Step], Awaitable[None]]


class Declined(Exception):  # noqa: N818 - an answer, not an error
    """The user said no, or did not answer in time; the rest of the chain does not run."""


class Chain:
    """One run of a turn's plan; steps that have run already stay as they are.

    ``ask`` shows a confirmation and waits for its answer; ``changed`` is told of every step that
    moves; ``base`` saves the state a step begins on; ``control`` says where the turn stands still.
    Each destructive or write step is gated on its own, in the level where it is reached.
    """

    def __init__(
        self,
        core: Core,
        *,
        turn: Turn,
        plan: Plan,
        catalogue: Catalogue,
        caller: Caller,
        control: Control,
        corrector: Corrector | None,
        ask: Ask,
        base: TakeBase,
        changed: Callable[[Turn], None],
    ) -> None:
        self._core = core
        self._turn = turn
        self._plan = plan
        self._catalogue = catalogue
        self._caller = caller
        self._control = control
        self._corrector = corrector or LocalCorrector()
        self._ask = ask
        self._base = base
        self._changed = changed
        self._ledger = StepLedger(core, turn)

    async def run(self) -> None:
        """Run all levels.

        Raises:
            PlanError: the plan has no order, before anything ran.
            Declined: a confirmation was declined or expired.
        """
        for level in levels(self._plan.steps):
            await self._run_level([step for step in level if self._planned(step)])

    async def _run_level(self, level: Sequence[PlanStep]) -> None:
        for planned in level:
            self._fill(planned)
        reads = [planned for planned in level if planned.action_type == "read"]
        if self._core.profile.call_parallel_reads:
            await asyncio.gather(*(self._advance(planned) for planned in reads))
        else:
            for planned in reads:
                await self._advance(planned)
        held: list[tuple[PlanStep, Gates]] = []
        for planned in level:
            if planned.action_type != "read" and self._planned(planned):
                gates = await self._advance(planned)
                if gates is not None:
                    held.append((planned, gates))
        await self._confirm(held)

    async def _advance(self, planned: PlanStep) -> Gates | None:
        """Bring one step as far as it goes without a yes; its gates if it waits for one."""
        step, entry = self._turn.step(planned.key), self._entry(planned)
        await self._control.before(step)
        if not self._planned(planned) or await self._mocked(planned, step):
            return None
        gates, error, asks = await self._caller.open(step, entry)
        if error is not None:
            await self._settle(planned, step, self._caller.refused(step, gates, error))
        elif asks:
            return gates
        else:
            await self._run_step(planned, gates, None)
        return None

    async def _confirm(self, held: Sequence[tuple[PlanStep, Gates]]) -> None:
        """Ask once for all held calls of a level, then run them in the plan's order.

        A card whose arguments were edited meanwhile is taken back and asked again.
        """
        waiting = await self._without_mocked(held)
        while waiting:
            card, frozen = await self._asked([planned for planned, _ in waiting])
            if card.status != "withdrawn":
                break
            waiting = await self._without_mocked(waiting)
        if not waiting:
            return
        for _, gates in waiting:
            if card.status == "accepted":
                gates.accepted()
            else:
                gates.declined(card.status)
        if card.status != "accepted":
            self._cancel(waiting)
            raise Declined(card.status)
        for planned, gates in waiting:
            if self._planned(planned):
                await self._run_step(planned, gates, frozen[planned.key].args)

    async def _asked(self, waiting: Sequence[PlanStep]) -> tuple[Confirmation, dict[str, HeldCall]]:
        steps = [self._turn.step(planned.key) for planned in waiting]
        frozen = {planned.key: self._hold(planned) for planned in waiting}
        for step in steps:
            step.status = "waiting"
        card = await self._ask(self._turn, list(frozen.values()), steps)
        for step in steps:
            if step.status == "waiting":
                step.status = "planned"
        return card, frozen

    def _cancel(self, waiting: Sequence[tuple[PlanStep, Gates]]) -> None:
        for planned, gates in waiting:
            step = self._turn.step(planned.key)
            step.status = "cancelled"
            self._caller.record_gates(step, gates)

    def _fill(self, planned: PlanStep) -> None:
        """Take values from the results of earlier steps into a step's arguments."""
        step = self._turn.step(planned.key)
        if step.exact:
            return
        passed = pass_on(
            planned.args, self._entry(planned).declared, planned.depends_on, self._produced()
        )
        step.args, step.injected = passed.args, passed.injected
        step.passing = [row.as_json() for row in passed.trace]
        step.filled = True
        self._ledger.passing(step, passed)

    def _produced(self) -> list[Produced]:
        """What the steps that have run left, in the plan's order."""
        done = (self._turn.step(planned.key) for planned in self._plan.steps)
        return [
            Produced(step.key, step.app_id, step.function, step.result)
            for step in done
            if step.status == "success"
        ]

    def _hold(self, planned: PlanStep) -> HeldCall:
        step, entry = self._turn.step(planned.key), self._entry(planned)
        return hold(entry.app_id, entry.name, entry.action_type, step.args, entry.description)

    async def _run_step(
        self, planned: PlanStep, gates: Gates, confirmed: dict[str, Any] | None
    ) -> None:
        """Run one step; ``confirmed`` are the very arguments the user said yes to."""
        step = self._turn.step(planned.key)
        if confirmed is not None:
            step.args = confirmed
        await self._base(step)
        step.status = "running"
        step.runs += 1
        self._changed(self._turn)
        again = None if confirmed is None else self._again(planned, gates)
        corrector = ScriptedCorrector(planned.retries) if planned.retries else self._corrector
        outcome = await self._caller.run(step, self._entry(planned), gates, corrector, again)
        await self._settle(planned, step, outcome)

    async def _without_mocked(
        self, held: Sequence[tuple[PlanStep, Gates]]
    ) -> list[tuple[PlanStep, Gates]]:
        """Those that are still to be called: not skipped, and given no made-up result."""
        return [
            (planned, gates)
            for planned, gates in held
            if self._planned(planned)
            and not await self._mocked(planned, self._turn.step(planned.key))
        ]

    def _again(
        self, planned: PlanStep, gates: Gates
    ) -> Callable[[dict[str, Any]], Awaitable[None]]:
        """Ask once more: corrected arguments are not those the user said yes to."""

        async def ask(better: dict[str, Any]) -> None:
            step, entry = self._turn.step(planned.key), self._entry(planned)
            step.status = "waiting"
            held = hold(entry.app_id, entry.name, entry.action_type, better, entry.description)
            card = await self._ask(self._turn, [held], [step])
            if card.status != "accepted":
                gates.declined(card.status)
                self._cancel([(planned, gates)])
                raise Declined(card.status)
            step.status = "running"

        return ask

    async def _mocked(self, planned: PlanStep, step: Step) -> bool:
        """Use the result somebody made up for a step instead of calling it."""
        outcome = self._turn.mocks.pop(step.key, None)
        if outcome is None:
            return False
        step.mocked = True
        step.runs += 1
        self._turn.order.append(step.key)
        await self._settle(planned, step, outcome)
        return True

    async def _settle(self, planned: PlanStep, step: Step, outcome: FunctionOutcome) -> None:
        self._ledger.outcome(step, outcome)
        await self._control.after(step)
        if step.status in ("error", "cancelled"):
            self._skip_after(planned)
        self._ledger.record(step)
        self._changed(self._turn)

    def _skip_after(self, failed: PlanStep) -> None:
        """Leave out what can no longer run: the failed step's dependents, or all that is left."""
        lost = dependents(self._plan.steps, failed.key)
        for step in self._turn.steps:
            stop = self._core.profile.call_failed_step == "stop"
            if step.status == "planned" and (stop or step.key in lost):
                step.status = "skipped"
                message = f"not run: {failed.function} failed before it"
                step.error = ErrorReport("Skipped", message)
                self._ledger.record(step)

    def _planned(self, planned: PlanStep) -> bool:
        return self._turn.step(planned.key).status == "planned"

    def _entry(self, planned: PlanStep) -> Entry:
        entry = self._catalogue.resolve(f"{planned.app_id}.{planned.function}")
        assert entry is not None, "plans are made from the catalogue"
        return entry
