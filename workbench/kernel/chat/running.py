"""One turn from its message to its answer: classify, run the chain, say, refresh."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from workbench.kernel.chat.budget import before_steps, budget_of
from workbench.kernel.chat.calling import Caller, CallFunction, MissingSecrets
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.chain import Chain, Declined
from workbench.kernel.chat.classifying.classifier import Classifier, Given
from workbench.kernel.chat.confirmation import Confirmation, Confirmations, HeldCall
from workbench.kernel.chat.facts import Fact, FactLedger
from workbench.kernel.chat.ledgering import new_steps
from workbench.kernel.chat.narration import answer_text, declined_text
from workbench.kernel.chat.plan import Plan, PlanError, plan_from_script
from workbench.kernel.chat.settings import UserSettings
from workbench.kernel.chat.stepping.bases import Bases
from workbench.kernel.chat.stepping.control import Control
from workbench.kernel.chat.turn import Step, Turn, TurnStatus
from workbench.kernel.chat.voice import Voice
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.personas import Persona
from workbench.kernel.refresh import Refresher
from workbench.kernel.services.skeletons import Snapshot

Snapshots = Callable[[str], Awaitable[list[Snapshot]]]
"""The skeleton snapshots of a user."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a turn is to do: who asked, of which apps, and a plan in place of the classifier."""

    user: Persona
    apps: frozenset[str] | None = None
    script: object = None
    resumed: bool = False


@dataclass(slots=True)
class Parts:
    """What every turn of a session works with."""

    core: Core
    call: CallFunction
    missing_secrets: MissingSecrets
    refresher: Refresher
    settings: UserSettings
    confirmations: Confirmations
    facts: FactLedger
    bases: Bases
    voice: Voice
    classifier: Callable[[], Classifier]
    skeletons: Snapshots
    changed: Callable[[Turn], None]
    rested: Callable[[Turn, bool], None]


class TurnRunner:
    """Runs one turn, or the rest of one."""

    def __init__(self, parts: Parts, turn: Turn, control: Control) -> None:
        self._parts = parts
        self._core = parts.core
        self._turn = turn
        self._control = control

    async def carry_out(self, wanted: Wanted) -> TurnStatus:
        """Plan and run; answers how the turn ended.

        Raises:
            PlanError: the plan cannot be run; nothing has.
        """
        turn = self._turn
        catalogue = catalogue_of(self._core, wanted.apps)
        if wanted.resumed and turn.plan is not None:
            plan = turn.plan
        else:
            plan = await self._plan(catalogue, wanted)
            if not plan.steps:
                await self._parts.voice.say(turn, answer_text(turn, catalogue))
                return "done"
            turn.steps = new_steps(plan, self._core.ids)
        self._move("running")
        declined = await self._run(plan, catalogue, wanted.user)
        return await self._end(catalogue, declined)

    async def _run(self, plan: Plan, catalogue: Catalogue, user: Persona) -> str | None:
        """Run the chain; how a confirmation ended that was not a yes, else None."""
        chain = Chain(
            self._core,
            turn=self._turn,
            plan=plan,
            catalogue=catalogue,
            caller=Caller(
                self._core,
                turn=self._turn,
                intent=plan.said_intent or plan.intent,
                user=user,
                call=self._parts.call,
                missing_secrets=self._parts.missing_secrets,
                settings=self._parts.settings,
            ),
            control=self._control,
            corrector=getattr(self._parts.classifier(), "corrector", None),
            ask=self._ask,
            base=self._base,
            changed=self._parts.changed,
        )
        try:
            await chain.run()
        except Declined as answer:
            return str(answer)
        return None

    async def _end(self, catalogue: Catalogue, declined: str | None) -> TurnStatus:
        turn = self._turn
        self._remember()
        turn.error = next((step.error for step in turn.steps if step.status == "error"), None)
        turn.budget = budget_of(turn.steps, self._core.profile)
        await self._answer(catalogue, declined)
        await self._refresh()
        if declined is not None:
            return "cancelled"
        failed = any(step.status in ("error", "cancelled") for step in turn.steps)
        return "failed" if failed else "done"

    async def _plan(self, catalogue: Catalogue, wanted: Wanted) -> Plan:
        turn, began = self._turn, perf_counter_ns()
        given = Given(
            catalogue,
            self._parts.facts.recent(turn.user_id),
            _sections(await self._parts.skeletons(turn.user_id), catalogue),
            self._core.clock.now(),
        )
        stages = before_steps(self._core.profile)
        if self._core.profile.turn_simulate:
            await self._core.clock.sleep(sum(stage.ms for stage in stages) / 1e3)
        script = wanted.script if wanted.script is not None else self._written_plan(turn.text)
        if script is not None:
            plan = plan_from_script(script, catalogue)
        else:
            plan = await self._parts.classifier().classify(turn.text, given)
        turn.plan = plan
        self._core.journal.append(
            "plan",
            plan.intent,
            id=self._core.ids.new("plan"),
            parent_id=turn.id,
            actor=turn.user_id,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=(perf_counter_ns() - began) / 1e6,
            body={
                **plan.as_json(),
                "given": given.as_json(),
                "facts": [fact.as_json() for fact in given.facts],
                "stages": [stage.as_json() for stage in stages],
            },
        )
        self._parts.changed(turn)
        return plan

    async def _ask(
        self, turn: Turn, held: Sequence[HeldCall], steps: Sequence[Step]
    ) -> Confirmation:
        """Show a card and wait; the answer is committed before anything runs because of it."""
        user = self._core.personas.find(turn.user_id)
        ttl = self._parts.settings.of(user).ttl_s or None
        card = self._parts.confirmations.open(
            self._core.ids.new("confirmation"), turn.user_id, held, ttl
        )
        turn.confirmations.append(card)
        for step in steps:
            step.confirmation_id = card.id
        await self._parts.voice.card(turn, card)
        self._move("waiting")
        self._parts.rested(turn, True)
        await card.answered.wait()
        self._parts.rested(turn, False)
        await self._parts.voice.card(turn, card)
        self._move("running")
        return card

    async def _base(self, step: Step) -> None:
        """Save the state a step begins on: always when stepped, else before what changes it."""
        self._turn.order.append(step.key)
        keep = self._core.profile.chat_keep_bases
        stepped = self._control.stepped
        if keep == "never" and not stepped:
            return
        if not stepped and not self._parts.bases.cheap:
            return
        if keep == "always" or stepped or step.action_type != "read":
            base = await self._parts.bases.take(self._turn.id, step.key)
            step.base_id = base.id

    def _remember(self) -> None:
        """Put the data of what succeeded onto the fact ledger."""
        for step in self._turn.steps:
            if step.status == "success" and step.task_id is None:
                turn = self._turn
                self._parts.facts.add(
                    Fact(turn.id, turn.user_id, step.app_id, step.function, step.result)
                )

    async def _refresh(self) -> None:
        """Path B: once after the chain, if any of its functions succeeded."""
        done = [s for s in self._turn.steps if s.status == "success" and not s.task_id]
        if not done:
            return
        listed = [name for step in done for name in step.refresh_panels or ()]
        named = None if any(step.refresh_panels is None for step in done) else listed
        answers = await self._parts.refresher.after_chat(
            self._turn.id, named, user_id=self._turn.user_id
        )
        for step in done:
            step.refreshed = [f"{answer.app_id}/{answer.panel_id}" for answer in answers]

    def refresh_soon(self) -> None:
        """Path B of a turn that was stopped: what had run has still changed something."""
        if any(step.status == "success" for step in self._turn.steps):
            refresher = self._parts.refresher
            turn = self._turn
            refresher.soon(refresher.after_chat(turn.id, user_id=turn.user_id))

    async def _answer(self, catalogue: Catalogue, declined: str | None) -> None:
        turn = self._turn
        ui = next((step.ui for step in reversed(turn.steps) if step.ui is not None), None)
        app_id = turn.steps[-1].app_id if turn.steps else None
        text = answer_text(turn, catalogue) if declined is None else declined_text(turn, declined)
        await self._parts.voice.say(turn, text, ui=ui, app_id=app_id)

    def _move(self, status: TurnStatus) -> None:
        self._turn.status = status
        self._parts.changed(self._turn)

    def _written_plan(self, text: str) -> object:
        """The plan an author wrote in ``workbench.toml`` for exactly this message, if any."""
        said = " ".join(text.casefold().split())
        for extension in self._core.extensions.values():
            plans = extension.build.workspace.plans if extension.current is not None else ()
            for plan in plans:
                if said and " ".join(str(plan.get("say", "")).casefold().split()) == said:
                    return plan
        return None


def catalogue_of(core: Core, apps: frozenset[str] | None) -> Catalogue:
    """The functions a turn may call: of all that is loaded, or of some apps only."""
    return Catalogue.of(
        extension.declarations
        for app_id, extension in core.extensions.items()
        if extension.current is not None and (apps is None or app_id in apps)
    )


def _sections(snapshots: Sequence[Snapshot], catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """What the skeletons of the apps that may answer say, by app and section."""
    apps = {entry.app_id for entry in catalogue.entries}
    found: dict[str, dict[str, Any]] = {}
    for snapshot in snapshots:
        if snapshot.app_id in apps:
            found.setdefault(snapshot.app_id, {})[snapshot.section] = snapshot.data
    return found


async def outcome_of(
    runner: TurnRunner, turn: Turn, wanted: Wanted, voice: Voice, withdraw: Callable[[Turn], None]
) -> TurnStatus:
    """Run a turn to its status; a plan that cannot be run is said, not raised."""
    try:
        return await runner.carry_out(wanted)
    except PlanError as error:
        turn.error = ErrorReport("PlanError", str(error))
        await voice.say(turn, str(error))
        return "failed"
    except asyncio.CancelledError:
        withdraw(turn)
        turn.abandon()
        runner.refresh_soon()
        raise
