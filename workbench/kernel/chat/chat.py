"""The chat: turns from message to answer, their confirmations, and injected messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from time import perf_counter_ns
from typing import Any

from workbench.kernel.chat.calling import CallFunction, MissingSecrets
from workbench.kernel.chat.classifying.classifier import Classifier, LocalClassifier
from workbench.kernel.chat.confirmation import Confirmations
from workbench.kernel.chat.facts import FactLedger
from workbench.kernel.chat.running import Parts, Snapshots, TurnRunner, Wanted, outcome_of
from workbench.kernel.chat.settings import UserSettings
from workbench.kernel.chat.stepping.bases import Bases, States
from workbench.kernel.chat.stepping.branching import Branching
from workbench.kernel.chat.stepping.control import Breakpoints, Control, Mode
from workbench.kernel.chat.stepping.stepping import Stepping
from workbench.kernel.chat.stepping.tips import Tips
from workbench.kernel.chat.turn import Message, Turn, TurnStatus
from workbench.kernel.chat.voice import Voice
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.personas import Persona
from workbench.kernel.refresh import Refresher
from workbench.kernel.signals import Signal


class Chat:
    """The conversation of a session.

    `changed` announces a turn whenever anything in it moved. `classifier` may be replaced; `facts`
    is what it may recall; `settings` are the users' about confirmations; `stepping` stops turns,
    edits and mocks them, `branching` re-runs and forks them.
    """

    def __init__(
        self,
        core: Core,
        *,
        call: CallFunction,
        refresher: Refresher,
        states: States,
        missing_secrets: MissingSecrets,
        skeletons: Snapshots,
    ) -> None:
        self._core = core
        self.changed: Signal[[Turn]] = Signal()
        self.turns: list[Turn] = []
        self.classifier: Classifier = LocalClassifier()
        self.facts = FactLedger(core.profile.chat_fact_turns)
        self.settings = UserSettings(core.profile)
        self._confirmations = Confirmations(core.clock)
        self._voice = Voice(core, self.changed.emit)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, asyncio.Event] = {}
        self._controls: dict[str, Control] = {}
        self._wanted: dict[str, Wanted] = {}
        self._breakpoints = Breakpoints()
        self._parts = Parts(
            core=core,
            call=call,
            missing_secrets=missing_secrets,
            refresher=refresher,
            settings=self.settings,
            confirmations=self._confirmations,
            facts=self.facts,
            bases=Bases(core, states),
            voice=self._voice,
            classifier=lambda: self.classifier,
            skeletons=skeletons,
            changed=self.changed.emit,
            rested=self._rested,
        )
        self._tips = tips = Tips(self._parts.bases, lambda: self.turns)
        self.branching = Branching(core, chat=self, bases=self._parts.bases, tips=tips)
        self.stepping = Stepping(
            core,
            chat=self,
            tips=tips,
            breakpoints=self._breakpoints,
            confirmations=self._confirmations,
        )

    # -- what a user does -------------------------------------------------------------------

    async def say(
        self,
        text: str,
        *,
        app_ids: Iterable[str] | None = None,
        plan: object = None,
        mode: Mode = "run",
        user: Persona | None = None,
    ) -> Turn:
        """Start a turn; returns when it is finished, stands still, or waits for a confirmation.

        ``plan`` replaces the classifier: a list of ``{"tool", "args", "depends_on"}``, or the
        platform's ``{"intent", "action_plans"}``. ``app_ids`` limits which extensions may answer.
        With ``mode="step"`` the turn stands before its first step. ``user`` is who says it, else
        whoever is signed in.
        """
        turn = self._begin(text, app_ids, plan, mode, user)
        await self._resting[turn.id].wait()
        return turn

    def say_soon(
        self,
        text: str,
        *,
        mode: Mode = "run",
        plan: object = None,
        user: Persona | None = None,
    ) -> Turn:
        """Start a turn and do not wait for it."""
        return self._begin(text, None, plan, mode, user)

    async def answer(
        self, confirmation_id: str, accept: bool, *, user: Persona | None = None
    ) -> Turn:
        """Answer a confirmation as a user, else as who is signed in; returns when its turn is
        finished or waits again.

        Raises:
            LookupError: nothing of that id is waiting.
            PermissionError: another user was asked.
        """
        person = user or self._core.personas.current
        turn = self._turn_of(confirmation_id)
        self._resting[turn.id].clear()
        try:
            self._confirmations.answer(confirmation_id, person.imperal_id, accept)
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
        await self._voice.deliver(turn, cause_id)
        self.turns.append(turn)
        self.changed.emit(turn)
        return turn

    def recall(self, turns: Iterable[Turn]) -> None:
        """Put turns of earlier sessions before those of this one; nothing happens in them."""
        self.turns[:0] = earlier = list(turns)
        self._tips.recall(earlier)

    async def settled(self) -> None:
        """Wait until no turn is working; those that wait or stand still count as settled."""
        while busy := [e for e in self._resting.values() if not e.is_set()]:
            await asyncio.gather(*(event.wait() for event in busy))

    async def close(self) -> None:
        """Stop every turn."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._parts.bases.close()

    def turn(self, turn_id: str) -> Turn:
        """The turn of that id; LookupError if there is none."""
        for turn in reversed(self.turns):
            if turn.id == turn_id:
                return turn
        raise LookupError(f"there is no turn {turn_id!r}")

    def remember_exchange(self, key: str, how: str, exchange: Mapping[str, Any]) -> None:
        """Record what a model was asked and answered, live or from a recording."""
        running = next((turn.id for turn in reversed(self.turns) if not turn.finished), None)
        self._core.journal.append(
            "service",
            "classifier.exchange",
            parent_id=running,
            status=how,
            body={"key": key, **exchange},
        )

    # -- for stepping -----------------------------------------------------------------------

    def control(self, turn_id: str) -> Control:
        """The stepping of a turn; LookupError for a delivery, which has none."""
        found = self._controls.get(turn_id)
        if found is None:
            raise LookupError(f"the turn {turn_id!r} has no steps")
        return found

    def wanted(self, turn_id: str) -> Wanted:
        """What a turn was asked to do."""
        return self._wanted[turn_id]

    async def go_on(self, turn: Turn, act: Callable[[], None]) -> Turn:
        """Do something that lets a turn go on, and wait until it rests again."""
        act()
        await self._resting[turn.id].wait()
        return turn

    async def show_state(self, turn: Turn) -> None:
        """Fetch everybody's panels again after a turn has put another state in place."""
        for person in self._core.personas.present:
            await self._parts.refresher.after_chat(turn.id, user_id=person.imperal_id)

    def start(self, turn: Turn, wanted: Wanted, mode: Mode) -> None:
        """Run a turn, or the rest of one, as a task of its own."""
        if turn not in self.turns:
            self.turns.append(turn)
        self._resting[turn.id] = asyncio.Event()
        control = self._controls[turn.id] = Control(
            self._breakpoints, mode, lambda: self._stood(turn)
        )
        self._wanted[turn.id] = wanted
        self._core.journal.append(
            "turn",
            turn.text,
            id=turn.id,
            cause_id=turn.forked_from,
            actor=turn.user_id,
            at=turn.at,
            status="thinking",
            body={"forked_from": turn.forked_from, "base_id": turn.base_id},
        )
        self.changed.emit(turn)
        task = asyncio.get_running_loop().create_task(self._run(turn, wanted, control))
        self._running[turn.id] = task

    # -- one turn ---------------------------------------------------------------------------

    def _begin(
        self,
        text: str,
        app_ids: Iterable[str] | None,
        plan: object,
        mode: Mode,
        user: Persona | None,
    ) -> Turn:
        person = user or self._core.personas.current
        turn = Turn(self._core.ids.new("turn"), text, person.imperal_id, at=self._core.clock.now())
        if text:
            turn.messages.append(Message("user", text, turn.at))
        apps = None if app_ids is None else frozenset(app_ids)
        self.start(turn, Wanted(person, apps, plan), mode)
        return turn

    async def _run(self, turn: Turn, wanted: Wanted, control: Control) -> None:
        began = perf_counter_ns()
        status: TurnStatus = "failed"
        runner = TurnRunner(self._parts, turn, control)
        try:
            status = await outcome_of(runner, turn, wanted, self._voice, self._withdraw)
        except asyncio.CancelledError:
            status = "cancelled"
            raise
        finally:
            await self._finish(turn, status, began)

    async def _finish(self, turn: Turn, status: TurnStatus, began: int) -> None:
        """Commit how the turn ended, then show it."""
        turn.duration_ms = (perf_counter_ns() - began) / 1e6
        record = self._voice.ended(turn, status, began)
        try:
            await asyncio.shield(asyncio.ensure_future(record))
        finally:
            self._running.pop(turn.id, None)
            turn.status, turn.pause = status, None
            self.changed.emit(turn)
            self._resting[turn.id].set()

    def _stood(self, turn: Turn) -> None:
        """A turn has come to a stop, or goes on."""
        turn.pause = self._controls[turn.id].pause
        self._rested(turn, turn.pause is not None)
        self.changed.emit(turn)

    def _rested(self, turn: Turn, rests: bool) -> None:
        event = self._resting[turn.id]
        if rests:
            event.set()
        else:
            event.clear()

    def _withdraw(self, turn: Turn) -> None:
        for card in turn.confirmations:
            self._confirmations.withdraw(card)

    def _turn_of(self, confirmation_id: str) -> Turn:
        for turn in reversed(self.turns):
            if any(card.id == confirmation_id for card in turn.confirmations):
                return turn
        raise LookupError(f"there is no confirmation {confirmation_id!r}")
