"""Fetching panels again, each one at a time."""

from __future__ import annotations

import asyncio

from workbench.kernel.core import Core
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.panels import Panels

Key = tuple[str, str, str]
"""A panel on somebody's screen: user, extension and panel id."""


class Fetches:
    """The fetches that are going on; requests for a panel meanwhile become one more fetch."""

    def __init__(self, core: Core, panels: Panels) -> None:
        self._core = core
        self._panels = panels
        self._running: dict[Key, asyncio.Task[PanelAnswer]] = {}
        self._queued: dict[Key, asyncio.Task[PanelAnswer]] = {}

    def fetch(self, key: Key, cause_id: str) -> asyncio.Task[PanelAnswer]:
        """The fetch that will see everything that has happened up to now."""
        running = self._running.get(key)
        if running is None or running.done():
            task = asyncio.ensure_future(self._call(key, cause_id))
            self._running[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
            return task
        queued = self._queued.get(key)
        if queued is None:
            queued = asyncio.ensure_future(self._call_after(running, key, cause_id))
            self._queued[key] = queued
            queued.add_done_callback(lambda done: self._finished(key, done))
        return queued

    def all(self) -> list[asyncio.Task[PanelAnswer]]:
        """Those that run, then those that wait for one of them."""
        return [*self._running.values(), *self._queued.values()]

    async def _call(self, key: Key, cause_id: str) -> PanelAnswer:
        user_id, app_id, panel_id = key
        return await self._panels.call(
            app_id,
            panel_id,
            {},
            user=self._core.personas.find(user_id),
            origin="refresh",
            cause_id=cause_id,
        )

    async def _call_after(
        self, running: asyncio.Task[PanelAnswer], key: Key, cause_id: str
    ) -> PanelAnswer:
        await asyncio.wait([running])
        task = asyncio.current_task()
        if task is not None:
            self._running[key] = task
        self._queued.pop(key, None)
        return await self._call(key, cause_id)

    def _finished(self, key: Key, task: asyncio.Task[PanelAnswer]) -> None:
        for waiting in (self._running, self._queued):
            if waiting.get(key) is task:
                del waiting[key]
