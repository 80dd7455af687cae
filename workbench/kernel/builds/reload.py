"""Reload as a transaction: a new child must import and declare before it replaces the old one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.builds.loading import Loaded, Loader
from workbench.kernel.children.child import Child
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport, LoadError

PATIENCE_S = 1.0
"""How long a load in progress may still delay a newer one before it is given up for it."""


@dataclass(slots=True)
class _Queue:
    """The reloads one extension waits for: at most one runs, at most one more follows it."""

    asked: int = 0
    serving: int = 0
    newest: int = 0
    worker: asyncio.Task[None] | None = None
    loading: Child | None = None
    since_ns: int = 0
    waiting: list[tuple[int, asyncio.Future[Build]]] = field(default_factory=list)


class Reloader:
    """Builds extensions; ``swapped`` is told of every new build and of the one it replaces."""

    def __init__(
        self,
        core: Core,
        *,
        loader: Loader,
        swapped: Callable[[Extension, Build | None], None],
        changed: Callable[[Extension], None],
    ) -> None:
        self._core = core
        self._loader = loader
        self._swapped = swapped
        self._changed = changed
        self._queues: dict[str, _Queue] = {}

    async def open(self, root: Path, python: str) -> Extension:
        """Load an extension for the first time.

        Raises:
            LoadError: it does not load; nothing is kept.
        """
        began = perf_counter_ns()
        try:
            loaded = await self._loader.load(root, python)
        except LoadError as error:
            self._note(root.name, None, "failed", "opened", began, error.report)
            raise
        extension = Extension(loaded.declared.app_id, root, python)
        self._adopt(extension, loaded, "opened", began)
        return extension

    async def reload(self, extension: Extension, reason: str, *, newer: bool = True) -> Build:
        """Replace the build by one of the newest sources.

        Requests that arrive while a reload runs are answered by one further reload, so the last
        build always has the newest sources however fast they come. A load that hangs makes way
        for ``newer`` sources, and not for the same ones.

        Raises:
            LoadError: the sources do not load; the last good build stays.
        """
        queue = self._queues.setdefault(extension.app_id, _Queue())
        queue.asked += 1
        done: asyncio.Future[Build] = asyncio.get_running_loop().create_future()
        queue.waiting.append((queue.asked, done))
        if newer:
            queue.newest = queue.asked
            self._hurry(queue)
        if queue.worker is None:
            queue.worker = asyncio.get_running_loop().create_task(
                self._work(extension, queue, reason)
            )
        return await asyncio.shield(done)

    def forget(self, app_id: str) -> None:
        """Give up the reloads of an extension that is being closed."""
        queue = self._queues.pop(app_id, None)
        if queue is None or queue.worker is None:
            return
        queue.worker.cancel()
        if queue.loading is not None:
            queue.loading.kill("its extension was closed")

    async def close(self) -> None:
        """Give up the reloads that are still running."""
        workers = [queue.worker for queue in self._queues.values() if queue.worker is not None]
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    # -- one reload after another ------------------------------------------------------------

    def _hurry(self, queue: _Queue) -> None:
        """Give up a load that hangs (an endless loop at import) once newer sources are there."""
        child = queue.loading
        if child is None or queue.newest <= queue.serving:
            return
        left = PATIENCE_S - (perf_counter_ns() - queue.since_ns) / 1e9
        if left > 0:
            asyncio.get_running_loop().call_later(left, self._hurry, queue)
        elif child.alive:
            child.kill("newer sources were saved while these were still loading")

    async def _work(self, extension: Extension, queue: _Queue, reason: str) -> None:
        try:
            while queue.waiting:
                queue.serving = queue.asked
                await self._attempt(extension, queue, queue.serving, reason)
        finally:
            queue.worker = None
            for _, done in queue.waiting:
                done.cancel()
            queue.waiting.clear()

    async def _attempt(
        self, extension: Extension, queue: _Queue, serving: int, reason: str
    ) -> None:
        began = perf_counter_ns()
        outcome: Build | LoadError
        try:
            loaded = await self._load(extension, queue)
        except LoadError as error:
            outcome = error
            self._fail(extension, error.report, reason, began)
        else:
            outcome = self._adopt(extension, loaded, reason, began)
        ready = [done for ticket, done in queue.waiting if ticket <= serving]
        queue.waiting = [pair for pair in queue.waiting if pair[0] > serving]
        for done in ready:
            if done.done():
                continue
            if isinstance(outcome, Build):
                done.set_result(outcome)
            else:
                done.set_exception(outcome)
                done.exception()  # seen here, in case nobody waits for it any more

    async def _load(self, extension: Extension, queue: _Queue) -> Loaded:
        def claimed(child: Child) -> None:
            queue.loading, queue.since_ns = child, perf_counter_ns()
            self._hurry(queue)  # for what was saved while the child was claimed

        app_id, root, python = extension.app_id, extension.root, extension.python
        try:
            return await self._loader.load(root, python, app_id=app_id, claimed=claimed)
        finally:
            queue.loading = None

    # -- what came of it --------------------------------------------------------------------

    def _adopt(
        self,
        extension: Extension,
        loaded: Loaded,
        reason: str,
        began: int,
    ) -> Build:
        loaded.child.app_id = extension.app_id
        extension.builds += 1
        build = Build(
            number=extension.builds,
            child=loaded.child,
            declarations=loaded.declared,
            duration_ms=(perf_counter_ns() - began) / 1e6,
            at=self._core.clock.now(),
            reason=reason,
            workspace=loaded.workspace,
        )
        replaced, extension.current = extension.current, build
        extension.status, extension.problem = "ready", None
        self._note(extension.app_id, build, "ok", reason, began, None)
        self._swapped(extension, replaced)
        self._changed(extension)
        return build

    def _fail(self, extension: Extension, report: ErrorReport, reason: str, began: int) -> None:
        extension.problem = report
        if not extension.root.is_dir():
            extension.status = "removed"
        elif extension.status != "crashed":
            extension.status = "failed"
        self._note(extension.app_id, None, "failed", reason, began, report)
        self._changed(extension)

    def _note(
        self,
        name: str,
        build: Build | None,
        status: str,
        reason: str,
        began: int,
        report: ErrorReport | None,
    ) -> None:
        body: dict[str, Any] = {"reason": reason, "error": report.to_json() if report else None}
        if build is not None:
            body |= {
                "number": build.number,
                "pid": build.pid,
                "python": build.child.python,
                "sdk": build.sdk,
                "declarations": build.declarations,
            }
        self._core.journal.append(
            "build",
            name,
            app_id=name if build is not None or reason != "opened" else None,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=(perf_counter_ns() - began) / 1e6,
            status=status,
            body=body,
        )
