"""Runs the steps of a plan: level by level, reads together, writes one by one after a yes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.confirmation import Confirmation, HeldCall, hold
from workbench.kernel.chat.passing import Produced, pass_on
from workbench.kernel.chat.plan import Plan, PlanStep, dependents, levels
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import Asked, FunctionOutcome
from workbench.kernel.invocation import Ids
from workbench.kernel.personas import Persona

CallFunction = Callable[[str, str, dict[str, Any], Asked], Awaitable[FunctionOutcome]]
Ask = Callable[[Turn, Sequence[HeldCall], Sequence[Step]], Awaitable[Confirmation]]
Changed = Callable[[Turn], None]


class Declined(Exception):  # noqa: N818 - an answer, not an error
    """The user said no, or did not answer in time; the rest of the chain does not run."""


class Chain:
    """One run of a turn's plan.

    ``ask`` shows a confirmation and waits for its answer; ``changed`` is told of every step that
    moves. Each destructive or write step is gated on its own, in the level where it is reached.
    """

    def __init__(
        self,
        core: Core,
        *,
        turn: Turn,
        plan: Plan,
        catalogue: Catalogue,
        user: Persona,
        call: CallFunction,
        ask: Ask,
        changed: Changed,
    ) -> None:
        self._core = core
        self._turn = turn
        self._plan = plan
        self._catalogue = catalogue
        self._user = user
        self._call = call
        self._ask = ask
        self._changed = changed
        self._produced: dict[str, Produced] = {}

    async def run(self) -> None:
        """Run all levels.

        Raises:
            PlanError: the plan has no order, before anything ran.
            Declined: a confirmation was declined or expired.
        """
        for level in levels(self._plan.steps):
            ready = [step for step in level if self._turn.step(step.key).status == "planned"]
            await self._run_level(ready)

    async def _run_level(self, level: Sequence[PlanStep]) -> None:
        for planned in level:
            self._fill(planned)
        held = {planned.key: call for planned in level if (call := self._held(planned))}
        reads = [planned for planned in level if planned.key not in held]
        if self._core.profile.call_parallel_reads:
            free = [planned for planned in reads if planned.action_type == "read"]
            await asyncio.gather(*(self._run_step(planned, None) for planned in free))
        else:
            free = []
        for planned in reads:
            if planned not in free and self._still_planned(planned):
                await self._run_step(planned, None)
        await self._confirm(level, held)

    async def _confirm(self, level: Sequence[PlanStep], held: dict[str, HeldCall]) -> None:
        """Ask once for all held calls of a level, then run them in the plan's order."""
        waiting = [planned for planned in level if planned.key in held]
        if not waiting:
            return
        steps = [self._turn.step(planned.key) for planned in waiting]
        for step in steps:
            step.status = "waiting"
        card = await self._ask(self._turn, [held[p.key] for p in waiting], steps)
        if card.status != "accepted":
            for step in steps:
                step.status = "cancelled"
            raise Declined(card.status)
        for step in steps:
            step.status = "planned"
        for planned in waiting:
            if self._still_planned(planned):
                await self._run_step(planned, held[planned.key].args)

    def _fill(self, planned: PlanStep) -> None:
        """Take values from the results of earlier steps into a step's arguments."""
        step = self._turn.step(planned.key)
        entry = self._entry(planned)
        order = [p.key for p in self._plan.steps if p.key in self._produced]
        passed = pass_on(
            planned.args, entry.declared, planned.depends_on, [self._produced[k] for k in order]
        )
        step.args, step.injected = passed.args, passed.injected
        for reference in passed.lost:
            self._note_lost(step, reference)

    def _held(self, planned: PlanStep) -> HeldCall | None:
        """The call to ask about, or None when the profile lets this action type run at once."""
        entry = self._entry(planned)
        asks = {
            "write": self._core.profile.confirmation_write,
            "destructive": self._core.profile.confirmation_destructive,
        }
        if not asks.get(entry.action_type, False):
            return None
        step = self._turn.step(planned.key)
        return hold(entry.app_id, entry.name, entry.action_type, step.args, entry.description)

    async def _run_step(self, planned: PlanStep, confirmed: dict[str, Any] | None) -> None:
        """Run one step; ``confirmed`` are the very arguments the user said yes to."""
        step = self._turn.step(planned.key)
        if confirmed is not None:
            step.args = confirmed
        step.status = "running"
        self._changed(self._turn)
        asked = Asked("chat", self._user, parent_id=step.id, cause_id=self._turn.id)
        outcome = await self._call(planned.app_id, planned.function, step.args, asked)
        self._settle(planned, step, outcome)
        self._changed(self._turn)

    def _settle(self, planned: PlanStep, step: Step, outcome: FunctionOutcome) -> None:
        step.duration_ms = outcome.duration_ms
        step.summary, step.error = outcome.summary, outcome.error
        step.result, step.ui = outcome.data, outcome.ui
        step.task_id, step.span_id = outcome.task_id, outcome.span_id
        if outcome.ok:
            step.status = "success"
            self._produced[planned.key] = Produced(
                planned.key, planned.app_id, planned.function, outcome.data
            )
        else:
            step.status = "cancelled" if outcome.status == "cancelled" else "error"
            self._skip_after(planned)
        self._record(step)

    def _skip_after(self, failed: PlanStep) -> None:
        """Leave out what can no longer run: the failed step's dependents, or all that is left."""
        lost = dependents(self._plan.steps, failed.key)
        for step in self._turn.steps:
            stop = self._core.profile.call_failed_step == "stop"
            if step.status == "planned" and (stop or step.key in lost):
                step.status = "skipped"
                message = f"not run: {failed.function} failed before it"
                step.error = ErrorReport("Skipped", message)
                self._record(step)

    def _still_planned(self, planned: PlanStep) -> bool:
        return self._turn.step(planned.key).status == "planned"

    def _entry(self, planned: PlanStep) -> Entry:
        entry = self._catalogue.resolve(f"{planned.app_id}.{planned.function}")
        assert entry is not None, "plans are made from the catalogue"
        return entry

    def _record(self, step: Step) -> None:
        self._core.journal.append(
            "step",
            f"{step.app_id}.{step.function}",
            id=step.id,
            parent_id=self._turn.id,
            cause_id=step.confirmation_id,
            app_id=step.app_id,
            actor=self._user.imperal_id,
            duration_ms=step.duration_ms,
            status=step.status,
            body=step.as_json(),
        )

    def _note_lost(self, step: Step, reference: str) -> None:
        self._core.journal.append(
            "problem",
            f"{reference} leads nowhere",
            parent_id=step.id,
            app_id=step.app_id,
            status="warning",
            body={"reference": reference, "function": step.function},
        )


def new_steps(plan: Plan, ids: Ids) -> list[Step]:
    """The steps of a turn, one for each of its plan, none of them run."""
    return [
        Step(
            name=planned.function,
            app_id=planned.app_id,
            function=planned.function,
            action_type=planned.action_type,
            args=dict(planned.args),
            key=planned.key,
            id=ids.new("step"),
        )
        for planned in plan.steps
    ]
