"""The open extensions and their builds: loading, reloading on save, swapping, closing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

from workbench.kernel.builds.draining import Drainer
from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.builds.incidents import Incidents
from workbench.kernel.builds.loading import ENTRY, Loader
from workbench.kernel.builds.reload import Reloader
from workbench.kernel.builds.watch import Watcher
from workbench.kernel.children.child import Child
from workbench.kernel.children.interpreter import choose_python
from workbench.kernel.children.supervisor import Supervisor
from workbench.kernel.core import Core
from workbench.kernel.declarations import Declarations
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport, LoadError, NotDeclared, SettingsError
from workbench.kernel.options import KernelOptions
from workbench.kernel.services.suite import ServiceSuite
from workbench.kernel.signals import Signal
from workbench.kernel.workspace import Workspace


class Builds:
    """All extensions of a session.

    `changed` announces every change of a build or a state, `swapped` a build that took over from
    another, `load_failed` a folder that could not be opened.
    """

    def __init__(
        self,
        core: Core,
        extensions: dict[str, Extension],
        *,
        options: KernelOptions,
        supervisor: Supervisor,
        suite: ServiceSuite,
    ) -> None:
        self.changed: Signal[[Extension]] = Signal()
        self.swapped: Signal[[Extension]] = Signal()
        self.load_failed: Signal[[Path, ErrorReport]] = Signal()
        self.extensions = extensions
        self._core = core
        self._options = options
        self._trace_lines = options.trace_lines
        self._suite = suite
        self._watchers: dict[Path, Watcher] = {}
        self._opening: dict[Path, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._drainer: Drainer | None = None
        self.supervisor = supervisor
        loader = Loader(
            supervisor,
            options=self._load_options,
            timeout_s=options.load_timeout_s,
            prepare=self._prepare,
        )
        self._reloader = Reloader(
            core, loader=loader, swapped=self._on_swapped, changed=self.changed.emit
        )
        self.incidents = Incidents(core, reloader=self._reloader, changed=self.changed.emit)

    def connect(self, dispatch: Dispatch) -> None:
        """Say who can interrupt the work of old builds."""
        self._drainer = Drainer(dispatch, self._note_interrupted)

    async def load(self, path: Path | str) -> Extension:
        """Open a folder; one that is open already is reloaded.

        A watched session watches the folder from then on, also when it does not load yet.

        Raises:
            LoadError: its sources do not load, or its app id is taken by another folder.
        """
        root = Path(path).absolute()
        async with self._opening.setdefault(root, asyncio.Lock()):
            return await self._load(root)

    async def _load(self, root: Path) -> Extension:
        for extension in self.extensions.values():
            if extension.root == root:
                await self.reload(extension.app_id, "asked")
                return extension
        if self._options.watch and root not in self._watchers:
            self._watchers[root] = Watcher(root, lambda: self._saved(root))
        python = choose_python(root, self._options.python)
        try:
            self._expect(root, python)
            return await self._reloader.open(root, python)
        except LoadError as error:
            self.load_failed.emit(root, error.report)
            raise

    async def reload(self, app_id: str, reason: str) -> Build:
        """Build an extension of its newest sources and swap it in.

        Raises:
            LoadError: the sources do not load; the last good build stays.
            NotDeclared: nothing of that id is open.
        """
        return await self._reloader.reload(self.get(app_id), reason)

    async def check(self, path: Path | str, *, source_only: bool = False) -> list[dict[str, Any]]:
        """What the SDK's validators find in a folder, in a child of its own.

        `source_only` imports nothing of the author's.

        Raises:
            LoadError: the sources do not load.
        """
        root = Path(path).absolute()
        async with self._apart(root) as child:
            if not source_only:
                await child.load(root, ENTRY, **self._load_options())
            return await child.check(root)

    async def write_manifest(self, path: Path | str) -> Path:
        """Write a folder's imperal.json from its newest sources, in a child of its own.

        Raises:
            LoadError: the sources do not load, or the file cannot be written.
        """
        root = Path(path).absolute()
        async with self._apart(root) as child:
            await child.load(root, ENTRY, **self._load_options())
            return await child.write_manifest(root)

    @contextlib.asynccontextmanager
    async def _apart(self, root: Path) -> AsyncIterator[Child]:
        """A child that belongs to no open extension and ends with the block."""
        child = await self.supervisor.claim(choose_python(root, self._options.python))
        try:
            yield child
        finally:
            child.retire()

    async def unload(self, app_id: str) -> Extension:
        """Close an extension: its processes end, its stores stay; NotDeclared if it is not open."""
        extension = self.get(app_id)
        del self.extensions[app_id]
        self.incidents.forget(app_id)
        self._reloader.forget(app_id)
        watcher = self._watchers.pop(extension.root, None)
        if watcher is not None:
            await watcher.close()
        for build in (*extension.draining, extension.build):
            build.child.retire()
        await self._suite.remove_app(app_id)
        self.changed.emit(extension)
        return extension

    def get(self, app_id: str) -> Extension:
        """The open extension of that id; NotDeclared if there is none."""
        extension = self.extensions.get(app_id)
        if extension is None:
            loaded = ", ".join(self.extensions) or "none"
            raise NotDeclared(f"no extension {app_id!r} is open", hint=f"Open now: {loaded}.")
        return extension

    async def close(self) -> None:
        """End watching, restarting, draining, and every child."""
        for watcher in self._watchers.values():
            await watcher.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.incidents.close()
        await self._reloader.close()
        if self._drainer is not None:
            await self._drainer.close()
        await self.supervisor.close()

    def note_lines(self, wanted: bool) -> None:
        """Have every child note the author's line of each UI node (`PanelAnswer.lines`), or no
        longer: it costs a handler some microseconds for every node it makes."""
        self._trace_lines = wanted
        for child in self.supervisor.children:
            if child.state in ("loading", "serving"):
                child.note_lines(wanted)

    # -- saves ------------------------------------------------------------------------------

    def _saved(self, root: Path) -> None:
        """Sources changed: reload what is open there, or try again what did not load."""
        app_id = next((e.app_id for e in self.extensions.values() if e.root == root), None)
        work: Awaitable[Any] = self.load(root) if app_id is None else self.reload(app_id, "saved")
        task = asyncio.ensure_future(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- what the reloader asks and tells ----------------------------------------------------

    def _expect(self, root: Path, python: str) -> None:
        """Let the folder's backend start meanwhile; a bad workbench.toml is the load's to tell."""
        with contextlib.suppress(SettingsError):
            self._suite.expect(Workspace.load(root), python)

    def _load_options(self) -> dict[str, Any]:
        live = self._options.http in ("live", "record")
        now = self._core.clock.stamp()
        return {
            "limits": {"memory_mb": self._options.memory_mb},
            "trace_lines": self._trace_lines,
            "network": "allow" if live else "deny",
            **({} if now is None else {"now": now}),
        }

    async def _prepare(self, root: Path, declared: Declarations, python: str) -> Workspace:
        taken = self.extensions.get(declared.app_id)
        if taken is not None and taken.root != root:
            message = f"the app id {declared.app_id!r} is open already, from {taken.root}"
            raise LoadError(message, hint="Close one of the two.")
        workspace = Workspace.load(root)
        await self._suite.add_app(declared.app_id, workspace, declared, python)
        return workspace

    def _on_swapped(self, extension: Extension, replaced: Build | None) -> None:
        self.extensions[extension.app_id] = extension
        self.incidents.swapped(extension)
        if replaced is not None:
            if self._drainer is not None:
                self._drainer.retire(extension, replaced)
            self.swapped.emit(extension)

    def _note_interrupted(self, extension: Extension, build: Build, report: ErrorReport) -> None:
        self._core.journal.append(
            "audit",
            report.message,
            app_id=extension.app_id,
            status="interrupted",
            body={"action_type": "system", "build": build.number, "error": report.to_json()},
        )


async def _quietly(work: Awaitable[Any]) -> None:
    """Wait for a build nobody asked for in person; its failure has been published already."""
    try:
        await work
    except LoadError:
        return
