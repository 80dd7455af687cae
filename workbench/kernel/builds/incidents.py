"""When a child gets stuck or dies: naming it, failing what it did, and starting its build again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.builds.reload import Reloader
from workbench.kernel.children.child import Child
from workbench.kernel.children.death import Death, innermost, lost_report
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport, Frame, LoadError
from workbench.kernel.invocation import Invocation

BACK_OFF_S: Final = (0.0, 0.25, 1.0, 5.0, 15.0, 30.0)
"""Real seconds before the n-th restart in a row; a crash in every handler cannot spin."""
STEADY_S: Final = 60.0
"""A build that lived this long starts the count of crashes anew."""


@dataclass(slots=True)
class _Recovery:
    crashes: int = 0
    since: float = 0.0
    revived: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Incidents:
    """Follows the children of the current builds; ``changed`` is told when a state changes."""

    def __init__(
        self,
        core: Core,
        *,
        reloader: Reloader,
        changed: Callable[[Extension], None],
    ) -> None:
        self._core = core
        self._reloader = reloader
        self._changed = changed
        self._recoveries: dict[str, _Recovery] = {}
        self._closed = False

    def blocked(self, child: Child, frame: Mapping[str, Any]) -> None:
        """A child's loop is stuck: name the handler and the line, once per stretch."""
        extension = self._current(child)
        if extension is None or extension.status == "blocked":
            return
        invocation = child.work.owner(frame.get("inv")) or _running(child)
        place = innermost(child.pulse.stack, child.root) or _declaration(invocation)
        what = _what(invocation) if invocation else "its loop"
        where = place or (child.pulse.stack[-1] if child.pulse.stack else None)
        report = ErrorReport(
            "Blocked",
            f"{what} has blocked the extension for {child.pulse.blocked_ms / 1000:.0f} s",
            file=where.file if where else None,
            line=where.line if where else None,
            function=where.function if where else None,
            hint="Await instead of waiting: nothing else of this extension runs meanwhile.",
            traceback=child.pulse.stack,
        )
        extension.status, extension.problem = "blocked", report
        cause = invocation.span_id if invocation else None
        self._note(extension, "blocked", report, cause)

    def unblocked(self, child: Child) -> None:
        """A stuck child came round."""
        extension = self._current(child)
        if extension is not None and extension.status == "blocked":
            extension.status, extension.problem = "ready", None
            self._changed(extension)

    def died(self, child: Child, death: Death) -> None:
        """A child is gone; if it served the current build, that is started again."""
        extension = self._current(child)
        if extension is None or self._closed:
            return
        recovery = self._recoveries.setdefault(extension.app_id, _Recovery())
        now = asyncio.get_running_loop().time()
        if now - recovery.since > STEADY_S:
            recovery.crashes = 0
        recovery.crashes += 1
        recovery.since = now
        recovery.revived.clear()
        report = _crash_report(child, death)
        extension.status, extension.problem = "crashed", report
        self._note(extension, "crashed", report, None)
        recovery.task = asyncio.get_running_loop().create_task(self._revive(extension, recovery))

    async def revived(self, extension: Extension) -> None:
        """Wait until a crashed extension has a process again, or has been given up."""
        recovery = self._recoveries.get(extension.app_id)
        if recovery is not None and extension.status == "crashed" and not self._waiting(recovery):
            await recovery.revived.wait()

    def swapped(self, extension: Extension) -> None:
        """A new build took over, by whatever way."""
        recovery = self._recoveries.get(extension.app_id)
        if recovery is not None:
            recovery.revived.set()

    def forget(self, app_id: str) -> None:
        """Start nothing again for an extension that is being closed."""
        recovery = self._recoveries.pop(app_id, None)
        if recovery is not None:
            recovery.revived.set()
            if recovery.task is not None:
                recovery.task.cancel()

    async def close(self) -> None:
        """Start nothing again from here on."""
        self._closed = True
        tasks = [r.task for r in self._recoveries.values() if r.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _waiting(self, recovery: _Recovery) -> bool:
        """True while a restart is held back: callers are told at once instead of waiting for it."""
        return BACK_OFF_S[min(recovery.crashes, len(BACK_OFF_S)) - 1] > 0.5

    async def _revive(self, extension: Extension, recovery: _Recovery) -> None:
        delay = BACK_OFF_S[min(recovery.crashes, len(BACK_OFF_S)) - 1]
        if delay:
            due = asyncio.Event()
            timer = asyncio.get_running_loop().call_later(delay, due.set)
            try:
                await due.wait()
            finally:
                timer.cancel()
        if extension.status != "crashed":
            return  # a save has brought a new build meanwhile
        try:
            await self._reloader.reload(extension, "restarted after a crash", newer=False)
        except LoadError:
            # The reload has published why; without sources that load there is nothing to revive.
            if extension.status == "crashed":
                extension.status = "failed"
            self._changed(extension)
        finally:
            recovery.revived.set()

    def _current(self, child: Child) -> Extension | None:
        extension = self._core.extensions.get(child.app_id or "")
        current: Build | None = extension.current if extension is not None else None
        return extension if current is not None and current.child is child else None

    def _note(
        self, extension: Extension, status: str, report: ErrorReport, cause: str | None
    ) -> None:
        self._core.problem(report, app_id=extension.app_id, status=status, cause_id=cause)
        self._changed(extension)


def _what(invocation: Invocation) -> str:
    """The handler or background task, as messages name it."""
    trigger = invocation.trigger
    if invocation.task_id is not None:
        name = trigger.note.get("task") or trigger.name
        return f"background task {name!r}"
    return f"{trigger.kind} {trigger.name!r}"


def _running(child: Child) -> Invocation | None:
    """The invocation whose handler is on the child's stack: the nearest one declared above it.

    With no line of the author's on it, it is the only one there is, such as one whose long answer
    is being written.
    """
    own = [frame for frame in child.pulse.stack if innermost((frame,), child.root)]
    if not own:
        return next(iter(child.inflight.values())) if len(child.inflight) == 1 else None
    file, line = own[0].file, own[0].line
    above = [
        (declared["line"], invocation)
        for invocation in child.inflight.values()
        if (declared := invocation.declared) is not None
        and declared.get("file") == file
        and (declared.get("line") or line + 1) <= line
    ]
    return max(above, key=lambda pair: pair[0])[1] if above else None


def _declaration(invocation: Invocation | None) -> Frame | None:
    """Where the handler is declared."""
    declared = invocation.declared if invocation is not None else None
    if declared is None or not declared.get("file"):
        return None
    return Frame(declared["file"], declared.get("line") or 1, declared.get("name") or "")


def _crash_report(child: Child, death: Death) -> ErrorReport:
    first = next((work.declared for work in child.inflight.values()), None)
    running = ", ".join(_what(work) for work in child.work.running())
    report = lost_report(death, child.root, first)
    return (
        replace(report, message=f"{report.message} while it ran {running}") if running else report
    )
