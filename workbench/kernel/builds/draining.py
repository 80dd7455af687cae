"""Old builds that still have work: they finish it, receive nothing new, and do not pile up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.dispatch import CANCEL_GRACE_S, Dispatch
from workbench.kernel.errors import ErrorReport

MOST_DRAINING: Final = 2
"""Old builds of one extension that may finish at once; beyond it the oldest is interrupted."""

STUCK_GRACE_S: Final = 3.0
"""Real seconds a stuck loop has left once a newer build has taken over."""

_CUT_OFF: Final = "Its work was cut off by the reloads."

Audit = Callable[[Extension, Build, ErrorReport], None]


class Drainer:
    """Retires replaced builds; ``audit`` is told of every build that was interrupted."""

    def __init__(self, dispatch: Dispatch, audit: Audit) -> None:
        self._dispatch = dispatch
        self._audit = audit
        self._tasks: set[asyncio.Task[None]] = set()

    def retire(self, extension: Extension, build: Build) -> None:
        """Let a replaced build finish what it is doing, then let its process go."""
        child = build.child
        if not child.alive:
            return
        child.state = "draining"
        if not child.work.busy:
            child.retire()
            return
        extension.draining.append(build)
        task = asyncio.get_running_loop().create_task(self._finish(extension, build))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        child.changed.connect(lambda _: self._look(extension, build))
        self._look(extension, build)
        if len(extension.draining) > MOST_DRAINING:
            self.interrupt(extension, extension.draining[0])

    def interrupt(
        self,
        extension: Extension,
        build: Build,
        why: str = "newer builds are waiting to finish",
    ) -> None:
        """Stop everything an old build still does."""
        message = f"build {build.number} was interrupted: {why}"
        child = build.child
        for invocation in child.work.running():
            report = self._dispatch.located(invocation, "Interrupted", message)
            self._dispatch.interrupt(invocation, replace(report, hint=_CUT_OFF), CANCEL_GRACE_S)
        self._audit(extension, build, ErrorReport("Interrupted", message, hint=_CUT_OFF))

    async def close(self) -> None:
        """Stop waiting for old builds; the supervisor ends their processes."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self, extension: Extension, build: Build) -> None:
        if build.child.blocked:
            loop = asyncio.get_running_loop()
            loop.call_later(STUCK_GRACE_S, self._free, extension, build)

    def _free(self, extension: Extension, build: Build) -> None:
        """A loop that stays stuck finishes nothing: the save that mended it is also its end."""
        child = build.child
        if build in extension.draining and child.blocked and child.kill_reason is None:
            self.interrupt(extension, build, "its loop was stuck when a newer build took over")

    async def _finish(self, extension: Extension, build: Build) -> None:
        try:
            await build.child.work.idle.wait()
        finally:
            if build in extension.draining:
                extension.draining.remove(build)
        build.child.retire()
