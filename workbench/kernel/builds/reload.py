"""Reload as a transaction: a new child must import and declare before it replaces the old one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.children.child import Child
from workbench.kernel.children.death import innermost
from workbench.kernel.children.supervisor import Supervisor
from workbench.kernel.core import Core
from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport, LoadError, SettingsError
from workbench.kernel.workspace import Workspace

ENTRY = "main.py"
Prepare = Callable[[Path, Declarations, str], Awaitable[Workspace]]

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


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A child that could take over, and what it brought."""

    child: Child
    declared: Declarations
    workspace: Workspace


class Reloader:
    """Builds extensions.

    ``prepare`` readies the services for a build that has loaded, before it takes over (its folder,
    declarations and interpreter); ``swapped`` is told of every new build and of the one it
    replaces.
    """

    def __init__(
        self,
        core: Core,
        *,
        supervisor: Supervisor,
        load_options: Callable[[], dict[str, Any]],
        load_timeout_s: float,
        prepare: Prepare,
        swapped: Callable[[Extension, Build | None], None],
        changed: Callable[[Extension], None],
    ) -> None:
        self._core = core
        self._supervisor = supervisor
        self._load_options = load_options
        self._load_timeout_s = load_timeout_s
        self._prepare = prepare
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
            loaded = await self._start(root, python, None, None)
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
            loaded = await self._start(extension.root, extension.python, queue, extension.app_id)
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

    # -- one load ---------------------------------------------------------------------------

    async def _start(
        self, root: Path, python: str, queue: _Queue | None, app_id: str | None
    ) -> _Loaded:
        """A child that has imported the sources, ready to take over; killed again if it is not."""
        if not (root / ENTRY).is_file():
            raise LoadError(f"no {ENTRY} in {root}", report=_missing(root))
        child = await self._supervisor.claim(python)
        if queue is not None:
            queue.loading, queue.since_ns = child, perf_counter_ns()
            self._hurry(queue)  # for what was saved while the child was claimed
        try:
            declared = await self._load(child, root)
            _check_identity(app_id, declared)
            workspace = await self._prepare(root, declared, python)
        except SettingsError as error:
            child.kill("its settings cannot be read")
            raise LoadError(str(error), report=error.report) from error
        except BaseException:
            child.kill("its sources did not load")
            raise
        finally:
            if queue is not None:
                queue.loading = None
            self._supervisor.prepare_soon(python)
        return _Loaded(child, declared, workspace)

    async def _load(self, child: Child, root: Path) -> Declarations:
        try:
            async with asyncio.timeout(self._load_timeout_s):
                reply = await child.load(root, ENTRY, **self._load_options())
        except TimeoutError as late:
            report = _stuck(child, self._load_timeout_s)
            raise LoadError(report.message, report=report) from late
        return Declarations(reply["declarations"])

    def _adopt(
        self,
        extension: Extension,
        loaded: _Loaded,
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


def _check_identity(app_id: str | None, declared: Declarations) -> None:
    if app_id is None or declared.app_id == app_id:
        return
    message = f"the app id changed from {app_id!r} to {declared.app_id!r}"
    hint = "Open the folder again: stores, panels and chat are kept by app id."
    raise LoadError(message, report=ErrorReport("AppIdChanged", message, hint=hint))


def _missing(root: Path) -> ErrorReport:
    if not root.is_dir():
        message = f"the folder {root} is gone; what it showed last is kept"
        return ErrorReport("FolderGone", message, file=str(root / ENTRY))
    hint = "An extension's entry is always main.py, with `ext` at its root."
    return ErrorReport("NoEntry", f"no {ENTRY} in {root}", file=str(root / ENTRY), hint=hint)


def _stuck(child: Child, seconds: float) -> ErrorReport:
    """Where an import that does not end is standing."""
    stack = child.pulse.stack
    frame = innermost(stack, child.root) or (stack[-1] if stack else None)
    return ErrorReport(
        "LoadTimeout",
        f"the import did not end within {seconds:g} s",
        file=frame.file if frame else None,
        line=frame.line if frame else None,
        function=frame.function if frame else None,
        traceback=stack,
    )
