"""How background work begins and ends on record, and what its end says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome, read_outcome
from workbench.kernel.invocation import Outcome
from workbench.kernel.journal.record import Record
from workbench.kernel.sessions.recovery import cut_off
from workbench.kernel.signals import Signal
from workbench.kernel.tasks.task import Delivery, Task, TaskStatus, checked


class Endings:
    """Commits the start and the end of tasks before anybody is told; `changed` is told after."""

    def __init__(self, core: Core, delivery: Delivery, changed: Signal[[Task]]) -> None:
        self._core = core
        self._delivery = delivery
        self._changed = changed

    async def finish(self, task: Task, outcome: FunctionOutcome) -> None:
        """Settle a task and send its result to the chat of its user."""
        outcome = await self.end(task, outcome)
        await self._delivery.deliver_task(task, outcome)
        task.done.set()

    async def end(self, task: Task, outcome: FunctionOutcome) -> FunctionOutcome:
        """Settle a task and tell nobody but the journal."""
        task.stop_timers()
        outcome = checked(task, outcome)
        task.status = cast(TaskStatus, outcome.status)
        task.error = outcome.error
        task.ended_at = self._core.clock.now()
        await self.announce(task, task.status, outcome)
        task.invocation = None
        return outcome

    async def announce(
        self, task: Task, status: str, outcome: FunctionOutcome | None = None
    ) -> None:
        """Commit a start or an end."""
        body = task.as_json()
        if outcome is not None:
            body |= {"data": outcome.data, "summary": outcome.summary}
        await self._core.journal.append_durable(
            "task",
            task.name,
            id=task.id,
            cause_id=task.cause_id,
            app_id=task.app_id,
            actor=task.user_id,
            duration_ms=outcome.duration_ms if outcome else None,
            status=status,
            body=body,
        )
        self._changed.emit(task)


def told_outcome(task: Task, frame: Mapping[str, Any]) -> FunctionOutcome:
    """What a child's ``task`` message says a detached coroutine came to."""
    assert task.invocation is not None
    outcome = Outcome(
        status="success" if frame["ok"] else "error",
        span_id=task.id,
        value=frame.get("value"),
        shape=frame.get("shape") or "none",
        duration_ms=float(frame.get("duration_ms") or 0.0),
        spans=task.invocation.spans,
    )
    if not frame["ok"]:
        outcome.error = ErrorReport.from_json(frame.get("error") or {})
        outcome.status = "cancelled" if frame.get("cancelled") else "error"
    elif frame.get("cut"):
        outcome.status = "error"
        outcome.error = ErrorReport("ReplyTooLarge", frame["cut"], **task.place())
    if task.invocation.interrupted is not None:
        outcome.status, outcome.error = "timeout", task.invocation.interrupted
    return read_outcome(outcome, task.invocation.trigger)


def cut_off_outcome(task: Task) -> FunctionOutcome:
    """How a task ends whose session has ended."""
    error = cut_off(task.name)
    return FunctionOutcome("host_lost", task.id, error=error, error_code="INTERNAL")


def inherited_task(core: Core, record: Record, session: str) -> Task:
    """The task of an earlier session that the record of its start describes."""
    body = record.body
    return Task(
        id=core.ids.new("task"),
        app_id=str(record.app_id),
        user_id=str(record.actor),
        tenant_id=body.get("tenant_id") or core.personas.current.tenant_id,
        name=record.name,
        long_running=bool(body.get("long_running")),
        cap_s=body.get("cap_s") or 0.0,
        at=record.at,
        quiet_since=record.at,
        hold=core.clock.hold(),
        function=body.get("function"),
        recovered={"session": session, "id": record.id},
    )
