"""Where the messages of all children arrive, and which part of the kernel each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.kernel.builds.incidents import Incidents
    from workbench.kernel.calls import CallDesk
    from workbench.kernel.children.child import Child
    from workbench.kernel.children.death import Death
    from workbench.kernel.logs import LogDesk
    from workbench.kernel.stillness import Stillness
    from workbench.kernel.tasks.tasks import Tasks


class Switchboard:
    """Hears what every child says on its own account; the parts are connected once they exist.

    A spare warms up before there is a kernel, and may say something then: that is kept for the
    log. Everything else needs a loaded extension, so it cannot come before the parts.
    """

    def __init__(self) -> None:
        self._early: list[tuple[Child, dict[str, Any]]] = []
        self._logs: LogDesk | None = None
        self._calls: CallDesk | None = None
        self._tasks: Tasks | None = None
        self._incidents: Incidents | None = None
        self.stillness: Stillness | None = None

    def connect(self, logs: LogDesk, calls: CallDesk, tasks: Tasks, incidents: Incidents) -> None:
        """Say who keeps output, answers calls, follows tasks and deals with deaths."""
        self._logs, self._calls, self._tasks, self._incidents = logs, calls, tasks, incidents
        early, self._early = self._early, []
        for child, frame in early:
            logs.take(child, frame)

    def on_call(self, child: Child, frame: dict[str, Any]) -> None:
        """A handler called a ``ctx`` client."""
        if self._calls is not None:
            self._calls.take(child, frame)

    def on_logs(self, child: Child, frame: dict[str, Any]) -> None:
        """Output arrived."""
        if self._logs is None:
            self._early.append((child, frame))
        else:
            self._logs.take(child, frame)

    def on_task(self, child: Child, frame: dict[str, Any]) -> None:
        """A detached coroutine ended."""
        if self._tasks is not None:
            self._tasks.ended(child, frame)

    def on_blocked(self, child: Child, frame: Mapping[str, Any]) -> None:
        """The child's loop is stuck; repeated every second."""
        if self._incidents is not None:
            self._incidents.blocked(child, frame)

    def on_idle(self, child: Child, frame: Mapping[str, Any]) -> None:
        """Nothing in the child can go on before a timer."""
        if self.stillness is not None:
            self.stillness.rest(child, frame)

    def on_active(self, child: Child) -> None:
        """Something in a child that was idle goes on."""
        if self.stillness is not None:
            self.stillness.end(child)

    def on_unblocked(self, child: Child) -> None:
        """The child's loop turned again."""
        if self._incidents is not None:
            self._incidents.unblocked(child)

    def on_death(self, child: Child, death: Death) -> None:
        """The process is gone: its calls are dropped, its tasks end, its build starts again."""
        self.on_active(child)
        if self._calls is not None:
            self._calls.drop(child)
        if self._tasks is not None:
            self._tasks.lost(child, death)
        if self._incidents is not None:
            self._incidents.died(child, death)
