"""When panels are fetched again: after calls (path A), after chat (path B), on events, by time.

Path A honours ``refresh_panels``; path B ignores it and fetches every discovered or open panel of
every extension (performance guide, The refresh model).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.fetches import Fetches, Key
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.panels import Panels
from workbench.kernel.personas import Persona
from workbench.kernel.refresh_rule import RefreshRule
from workbench.kernel.signals import Signal
from workbench.kernel.timers import Timer


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refresh after chat: its cause, the panels fetched, and the list nobody looks at."""

    cause_id: str | None
    panels: list[str]
    named: Sequence[str] | None


class Refresher:
    """Says which panels are fetched again, and when.

    What a user does refreshes that user's panels. What everybody hears of, an event, refreshes
    those of all who are present.
    """

    def __init__(
        self,
        core: Core,
        *,
        panels: Panels,
    ) -> None:
        self._core = core
        self._panels = panels
        self._fetches = Fetches(core, panels)
        self._intervals: dict[Key, Timer] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._covered: Counter[str] = Counter()
        self.refreshed: Signal[[Refreshed]] = Signal()
        panels.changed.connect(self._follow_interval)
        panels.forwarded.connect(self._follow_center)

    async def after_call(
        self,
        app_id: str,
        refresh_panels: Sequence[str] | None,
        cause_id: str | None,
        *,
        user: Persona | None = None,
    ) -> list[PanelAnswer]:
        """Path A: the caller's panels of the app that are named; all open ones for None, none for
        an empty list."""
        person = user or self._core.personas.current
        if refresh_panels is None:
            return await self._fetch_all("A", self._open(person, app_id), cause_id)
        wanted = [name for name in refresh_panels if self._known(app_id, name, cause_id)]
        keys = [(person.imperal_id, app_id, name) for name in wanted]
        return await self._fetch_all("A", keys, cause_id)

    async def after_chat(
        self, cause_id: str | None, named: Sequence[str] | None = None, *, user_id: str = ""
    ) -> list[PanelAnswer]:
        """Path B: every discovered or open panel of all loaded extensions, of the user whose chat
        it is if they are present, else of who is signed in.

        ``named`` is what the functions listed in ``refresh_panels``: it travels along in the frame,
        and the frontend does not look at it.
        """
        people = self._core.personas
        present = (person for person in people.present if person.imperal_id == user_id)
        person = next(present, people.current)
        wanted = [key for app_id in self._core.extensions for key in self._open(person, app_id)]
        return await self._fetch_all("B", wanted, cause_id, named)

    async def after_event(
        self, source_app: str, event_type: str, cause_id: str | None, tenant_id: str | None = None
    ) -> list[PanelAnswer]:
        """Open panels whose ``refresh`` follows the event, of any app, for everybody present; a
        stream is a tenant's own, so that with one given the others hear nothing.

        A type without the app's prefix matches events of the panel's own app. An event that a chat
        turn's function published fetches nothing here: path B is about to fetch every panel.
        """
        if self._covered[event_type]:
            self._covered[event_type] -= 1
            return []
        wanted = [
            key
            for person in self._core.personas.present
            if tenant_id in (None, person.tenant_id)
            for app_id in self._core.extensions
            for key in self._open(person, app_id)
            if self._follows(app_id, key[2], source_app, event_type)
        ]
        return await self._fetch_all("event", wanted, cause_id)

    def cover(self, event_type: str) -> None:
        """The next event of this type comes from a chat turn, whose path B fetches every panel."""
        self._covered[event_type] += 1

    async def after_reload(self, app_id: str) -> list[PanelAnswer]:
        """Panels of a new build: those that were open, with their parameters, and new ones."""
        declared = self._core.extensions[app_id].declarations
        self._panels.keep_only(app_id, declared.names("panel"))
        published = {row["panel_id"] for row in self._panels.published(app_id)}
        wanted: list[Key] = []
        for person in self._core.personas.present:
            opened = {name for _, _, name in self._open(person, app_id)}
            shown = opened | published if opened else opened
            names = [name for name in declared.names("panel") if name in shown]
            wanted += [(person.imperal_id, app_id, name) for name in names]
        return await self._fetch_all("reload", wanted, None)

    def soon(self, refresh: Awaitable[Any]) -> None:
        """Run one of the above without waiting for it."""
        task = asyncio.ensure_future(refresh)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing that was started by `soon` is running."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop intervals and refreshes."""
        for timer in self._intervals.values():
            timer.cancel()
        self._intervals.clear()
        tasks = [*self._tasks, *self._fetches.all()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def rule(self, app_id: str, panel_id: str) -> RefreshRule:
        """What a panel declares in ``refresh=``."""
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return RefreshRule()
        row = extension.declarations.handler("panel", panel_id)
        return RefreshRule.parse(str((row or {}).get("refresh") or "manual"))

    def _open(self, person: Persona, app_id: str) -> list[Key]:
        answers = self._panels.open(app_id, user=person)
        return [(person.imperal_id, app_id, answer.panel_id) for answer in answers]

    # -- fetching ---------------------------------------------------------------------------

    async def _fetch_all(
        self,
        path: str,
        wanted: Iterable[Key],
        cause_id: str | None,
        named: Sequence[str] | None = None,
    ) -> list[PanelAnswer]:
        keys = list(wanted)
        if path == "B":
            self.refreshed.emit(
                Refreshed(cause_id, [f"{app}/{name}" for _, app, name in keys], named)
            )
        if not keys:
            return []
        refresh_id, began = self._core.ids.new("refresh"), perf_counter_ns()
        at = self._core.clock.now()
        answers = list(
            await asyncio.gather(*(self._fetches.fetch(key, refresh_id) for key in keys))
        )
        failed = [answer.panel_id for answer in answers if not answer.ok]
        self._core.journal.append(
            "refresh",
            f"path {path}" if path in "AB" else path,
            id=refresh_id,
            cause_id=cause_id,
            app_id=keys[0][1] if len({app for _, app, _ in keys}) == 1 else None,
            at=at,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=(perf_counter_ns() - began) / 1e6,
            status="error" if failed else "ok",
            body={
                "path": path,
                "panels": [f"{app}/{name}" for _, app, name in keys],
                "users": sorted({user for user, _, _ in keys}),
                "failed": failed,
            },
        )
        return answers

    # -- rules ------------------------------------------------------------------------------

    def _follows(self, app_id: str, panel_id: str, source_app: str, event_type: str) -> bool:
        names = self.rule(app_id, panel_id).events
        if event_type in names:
            return True
        bare = event_type.removeprefix(f"{source_app}.")
        return app_id == source_app and self._core.profile.event_match_bare and bare in names

    def _known(self, app_id: str, name: str, cause_id: str | None) -> bool:
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return False
        if extension.declarations.handler("panel", name) is not None:
            return True
        known = ", ".join(extension.declarations.names("panel")) or "none"
        report = ErrorReport(
            "UnknownPanel",
            f"refresh_panels names {name!r}, which {app_id} does not declare",
            hint=f"Use bare panel ids of the same extension: {known}.",
        )
        self._core.problem(report, app_id=app_id, cause_id=cause_id)
        return False

    def _follow_center(self, app_id: str, panel_id: str, user: Persona) -> None:
        """A left panel got parameters from the center: draw it with them."""
        self.soon(self._fetch_all("center", [(user.imperal_id, app_id, panel_id)], None))

    def _follow_interval(self, answer: PanelAnswer) -> None:
        """Fetch a panel with an interval again that long after its latest answer."""
        if not self._core.profile.panel_interval_refresh:
            return
        key = (answer.user_id, answer.app_id, answer.panel_id)
        waiting = self._intervals.pop(key, None)
        if waiting is not None:
            waiting.cancel()
        seconds = self.rule(answer.app_id, answer.panel_id).interval_s
        if seconds is not None:
            self._intervals[key] = self._core.clock.call_later(seconds, lambda: self._tick(key))

    def _tick(self, key: Key) -> None:
        self._intervals.pop(key, None)
        user_id, app_id, panel_id = key
        looking = next((p for p in self._core.personas.present if p.imperal_id == user_id), None)
        if looking is None or app_id not in self._core.extensions:
            return
        if self._panels.current(app_id, panel_id, user=looking) is not None:
            self.soon(self._fetch_all("interval", [key], None))
