"""One call of a turn: its gates in order, the handler, and the feedback loop of its parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.feedback import Attempt, Corrector, complaints_of, prose
from workbench.kernel.chat.gating import Call, Gates
from workbench.kernel.chat.settings import UserSettings
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import Asked, FunctionOutcome
from workbench.kernel.personas import Persona

CallFunction = Callable[[str, str, dict[str, Any], Asked], Awaitable[FunctionOutcome]]
MissingSecrets = Callable[[str, Persona, Mapping[str, Any]], Awaitable[list[str]]]
AskAgain = Callable[[dict[str, Any]], Awaitable[None]]


class Caller:
    """Makes the calls of one turn, as the user who began it."""

    def __init__(
        self,
        core: Core,
        *,
        turn: Turn,
        intent: str,
        user: Persona,
        call: CallFunction,
        missing_secrets: MissingSecrets,
        settings: UserSettings,
    ) -> None:
        self._core = core
        self._turn = turn
        self._intent = intent
        self._user = user
        self._call = call
        self._missing_secrets = missing_secrets
        self._settings = settings

    async def open(self, step: Step, entry: Entry) -> tuple[Gates, ErrorReport | None, bool]:
        """The gates up to confirmation: the gates, the error that stopped the call, and whether
        the user is to be asked."""
        failed = any(other.status == "error" for other in self._turn.steps)
        gates = Gates(
            Call(
                step.app_id, step.function, entry.action_type, step.args, self._intent, self._user,
                failed_before=failed,
            )
        )  # fmt: skip
        extension = self._core.extensions.get(step.app_id)
        declared = extension.declarations if extension and extension.current else None
        missing: list[str] = []
        if declared is not None and self._core.profile.call_secret_gate and declared.get("secrets"):
            missing = await self._missing_secrets(step.app_id, self._user, declared)
        error = gates.before_confirmation(declared, missing)
        asks = False
        if error is None:
            settings = self._settings.of(self._user)
            asks, why = settings.asks(step.app_id, step.function, entry.action_type)
            asks = gates.confirmation(asks, why)
        step.gates = gates.as_json()
        return gates, error, asks

    def refused(self, step: Step, gates: Gates, error: ErrorReport) -> FunctionOutcome:
        """What a call comes to that a gate has stopped; nobody's code has run."""
        self.record_gates(step, gates)
        return FunctionOutcome("refused", step.id, error=error, error_code=error.code)

    async def run(
        self, step: Step, entry: Entry, gates: Gates, corrector: Corrector, again: AskAgain | None
    ) -> FunctionOutcome:
        """Make the call, at most twice again with better arguments.

        ``again`` asks the user about arguments that are not those of the yes; only a validation
        error leads to another try.
        """
        attempts: list[Attempt] = []
        while True:
            error = gates.id_shape(step.args)
            if error is not None:
                step.retry = "fabricated_id_on_retry" if attempts else step.retry
                outcome = FunctionOutcome("refused", step.id, error=error, error_code=error.code)
                break
            asked = Asked("chat", self._user, parent_id=step.id, cause_id=self._turn.id)
            outcome = await self._call(step.app_id, step.function, step.args, asked)
            if not _is_validation(outcome):
                gates.params(None)
                step.retry = "success" if attempts else "no_retry"
                break
            assert outcome.error is not None
            attempts.append(Attempt(dict(step.args), complaints_of(outcome.error.message)))
            better = await self._better(step, entry, attempts, corrector)
            if better is None:
                gates.params(outcome.error)
                break
            if again is not None:
                await again(better)
            step.args = better
        step.attempts = [attempt.as_json() for attempt in attempts]
        self.record_gates(step, gates)
        return outcome

    async def _better(
        self, step: Step, entry: Entry, attempts: Sequence[Attempt], corrector: Corrector
    ) -> dict[str, Any] | None:
        """Arguments for the next try; None ends the loop, and the step says how it ended."""
        if len(attempts) > self._core.profile.call_validation_retries:
            step.retry = "exhausted" if len(attempts) > 1 else "no_retry"
            return None
        better = await corrector.correct(entry, attempts)
        if better is None:
            step.retry = "llm_gave_up"
        elif better == attempts[-1].args:
            step.retry, better = "redundant", None
        self._record_feedback(step, entry, attempts, better)
        return better

    def _record_feedback(
        self,
        step: Step,
        entry: Entry,
        attempts: Sequence[Attempt],
        better: dict[str, Any] | None,
    ) -> None:
        self._core.journal.append(
            "gate",
            "feedback",
            id=self._core.ids.new("gate"),
            parent_id=step.id,
            app_id=step.app_id,
            actor=self._user.imperal_id,
            status="retry" if better is not None else step.retry,
            body={
                "handler": step.function,
                "attempt": len(attempts),
                "feedback": prose(entry, attempts[-1].complaints),
                "args": dict(attempts[-1].args),
                "corrected": better,
            },
        )

    def record_gates(self, step: Step, gates: Gates) -> None:
        """Commit the verdicts of a call's gates, passed and stopped."""
        step.gates = gates.as_json()
        stopped = next((row for row in step.gates if row["verdict"] == "stopped"), None)
        self._core.journal.append(
            "gate",
            stopped["gate"] if stopped else "all passed",
            id=self._core.ids.new("gate"),
            parent_id=step.id,
            app_id=step.app_id,
            actor=self._user.imperal_id,
            status="stopped" if stopped else "passed",
            body={"handler": step.function, "gates": step.gates},
        )


def _is_validation(outcome: FunctionOutcome) -> bool:
    error = outcome.error
    return error is not None and error.type == "ValidationError" and bool(error.code)
