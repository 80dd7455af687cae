"""The chat: turns from message to answer, their confirmations, and injected messages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from time import perf_counter_ns
from typing import Any

from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.chain import CallFunction, Chain, Declined, new_steps
from workbench.kernel.chat.classifier import Classifier, LocalClassifier
from workbench.kernel.chat.confirmation import Confirmation, Confirmations, HeldCall
from workbench.kernel.chat.facts import Fact, FactLedger
from workbench.kernel.chat.narration import answer_text, declined_text
from workbench.kernel.chat.plan import Plan, PlanError, plan_from_script
from workbench.kernel.chat.turn import Message, Step, Turn, TurnStatus
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.personas import Persona
from workbench.kernel.refresh import Refresher
from workbench.kernel.signals import Signal


class Chat:
    """The conversation of a session.

    `changed` announces a turn whenever anything in it moved. `classifier` may be replaced; `facts`
    is what it may recall.
    """

    def __init__(
        self,
        core: Core,
        *,
        call: CallFunction,
        refresher: Refresher,
    ) -> None:
        self._core = core
        self.changed: Signal[[Turn]] = Signal()
        self.turns: list[Turn] = []
        self.classifier: Classifier = LocalClassifier()
        self._call = call
        self._refresher = refresher
        self.facts = FactLedger(core.profile.chat_fact_turns)
        self._confirmations = Confirmations(core.clock)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, asyncio.Event] = {}

    # -- what a user does -------------------------------------------------------------------

    async def say(
        self, text: str, *, app_ids: Iterable[str] | None = None, plan: object = None
    ) -> Turn:
        """Start a turn; returns when it is finished, or waits for a confirmation.

        ``plan`` replaces the classifier: a list of ``{"tool", "args", "depends_on"}``, or the
        platform's ``{"intent", "action_plans"}``. ``app_ids`` limits which extensions may answer.
        """
        turn = self._start(text, self._core.personas.current, app_ids, plan)
        await self._resting[turn.id].wait()
        return turn

    def say_soon(self, text: str) -> Turn:
        """Start a turn and do not wait for it."""
        return self._start(text, self._core.personas.current, None, None)

    async def answer(self, confirmation_id: str, accept: bool) -> Turn:
        """Answer a confirmation; returns when its turn is finished or waits again.

        Raises:
            LookupError: nothing of that id is waiting.
            PermissionError: another user was asked.
        """
        user = self._core.personas.current
        turn = self._turn_of(confirmation_id)
        self._resting[turn.id].clear()
        try:
            self._confirmations.answer(confirmation_id, user.imperal_id, accept)
        except (LookupError, PermissionError):
            self._resting[turn.id].set()
            raise
        await self._resting[turn.id].wait()
        return turn

    async def cancel(self, turn_id: str) -> None:
        """Stop a turn: its waiting question is withdrawn and running handlers are cancelled."""
        running = self._running.get(turn_id)
        if running is not None:
            running.cancel()
            await asyncio.wait([running])

    async def deliver(
        self,
        app_id: str,
        text: str,
        *,
        user_id: str,
        role: str = "assistant",
        ui: dict[str, Any] | None = None,
        error: ErrorReport | None = None,
        cause_id: str | None = None,
    ) -> Turn:
        """Inject a message as a turn of its own, such as the result of background work."""
        turn = Turn(self._core.ids.new("turn"), "", user_id, at=self._core.clock.now(), error=error)
        turn.messages.append(Message(role, text, turn.at, ui=ui, app_id=app_id))
        turn.status = "failed" if error is not None else "done"
        await self._core.journal.append_durable(
            "chat",
            text,
            id=turn.id,
            cause_id=cause_id,
            app_id=app_id,
            actor=user_id,
            at=turn.at,
            status=turn.status,
            body={
                "text": text,
                "role": role,
                "ui": ui,
                "injected": True,
                "error": error.to_json() if error else None,
            },
        )
        self.turns.append(turn)
        self.changed.emit(turn)
        return turn

    async def settled(self) -> None:
        """Wait until no turn is working; those that wait for an answer count as settled."""
        while busy := [e for e in self._resting.values() if not e.is_set()]:
            await asyncio.gather(*(event.wait() for event in busy))

    async def close(self) -> None:
        """Stop every turn."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # -- one turn ---------------------------------------------------------------------------

    def _start(self, text: str, user: Persona, app_ids: Iterable[str] | None, plan: object) -> Turn:
        turn = Turn(self._core.ids.new("turn"), text, user.imperal_id, at=self._core.clock.now())
        if text:
            turn.messages.append(Message("user", text, turn.at))
        self.turns.append(turn)
        self._resting[turn.id] = asyncio.Event()
        self._core.journal.append(
            "turn", text, id=turn.id, actor=turn.user_id, at=turn.at, status="thinking"
        )
        self.changed.emit(turn)
        apps = None if app_ids is None else set(app_ids)
        task = asyncio.get_running_loop().create_task(self._run(turn, user, apps, plan))
        self._running[turn.id] = task
        return turn

    async def _run(self, turn: Turn, user: Persona, apps: set[str] | None, script: object) -> None:
        began = perf_counter_ns()
        status: TurnStatus = "failed"
        try:
            status = await self._carry_out(turn, user, apps, script)
        except PlanError as error:
            turn.error = ErrorReport("PlanError", str(error))
            await self._say(turn, str(error))
        except asyncio.CancelledError:
            status = "cancelled"
            self._withdraw(turn)
            raise
        finally:
            await self._finish(turn, status, began)

    async def _carry_out(
        self, turn: Turn, user: Persona, apps: set[str] | None, script: object
    ) -> TurnStatus:
        catalogue = self._catalogue(apps)
        plan = await self._plan(turn, catalogue, script)
        if not plan.steps:
            await self._say(turn, answer_text(turn, catalogue))
            return "done"
        turn.steps = new_steps(plan, self._core.ids)
        self._move(turn, "running")
        declined: str | None = None
        try:
            await self._chain(turn, plan, catalogue, user).run()
        except Declined as answer:
            declined = str(answer)
        self._remember(turn)
        turn.error = next((step.error for step in turn.steps if step.status == "error"), None)
        await self._answer(turn, catalogue, declined)
        await self._refresh(turn)
        if declined is not None:
            return "cancelled"
        failed = any(step.status in ("error", "cancelled") for step in turn.steps)
        return "failed" if failed else "done"

    def _chain(self, turn: Turn, plan: Plan, catalogue: Catalogue, user: Persona) -> Chain:
        return Chain(
            self._core,
            turn=turn,
            plan=plan,
            catalogue=catalogue,
            user=user,
            call=self._call,
            ask=self._ask,
            changed=self.changed.emit,
        )

    async def _plan(self, turn: Turn, catalogue: Catalogue, script: object) -> Plan:
        began = perf_counter_ns()
        facts = self.facts.recent(turn.user_id)
        if script is None:
            script = self._written_plan(turn.text)
        if script is not None:
            plan = plan_from_script(script, catalogue)
        else:
            plan = await self.classifier.classify(turn.text, catalogue, facts)
        turn.plan = plan
        self._core.journal.append(
            "plan",
            plan.intent,
            id=self._core.ids.new("plan"),
            parent_id=turn.id,
            actor=turn.user_id,
            duration_ms=(perf_counter_ns() - began) / 1e6,
            body={**plan.as_json(), "facts": [fact.as_json() for fact in facts]},
        )
        self.changed.emit(turn)
        return plan

    async def _ask(
        self, turn: Turn, held: Sequence[HeldCall], steps: Sequence[Step]
    ) -> Confirmation:
        """Show a card and wait; the answer is committed before anything runs because of it."""
        ttl = self._core.profile.confirmation_ttl_s or None
        card = self._confirmations.open(self._core.ids.new("confirmation"), turn.user_id, held, ttl)
        turn.confirmations.append(card)
        for step in steps:
            step.confirmation_id = card.id
        await self._record_card(turn, card)
        self._move(turn, "waiting")
        self._resting[turn.id].set()
        await card.answered.wait()
        self._resting[turn.id].clear()
        await self._record_card(turn, card)
        self._move(turn, "running")
        return card

    def _remember(self, turn: Turn) -> None:
        """Put the data of what succeeded onto the fact ledger."""
        for step in turn.steps:
            if step.status == "success" and step.task_id is None:
                fact = Fact(turn.id, turn.user_id, step.app_id, step.function, step.result)
                self.facts.add(fact)

    async def _refresh(self, turn: Turn) -> None:
        """Path B: once after the chain, if any of its functions succeeded."""
        done = [step for step in turn.steps if step.status == "success" and not step.task_id]
        if not done:
            return
        answers = await self._refresher.after_chat(turn.id)
        for step in done:
            step.refreshed = [f"{answer.app_id}/{answer.panel_id}" for answer in answers]

    async def _answer(self, turn: Turn, catalogue: Catalogue, declined: str | None) -> None:
        ui = next((step.ui for step in reversed(turn.steps) if step.ui is not None), None)
        app_id = turn.steps[-1].app_id if turn.steps else None
        text = answer_text(turn, catalogue) if declined is None else declined_text(turn, declined)
        await self._say(turn, text, ui=ui, app_id=app_id)

    async def _say(
        self,
        turn: Turn,
        text: str,
        *,
        ui: dict[str, Any] | None = None,
        app_id: str | None = None,
    ) -> None:
        """Commit what the assistant says, then show it."""
        at = self._core.clock.now()
        await self._core.journal.append_durable(
            "chat",
            text,
            parent_id=turn.id,
            app_id=app_id,
            actor=turn.user_id,
            at=at,
            body={"text": text, "role": "assistant", "ui": ui},
        )
        turn.messages.append(Message("assistant", text, at, ui=ui, app_id=app_id))
        self.changed.emit(turn)

    def _withdraw(self, turn: Turn) -> None:
        for card in turn.confirmations:
            self._confirmations.withdraw(card)

    def _move(self, turn: Turn, status: TurnStatus) -> None:
        turn.status = status
        self.changed.emit(turn)

    async def _finish(self, turn: Turn, status: TurnStatus, began: int) -> None:
        """Commit how the turn ended, then show it."""
        turn.duration_ms = (perf_counter_ns() - began) / 1e6
        said = [{"role": m.role, "text": m.text} for m in turn.messages]
        record = self._core.journal.append_durable(
            "turn",
            turn.text,
            id=turn.id,
            actor=turn.user_id,
            at=turn.at,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=turn.duration_ms,
            status=status,
            body={
                "messages": said,
                "steps": [step.id for step in turn.steps],
                "error": turn.error.to_json() if turn.error else None,
            },
        )
        try:
            await asyncio.shield(asyncio.ensure_future(record))
        finally:
            self._running.pop(turn.id, None)
            self._move(turn, status)
            self._resting[turn.id].set()

    async def _record_card(self, turn: Turn, card: Confirmation) -> None:
        await self._core.journal.append_durable(
            "confirmation",
            card.title,
            id=card.id,
            parent_id=turn.id,
            actor=card.user_id,
            status=card.status,
            body=card.as_json(),
        )

    def _written_plan(self, text: str) -> object:
        """The plan an author wrote in ``workbench.toml`` for exactly this message, if any."""
        said = " ".join(text.casefold().split())
        for extension in self._core.extensions.values():
            plans = extension.build.workspace.plans if extension.current is not None else ()
            for plan in plans:
                if said and " ".join(str(plan.get("say", "")).casefold().split()) == said:
                    return plan
        return None

    def _catalogue(self, apps: set[str] | None) -> Catalogue:
        return Catalogue.of(
            extension.declarations
            for app_id, extension in self._core.extensions.items()
            if extension.current is not None and (apps is None or app_id in apps)
        )

    def _turn_of(self, confirmation_id: str) -> Turn:
        for turn in reversed(self.turns):
            if any(card.id == confirmation_id for card in turn.confirmations):
                return turn
        raise LookupError(f"there is no confirmation {confirmation_id!r}")
