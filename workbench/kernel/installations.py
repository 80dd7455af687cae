"""What opening, reloading and closing a folder means for an extension's lifecycle hooks.

On the platform a user installs, enables, disables and uninstalls an extension, and a deploy of
another version upgrades it. A folder on an author's machine knows none of that. Where the profile
says so (``[lifecycle] follow_folders``) the first time an app is open in a workspace stands for its
installation, another version for an upgrade, opening for enabling and closing for disabling; what
uninstalls it is never guessed. Otherwise hooks run by hand only.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.core import Core
from workbench.kernel.lifecycle import Lifecycle
from workbench.kernel.versions import Versions

Hook = tuple[str, dict[str, Any]]


class Installations:
    """Runs the hooks that what happens to a folder stands for; a failing one is told of."""

    def __init__(self, core: Core, *, lifecycle: Lifecycle, versions: Versions) -> None:
        self._core = core
        self._lifecycle = lifecycle
        self._versions = versions
        self._builds: dict[str, Build] = {}
        self._orders: dict[str, asyncio.Lock] = {}
        self._running: set[asyncio.Task[None]] = set()

    def built(self, extension: Extension) -> None:
        """An extension has a build, perhaps a new one."""
        build, app_id = extension.current, extension.app_id
        is_open = self._core.extensions.get(app_id) is extension
        if not self._core.profile.lifecycle_follow_folders or build is None or not is_open:
            return
        before = self._builds.get(app_id)
        if before is build:
            return
        self._builds[app_id] = build
        task = asyncio.get_running_loop().create_task(self._follow(extension, before is None))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def closing(self, app_id: str) -> None:
        """An open extension is about to be closed."""
        if self._builds.pop(app_id, None) is not None:
            async with self._order(app_id):
                await self._run(self._core.extensions[app_id], [("on_disable", {})])

    async def settled(self) -> None:
        """Wait until no hook is running."""
        while self._running:
            await asyncio.wait(self._running)

    async def close(self) -> None:
        """Give up the hooks that are still running."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _order(self, app_id: str) -> asyncio.Lock:
        return self._orders.setdefault(app_id, asyncio.Lock())

    async def _follow(self, extension: Extension, opened: bool) -> None:
        async with self._order(extension.app_id):
            version = str(extension.declarations.get("version") or "")
            before = self._versions.get(extension.app_id)
            declared = extension.declarations.names("lifecycle")
            hooks = _due(before, version, declared)
            await self._run(extension, [*hooks, ("on_enable", {})] if opened else hooks)
            if before != version:
                self._versions.put(extension.app_id, version)

    async def _run(self, extension: Extension, hooks: list[Hook]) -> None:
        app_id = extension.app_id
        for name, params in hooks:
            if name not in extension.declarations.names("lifecycle"):
                continue
            outcome = await self._lifecycle.run(app_id, name, params, source="platform")
            if outcome.error is not None:
                self._core.problem(outcome.error, app_id=app_id, parent_id=outcome.span_id)


def _due(before: str | None, version: str, declared: list[str]) -> list[Hook]:
    """The hooks that lead from one version to another, oldest upgrade first."""
    if before is None:
        return [("on_install", {})]
    upgrades = [name for name in declared if name.startswith("on_upgrade:")]
    passed = [
        name
        for name in upgrades
        if _numbers(before) < _numbers(name.partition(":")[2]) <= _numbers(version)
    ]
    passed.sort(key=lambda name: _numbers(name.partition(":")[2]))
    return [(name, {"from_version": before}) for name in passed]


def _numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; what comes after them does not count."""
    core = re.split(r"[-+]", version, maxsplit=1)[0]
    return tuple(int(part) for part in re.findall(r"\d+", core))
