"""Scheduled tasks: firing one by hand or by the clock, as the system, with a cap and a retry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import system_actor
from workbench.kernel.signals import Signal


@dataclass(frozen=True, slots=True)
class Fire:
    """One run of a scheduled task; ``attempts`` counts the retries too."""

    app_id: str
    name: str
    ok: bool
    status: str
    error: ErrorReport | None
    attempts: int
    duration_ms: float
    span_id: str
    at: float


class Schedules:
    """Fires scheduled tasks.

    The handler runs once for all users as ``__system__``, without a tenant, and may act as a user
    through ``ctx.as_user``; nothing asks for confirmation (scheduled tasks, Federal invariants).
    """

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
    ) -> None:
        self._core = core
        self.fired: Signal[[Fire]] = Signal()
        self._dispatch = dispatch

    def declared(self) -> list[tuple[str, Mapping[str, Any]]]:
        """App id and declaration of every schedule that is loaded."""
        return [
            (app_id, row)
            for app_id, extension in self._core.extensions.items()
            if extension.current is not None
            for row in extension.declarations.rows("schedules")
        ]

    async def fire(
        self, app_id: str, name: str, *, source: str = "manual", cause_id: str | None = None
    ) -> Fire:
        """Run a scheduled task now; an unhandled exception is retried as the profile says."""
        at = self._core.clock.now()
        attempts = 0
        while True:
            attempts += 1
            outcome = await self._run(app_id, name, source, cause_id, attempts)
            raised = outcome.status in ("error", "host_lost")
            if not raised or attempts > self._core.profile.schedule_retries:
                break
            cause_id = outcome.span_id
            if source != "manual":
                await self._core.clock.sleep(self._core.profile.schedule_retry_delay_s)
        fire = Fire(
            app_id=app_id,
            name=name,
            ok=outcome.ok,
            status=outcome.status,
            error=outcome.error,
            attempts=attempts,
            duration_ms=outcome.duration_ms,
            span_id=outcome.span_id,
            at=at,
        )
        self.fired.emit(fire)
        return fire

    async def _run(
        self, app_id: str, name: str, source: str, cause_id: str | None, attempt: int
    ) -> Outcome:
        tenant = self._core.personas.current.tenant_id
        trigger = Trigger(
            app_id=app_id,
            kind="schedule",
            name=name,
            params={},
            user=system_actor(tenant),
            source=source,
            cause_id=cause_id,
            deadline_s=self._core.profile.schedule_cap_s or None,
            note={"action_type": "system_schedule", "attempt": attempt},
        )
        return await self._dispatch.run(trigger)
