"""Panels: calling them, merging their parameters, discovering them, and what each shows now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.invocation import Trigger
from workbench.kernel.panel_answer import PanelAnswer, blank_report, read_answer
from workbench.kernel.passthrough import forwarded
from workbench.kernel.personas import Persona
from workbench.kernel.signals import Signal

DRAWN_SLOTS: Final = ("left", "center", "right")
"""Slots the platform draws; overlay, bottom and chat-sidebar are accepted and never shown."""

OPENING: Final = frozenset({"user", "auto_action", "cli"})
"""Origins that put a panel on the stage in place of what its slot showed."""

RunAction = Callable[[str, dict[str, Any], str, Persona], Awaitable[object]]


@dataclass(slots=True)
class _Cell:
    """One panel of one user: its parameters, its latest answer, and the order of calls.

    ``aside`` says that the current build does not declare it.
    """

    params: dict[str, Any] = field(default_factory=dict)
    answer: PanelAnswer | None = None
    asked: int = 0
    answered: int = 0
    aside: bool = False


class Panels:
    """The panels of all loaded extensions, per user.

    `changed` announces every answer that becomes the current one; of two calls of the same panel
    the later one wins, whichever ends first. `forwarded` announces a left panel that has got other
    parameters from the center: its app, its id and whose it is.
    """

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
    ) -> None:
        self._core = core
        self.changed: Signal[[PanelAnswer]] = Signal()
        self.forwarded: Signal[[str, str, Persona]] = Signal()
        self._dispatch = dispatch
        self._cells: dict[tuple[str, str, str], _Cell] = {}
        self._shown: dict[tuple[str, str], dict[str, str]] = {}
        self._run_action: RunAction | None = None

    def on_auto_action(self, run: RunAction) -> None:
        """Let ``run(app_id, action, panel_id, user)`` carry out a left panel's ``auto_action``."""
        self._run_action = run

    async def call(
        self,
        app_id: str,
        panel_id: str,
        params: Mapping[str, Any] | None = None,
        *,
        user: Persona | None = None,
        origin: str = "user",
        cause_id: str | None = None,
    ) -> PanelAnswer:
        """Call a panel as the platform does; an extension's failure is in the answer.

        ``params`` are merged into those of the panel's earlier calls, so what is left out keeps
        its old value. ``origin`` says why: user, discovery, refresh, event, interval, chat, cli.
        """
        person = user or self._core.personas.current
        cell = self._cell(person, app_id, panel_id)
        kept = cell.params if self._core.profile.panel_merge_params else {}
        cell.params = {**kept, **(params or {})}
        cell.asked += 1
        order = cell.asked
        cached = self._cached(cell, origin)
        if cached is not None:
            return cached
        self._show(person, app_id, panel_id, origin)
        self._forward(person, app_id, panel_id, params or {}, origin)
        trigger = Trigger(
            app_id=app_id,
            kind="panel",
            name=panel_id,
            params=dict(cell.params),
            user=person,
            source=origin,
            cause_id=cause_id,
            deadline_s=self._core.profile.call_timeout_s,
        )
        at = self._core.clock.now()
        outcome = await self._dispatch.run(trigger)
        answer = read_answer(trigger, outcome, at, self._core.profile.panel_reply_cap_bytes)
        if answer.blank:
            report = blank_report(answer, trigger.declared or {})
            self._core.problem(report, app_id=app_id, parent_id=answer.span_id)
        if order > cell.answered:
            cell.answered, cell.answer = order, answer
            self.changed.emit(answer)
        return answer

    async def discover(self, app_id: str, *, user: Persona | None = None) -> list[PanelAnswer]:
        """Do what the host does when a session starts, and answer what is shown then.

        Every published panel is called with no parameters, all at once; the first declared of each
        slot takes it, and afterwards the left panel's ``auto_action`` runs once (recipes,
        master-detail).
        """
        person = user or self._core.personas.current
        panels = self.published(app_id)
        self._shown.pop((person.imperal_id, app_id), None)
        answers = await asyncio.gather(
            *(self.call(app_id, row["panel_id"], user=person, origin="discovery") for row in panels)
        )
        action = next((_auto_action(a) for a in answers if a.slot == "left"), None)
        if action is not None and self._run_action is not None:
            left = next(a.panel_id for a in answers if a.slot == "left")
            await self._run_action(app_id, action, left, person)
        shown = self.showing(app_id, user=person).values()
        return [answer for answer in self.open(app_id, user=person) if answer.panel_id in shown]

    def published(self, app_id: str) -> list[dict[str, Any]]:
        """The panels the host calls on its own: the first declared of each drawn slot.

        A ``center_overlay`` panel waits until something opens it.
        """
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return []
        taken: set[str] = set()
        found = []
        for row in extension.declarations.rows("panels"):
            slot = row.get("slot") or "center"
            if slot not in DRAWN_SLOTS or (slot == "center" and row.get("center_overlay")):
                continue
            if slot in taken and self._core.profile.panel_one_per_slot:
                continue
            taken.add(slot)
            found.append(row)
        return found

    def current(
        self, app_id: str, panel_id: str, *, user: Persona | None = None
    ) -> PanelAnswer | None:
        """The latest answer of a panel, None before its first."""
        person = user or self._core.personas.current
        cell = self._cells.get((person.imperal_id, app_id, panel_id))
        return cell.answer if cell is not None and not cell.aside else None

    def open(self, app_id: str, *, user: Persona | None = None) -> list[PanelAnswer]:
        """Latest answers of all panels of an app that have been called, in order of first call."""
        person = user or self._core.personas.current
        return [
            cell.answer
            for (user_id, app, _), cell in self._cells.items()
            if app == app_id and user_id == person.imperal_id
            if cell.answer is not None and not cell.aside
        ]

    def showing(self, app_id: str, *, user: Persona | None = None) -> dict[str, str]:
        """Panel ids by slot: the first discovered in each, or what was opened there since."""
        person = user or self._core.personas.current
        return dict(self._shown.get((person.imperal_id, app_id), {}))

    def close(self, app_id: str, panel_id: str, *, user: Persona | None = None) -> None:
        """Take a panel off the stage, as closing an overlay does; its parameters are forgotten."""
        person = user or self._core.personas.current
        self._cells.pop((person.imperal_id, app_id, panel_id), None)
        shown = self._shown.get((person.imperal_id, app_id), {})
        for slot in [slot for slot, name in shown.items() if name == panel_id]:
            del shown[slot]

    def keep_only(self, app_id: str, panel_ids: Collection[str]) -> None:
        """Put the panels aside that a new build does not declare.

        A file saved by halves, or a line commented out for a moment, brings such builds. The next
        one that has a panel again finds it open, with its parameters.
        """
        for (_, owner, panel_id), cell in self._cells.items():
            if owner == app_id:
                cell.aside = panel_id not in panel_ids
        for (_, owner), shown in self._shown.items():
            for slot in [
                s for s, name in shown.items() if owner == app_id and name not in panel_ids
            ]:
                del shown[slot]

    def forget(self, app_id: str) -> None:
        """Drop answers and parameters of an app that was unloaded."""
        for key in [key for key in self._cells if key[1] == app_id]:
            del self._cells[key]
        for owner in [owner for owner in self._shown if owner[1] == app_id]:
            del self._shown[owner]

    def _cell(self, person: Persona, app_id: str, panel_id: str) -> _Cell:
        """The panel's cell; a passing one for a panel that is not declared."""
        if self._declared(app_id, panel_id) is None:
            return _Cell()
        return self._cells.setdefault((person.imperal_id, app_id, panel_id), _Cell())

    def _declared(self, app_id: str, panel_id: str) -> dict[str, Any] | None:
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return None
        return extension.declarations.handler("panel", panel_id)

    def _show(self, person: Persona, app_id: str, panel_id: str, origin: str) -> None:
        """Put a panel on the stage: opened by somebody, or the first discovered in its slot."""
        row = self._declared(app_id, panel_id)
        if row is None:
            return
        slot = row.get("slot") or "center"
        shown = self._shown.setdefault((person.imperal_id, app_id), {})
        if origin in OPENING or slot not in shown:
            shown[slot] = panel_id

    def _forward(
        self, person: Persona, app_id: str, panel_id: str, params: Mapping[str, Any], origin: str
    ) -> None:
        """Hand the parameters of an opened center panel on to the left one."""
        row = self._declared(app_id, panel_id)
        left = self._shown.get((person.imperal_id, app_id), {}).get("left")
        if row is None or left is None or origin not in OPENING:
            return
        if (row.get("slot") or "center") != "center" or not self._core.profile.panel_forward_params:
            return
        cell = self._cell(person, app_id, left)
        passed = forwarded(self._declared(app_id, left), cell.params, params)
        if passed is not None:
            cell.params = passed
            if origin == "user":
                self.forwarded.emit(app_id, left, person)

    def _cached(self, cell: _Cell, origin: str) -> PanelAnswer | None:
        """The platform's cache of panel calls, off unless the profile switches it on."""
        answer, seconds = cell.answer, self._core.profile.panel_cache_s
        if not seconds or answer is None or not answer.ok or origin in ("user", "cli"):
            return None
        fresh = self._core.clock.now() - answer.at < seconds
        return answer if fresh and answer.params == cell.params else None


def _auto_action(answer: PanelAnswer) -> dict[str, Any] | None:
    props = (answer.ui or {}).get("props")
    action = props.get("auto_action") if isinstance(props, Mapping) else None
    return action if isinstance(action, dict) and action.get("action") else None
