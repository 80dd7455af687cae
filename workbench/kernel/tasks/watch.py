"""The limits of background work, in virtual time: its cap, its heartbeat, and being reclaimed."""

from __future__ import annotations

from collections.abc import Callable

from workbench.kernel.core import Core
from workbench.kernel.dispatch import CANCEL_GRACE_S
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Invocation
from workbench.kernel.tasks.task import Task

Interrupt = Callable[[Invocation, ErrorReport, float], None]


class TaskWatch:
    """Notes tasks that have gone quiet, and interrupts those that are silent or run for too long.

    A report of progress is the only sign of life (long-running AI calls, Progress emissions).
    """

    def __init__(self, core: Core, interrupt: Interrupt) -> None:
        self._core = core
        self._interrupt = interrupt

    def begin(self, task: Task) -> None:
        """Start the clocks of a task that has just begun to run."""
        if task.cap_s:
            task.cap_timer = self._core.clock.call_later(task.cap_s, lambda: self._over_cap(task))
        self._listen(task)

    def heard(self, task: Task) -> None:
        """A task has given a sign of life."""
        task.quiet_since = self._core.clock.now()
        if task.quiet_timer is None or task.quiet_timer.done:
            self._listen(task)

    def _listen(self, task: Task) -> None:
        """Look again when the next limit on its silence is reached."""
        profile, now = self._core.profile, self._core.clock.now()
        limits = (profile.background_heartbeat_s, profile.background_reclaim_s)
        due = [task.quiet_since + limit for limit in limits if limit]
        ahead = [instant for instant in due if instant > now]
        if ahead:
            task.quiet_timer = self._core.clock.call_at(min(ahead), lambda: self._look(task))

    def _look(self, task: Task) -> None:
        if not task.running:
            return
        profile, now = self._core.profile, self._core.clock.now()
        beat, reclaim = profile.background_heartbeat_s, profile.background_reclaim_s
        if reclaim and now >= task.quiet_since + reclaim:
            self._reclaim(task, reclaim)
            return
        if beat and now >= task.quiet_since + beat and task.noted_quiet != task.quiet_since:
            task.noted_quiet = task.quiet_since
            self._note_silence(task, beat)
        self._listen(task)

    def _note_silence(self, task: Task, beat: float) -> None:
        report = ErrorReport(
            "SilentTask",
            f"background task {task.name!r} has reported no progress for {beat:g} s",
            **task.place(),
            hint="Call ctx.progress at every milestone; the platform may reclaim a silent task.",
        )
        self._core.problem(report, app_id=task.app_id, parent_id=task.id)

    def _reclaim(self, task: Task, silent_s: float) -> None:
        report = ErrorReport(
            "TaskReclaimed",
            f"background task {task.name!r} was reclaimed: no progress for {silent_s:g} s",
            **task.place(),
            hint="Call ctx.progress at every milestone, also while you wait for something.",
            code="BACKEND_TIMEOUT",
        )
        self._stop(task, report)

    def _over_cap(self, task: Task) -> None:
        if not task.running:
            return
        message = f"background task {task.name!r} ran for more than {task.cap_s:g} s"
        hint = None if task.long_running else "Declare long_running=True for up to 1,800 s."
        report = ErrorReport(
            "DeadlineExceeded", message, **task.place(), hint=hint, code="BACKEND_TIMEOUT"
        )
        self._stop(task, report)

    def _stop(self, task: Task, report: ErrorReport) -> None:
        if task.invocation is not None:
            self._interrupt(task.invocation, report, CANCEL_GRACE_S)
