"""One piece of background work, and the contract its result must keep."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome
from workbench.kernel.invocation import Invocation
from workbench.kernel.timers import Hold, Timer

TaskStatus = Literal["running", "success", "error", "cancelled", "timeout", "host_lost", "refused"]


@dataclass(slots=True)
class Task:
    """One piece of background work, bound to an extension and a user.

    ``percent`` and ``message`` are its latest progress; ``cap_s`` virtual seconds it may take;
    ``quiet_since`` the virtual time of its last sign of life; ``hold`` keeps time from skipping
    past it until its result is delivered; ``recovered`` is the session and id it had when an
    earlier session began it and did not live to end it.
    """

    id: str
    app_id: str
    user_id: str
    tenant_id: str
    name: str
    long_running: bool
    cap_s: float
    at: float
    quiet_since: float
    hold: Hold = field(repr=False)
    noted_quiet: float | None = None
    function: str | None = None
    status: TaskStatus = "running"
    percent: float | None = None
    message: str = ""
    cancelling: bool = False
    faulted: bool = False
    ended_at: float | None = None
    span_id: str = ""
    cause_id: str | None = None
    error: ErrorReport | None = None
    recovered: dict[str, str] | None = None
    invocation: Invocation | None = field(default=None, repr=False)
    cap_timer: Timer | None = field(default=None, repr=False)
    quiet_timer: Timer | None = field(default=None, repr=False)
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self.status == "running"

    def stop_timers(self) -> None:
        """Nothing limits it any more."""
        for timer in (self.cap_timer, self.quiet_timer):
            if timer is not None:
                timer.cancel()

    def let_go(self) -> None:
        """Let virtual time move on without it."""
        self.hold.release()

    def place(self) -> dict[str, Any]:
        """File and line of the handler it belongs to, for an error report."""
        declared = (self.invocation.declared if self.invocation else None) or {}
        return {"file": declared.get("file"), "line": declared.get("line")}

    def as_json(self) -> dict[str, Any]:
        """The task as the journal and the command line show it."""
        return {
            "id": self.id,
            "app_id": self.app_id,
            "user_id": self.user_id,
            "tenant_id": self.tenant_id,
            "name": self.name,
            "function": self.function,
            "long_running": self.long_running,
            "cap_s": self.cap_s,
            "status": self.status,
            "percent": self.percent,
            "message": self.message,
            "error": self.error.to_json() if self.error else None,
            "recovered": self.recovered,
        }


class Delivery(Protocol):
    """Puts the result of background work into the chat of the user it belongs to."""

    async def deliver_task(self, task: Task, outcome: FunctionOutcome) -> None:
        """Show ``outcome`` as a turn of the assistant's own."""

    def refused(self, task: Task, user_id: str) -> None:
        """Write down that somebody reached for a task of another user."""


def checked(task: Task, outcome: FunctionOutcome) -> FunctionOutcome:
    """Background work must return an ActionResult; anything else is reported instead of shown
    (long-running AI calls, I-LONGRUN-BG-CORO-RETURNS-ACTIONRESULT)."""
    if outcome.status != "success" or outcome.returned == "action_result":
        return outcome
    report = ErrorReport(
        "NotAnActionResult",
        f"background task {task.name!r} returned {outcome.returned} instead of an ActionResult",
        **task.place(),
        hint="End the coroutine with ActionResult.success(...) or ActionResult.error(...).",
        code="INTERNAL",
    )
    return replace(outcome, status="error", error=report, error_code="INTERNAL", data=None)
