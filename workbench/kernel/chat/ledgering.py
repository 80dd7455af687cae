"""What is kept of each step of a chain: its result, its record, and what was lost on the way."""

from __future__ import annotations

from workbench.kernel.chat.passing import Passed, Passing
from workbench.kernel.chat.plan import Plan
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome
from workbench.kernel.invocation import Ids


class StepLedger:
    """Writes down the steps of one turn."""

    def __init__(self, core: Core, turn: Turn) -> None:
        self._core = core
        self._turn = turn

    def outcome(self, step: Step, outcome: FunctionOutcome) -> None:
        """Take a call's outcome into its step."""
        step.duration_ms = outcome.duration_ms
        step.handler_ms = next((s.duration_ms for s in outcome.trace if s.kind == "handler"), None)
        step.summary, step.error = outcome.summary, outcome.error
        step.result, step.ui = outcome.data, outcome.ui
        step.refresh_panels = outcome.refresh_panels
        step.task_id, step.span_id = outcome.task_id, outcome.span_id
        if outcome.ok:
            step.status = "success"
        else:
            step.status = "cancelled" if outcome.status == "cancelled" else "error"

    def record(self, step: Step) -> None:
        """Append the step's record."""
        self._core.journal.append(
            "step",
            f"{step.app_id}.{step.function}",
            id=step.id,
            parent_id=self._turn.id,
            cause_id=step.confirmation_id,
            app_id=step.app_id,
            actor=self._turn.user_id,
            duration_ms=step.duration_ms,
            status=step.status,
            body=step.as_json(),
        )

    def passing(self, step: Step, passed: Passed) -> None:
        """Tell of references that led nowhere, and of ids that found no parameter."""
        for reference in passed.lost:
            self._core.journal.append(
                "problem",
                f"{reference} leads nowhere",
                parent_id=step.id,
                app_id=step.app_id,
                status="warning",
                body={"reference": reference, "function": step.function},
            )
        for row in passed.dropped:
            self._core.problem(_dropped(step, row), app_id=step.app_id, parent_id=step.id)


def _dropped(step: Step, row: Passing) -> ErrorReport:
    """The silent loss of the platform, said aloud."""
    return ErrorReport(
        "IdDropped",
        f"the id {row.value!r} of {row.source} was dropped: {row.reason}",
        function=step.function,
        hint=f'Declare id_projection="…" on {step.function}: the parameter that carries the id.',
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
