"""Scheduled tasks: one run of one, with what follows from how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.jobs import Job, Jobs
from workbench.kernel.personas import SYSTEM_ID, system_actor
from workbench.kernel.recording import Slot
from workbench.kernel.signals import Signal

_RAISED: Final = frozenset({"error", "host_lost"})
"""Ends after which the platform may run a handler again: it raised, or its worker was lost."""


@dataclass(frozen=True, slots=True)
class Fire:
    """One run of a scheduled task; ``attempts`` counts the retries too.

    ``retry_at`` is when it will be tried again (None: it will not); ``at`` the virtual instant it
    was due.
    """

    app_id: str
    name: str
    ok: bool
    status: str
    error: ErrorReport | None
    attempts: int
    duration_ms: float
    span_id: str
    at: float
    retry_at: float | None = None


class Schedules:
    """Fires scheduled tasks; `fired` announces each run.

    The handler runs once for all users as ``__system__``, without a tenant, and may act as a user
    through ``ctx.as_user``; nothing asks for confirmation (scheduled tasks, Federal invariants).
    """

    def __init__(self, core: Core, *, dispatch: Dispatch, jobs: Jobs) -> None:
        self._core = core
        self.fired: Signal[[Fire]] = Signal()
        self._dispatch = dispatch
        self._jobs = jobs

    def declared(self) -> list[tuple[str, Mapping[str, Any]]]:
        """App id and declaration of every schedule that is loaded."""
        return [
            (app_id, row)
            for app_id, extension in self._core.extensions.items()
            if extension.current is not None
            for row in extension.declarations.rows("schedules")
        ]

    def jobs(self) -> list[Job]:
        """Every schedule that is loaded, with its last and next run and how it has been doing."""
        now = self._core.clock.now()
        return [self._jobs.declared(app_id, row, now) for app_id, row in self.declared()]

    def job(self, app_id: str, name: str) -> Job | None:
        """One schedule that is loaded; None if there is none of that name."""
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return None
        row = extension.declarations.handler("schedule", name)
        return None if row is None else self._jobs.declared(app_id, row, self._core.clock.now())

    async def fire(
        self, app_id: str, name: str, *, source: str = "manual", cause_id: str | None = None
    ) -> Fire:
        """Run a scheduled task now; an unhandled exception is retried at once, as often as the
        profile says."""
        number = 1
        while True:
            fire = await self.attempt(app_id, name, source=source, number=number, cause_id=cause_id)
            if fire.retry_at is None:
                return fire
            number, cause_id = number + 1, fire.span_id

    async def attempt(
        self,
        app_id: str,
        name: str,
        *,
        source: str,
        number: int = 1,
        cause_id: str | None = None,
        at: float | None = None,
        in_turn: Slot | None = None,
        retries: bool = True,
    ) -> Fire:
        """Run a scheduled task once, the `number`-th time for the same occasion.

        Whoever calls this sees to the retry that the answer may ask for; `retries` False asks for
        none. ``at`` is the virtual instant it was due (None: now); ``in_turn`` is as for
        `Dispatch.run`.
        """
        at, job = at or self._core.clock.now(), self.job(app_id, name)
        if job is not None and job.running and not self._may_overlap(job):
            outcome = self._skip(job, source, at)
        else:
            trigger = self._trigger(app_id, name, source, cause_id, number, at)
            outcome = await self._run(trigger, job, at, in_turn)
        retry_at = self._retry_at(outcome, number, at) if retries else None
        if job is not None and outcome.status != "skipped":
            self._follow_up(job, outcome, retry_at)
        fire = Fire(
            app_id=app_id,
            name=name,
            ok=outcome.ok,
            status=outcome.status,
            error=outcome.error,
            attempts=number,
            duration_ms=outcome.duration_ms,
            span_id=outcome.span_id,
            at=at,
            retry_at=retry_at,
        )
        self.fired.emit(fire)
        return fire

    async def _run(
        self, trigger: Trigger, job: Job | None, at: float, in_turn: Slot | None
    ) -> Outcome:
        if job is None:
            return await self._dispatch.run(trigger, in_turn=in_turn)
        trigger.note["overlaps"] = job.running
        self._jobs.begin(job, at)
        try:
            outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        except asyncio.CancelledError:
            self._jobs.abandon(job)
            raise
        error = outcome.error.message if outcome.error else None
        self._jobs.end(job, at, outcome.status, error, outcome.duration_ms)
        return outcome

    # -- what follows from the end -----------------------------------------------------------

    def _retry_at(self, outcome: Outcome, number: int, at: float) -> float | None:
        """A delay after the run was due, so that it is the same in every session; a run that took
        longer than that is tried again a delay after its end."""
        profile = self._core.profile
        if outcome.status not in _RAISED or number > profile.schedule_retries:
            return None
        now, delay = self._core.clock.now(), profile.schedule_retry_delay_s
        return at + delay if now < at + delay else now + delay

    def _follow_up(self, job: Job, outcome: Outcome, retry_at: float | None) -> None:
        """Count the occasion once it is over; a job that keeps failing is called dead, once, and
        keeps firing (scheduled tasks, Dead jobs)."""
        job.retry_at = retry_at
        if retry_at is not None:
            return
        self._jobs.count(job, failed=not outcome.ok)
        if outcome.ok or job.failing != self._core.profile.schedule_dead_after:
            return
        reason = outcome.error.message if outcome.error else outcome.status
        report = ErrorReport(
            "DeadJob",
            f"schedule {job.name!r} has failed {job.failing} times in a row: {reason}",
            file=job.file,
            line=job.line,
            hint="The platform keeps firing it and tells nobody but its dashboard.",
        )
        self._core.problem(report, app_id=job.app_id, cause_id=outcome.span_id)

    def _may_overlap(self, job: Job) -> bool:
        """Tell of a run that begins while the one before it is still going; False: it must not."""
        allowed = self._core.profile.schedule_overlap == "allow"
        then = "runs beside it" if allowed else "is skipped"
        report = ErrorReport(
            "ScheduleOverlap",
            f"schedule {job.name!r} is due again while its last run is still going: it {then}",
            file=job.file,
            line=job.line,
            hint="Make the interval longer, or let the handler stop when another one runs.",
        )
        self._core.problem(report, app_id=job.app_id)
        return allowed

    def _skip(self, job: Job, source: str, at: float) -> Outcome:
        """The record of a run that was not begun because the one before it had not ended."""
        span_id = self._core.ids.new("schedule")
        self._core.journal.append(
            "schedule",
            job.name,
            id=span_id,
            app_id=job.app_id,
            actor=SYSTEM_ID,
            at=at,
            duration_ms=0.0,
            status="skipped",
            body={"source": source, "overlaps": job.running},
        )
        return Outcome("skipped", span_id)

    def _trigger(
        self, app_id: str, name: str, source: str, cause_id: str | None, number: int, at: float
    ) -> Trigger:
        return Trigger(
            app_id=app_id,
            kind="schedule",
            name=name,
            params={},
            user=system_actor(self._core.personas.current.tenant_id),
            source=source,
            cause_id=cause_id,
            deadline_s=self._core.profile.schedule_cap_s or None,
            note={"action_type": "system_schedule", "attempt": number},
            at=at,
        )
