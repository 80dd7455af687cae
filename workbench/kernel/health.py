"""Health checks: what an extension says of itself, asked by hand or every virtual minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.signals import Signal
from workbench.kernel.timers import Timer

State = Literal["ok", "degraded", "unhealthy", "unknown"]

_SAID: Final = frozenset({"ok", "degraded", "unhealthy"})


@dataclass(frozen=True, slots=True)
class HealthReport:
    """The state of an extension at a virtual instant; unknown where nothing is declared."""

    app_id: str
    status: State
    at: float
    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    error: ErrorReport | None = None
    duration_ms: float = 0.0
    span_id: str = ""


class Health:
    """Asks health checks and keeps the last answer of each extension; `changed` announces one.

    An exception in a check, or one that takes over two seconds, counts as degraded (SDK reference,
    health checks).
    """

    def __init__(self, core: Core, *, dispatch: Dispatch) -> None:
        self.changed: Signal[[HealthReport]] = Signal()
        self._core = core
        self._dispatch = dispatch
        self._last: dict[str, HealthReport] = {}
        self._timers: dict[str, Timer] = {}
        self._running: set[asyncio.Task[Any]] = set()

    def last(self, app_id: str) -> HealthReport:
        """What an extension said last."""
        return self._last.get(app_id) or HealthReport(app_id, "unknown", self._core.clock.now())

    async def check(self, app_id: str) -> HealthReport:
        """Ask now; an extension that is not open or declares no check is unknown."""
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return self.last(app_id)
        if not extension.declarations.get("health_check"):
            return self.last(app_id)
        trigger = Trigger(
            app_id, "health", "health_check", {}, self._core.personas.current, "health",
            deadline_s=self._core.profile.health_timeout_s,
        )  # fmt: skip
        at = self._core.clock.now()
        report = _read(app_id, at, await self._dispatch.run(trigger))
        self._last[app_id] = report
        self.changed.emit(report)
        return report

    def watch(self, app_id: str) -> None:
        """Ask again and again, as often as the platform does."""
        interval = self._core.profile.health_interval_s
        if interval and app_id not in self._timers:
            self._timers[app_id] = self._core.clock.call_later(
                interval, lambda: self._again(app_id)
            )

    def unwatch(self, app_id: str) -> None:
        """Ask no longer by itself."""
        timer = self._timers.pop(app_id, None)
        if timer is not None:
            timer.cancel()

    async def close(self) -> None:
        """Stop asking."""
        for app_id in list(self._timers):
            self.unwatch(app_id)
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _again(self, app_id: str) -> None:
        self._timers.pop(app_id, None)
        if app_id not in self._core.extensions:
            return
        self.watch(app_id)
        task = asyncio.get_running_loop().create_task(self.check(app_id))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _read(app_id: str, at: float, outcome: Outcome) -> HealthReport:
    said = outcome.value if isinstance(outcome.value, Mapping) else {}
    status, message = str(said.get("status") or "ok"), str(said.get("message") or "")
    if outcome.error is not None:
        status, message = "degraded", f"{outcome.error.type}: {outcome.error.message}"
    elif status not in _SAID:
        status, message = "degraded", f"the check answered with the status {status!r}"
    details = said.get("details")
    return HealthReport(
        app_id,
        cast(State, status),
        at,
        message,
        dict(details) if isinstance(details, Mapping) else {},
        outcome.error,
        outcome.duration_ms,
        outcome.span_id,
    )
