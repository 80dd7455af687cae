"""Where the messages of all children arrive, and which part of the kernel each belongs to."""

from __future__ import annotations

from typing import Any

from workbench.kernel.calls import CallDesk
from workbench.kernel.child import Child, Death
from workbench.kernel.incidents import Incidents
from workbench.kernel.logs import LogDesk
from workbench.kernel.tasks import Tasks


class Switchboard:
    """The `Listener` of every child; the parts are connected once they exist."""

    def __init__(self, logs: LogDesk) -> None:
        self._logs = logs
        self._calls: CallDesk | None = None
        self._tasks: Tasks | None = None
        self._incidents: Incidents | None = None

    def connect(self, calls: CallDesk, tasks: Tasks, incidents: Incidents) -> None:
        """Say who answers calls, who follows tasks and who deals with deaths."""
        self._calls, self._tasks, self._incidents = calls, tasks, incidents

    def on_call(self, child: Child, frame: dict[str, Any]) -> None:
        """A handler called a ``ctx`` client."""
        if self._calls is not None:
            self._calls.take(child, frame)

    def on_logs(self, child: Child, frame: dict[str, Any]) -> None:
        """Output arrived."""
        self._logs.take(child, frame)

    def on_task(self, child: Child, frame: dict[str, Any]) -> None:
        """A detached coroutine ended."""
        if self._tasks is not None:
            self._tasks.ended(child, frame)

    def on_blocked(self, child: Child, frame: dict[str, Any]) -> None:
        """The child's loop is stuck."""
        if self._incidents is not None:
            self._incidents.blocked(child, frame)

    def on_unblocked(self, child: Child) -> None:
        """The child's loop turned again."""
        if self._incidents is not None:
            self._incidents.unblocked(child)

    def on_death(self, child: Child, death: Death) -> None:
        """The process is gone: its calls are dropped, its tasks end, its build starts again."""
        if self._calls is not None:
            self._calls.drop(child)
        if self._tasks is not None:
            self._tasks.lost(child, death)
        if self._incidents is not None:
            self._incidents.died(child, death)
