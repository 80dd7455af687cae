"""Bringing a window back to the place where its session was cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.kernel.chat.history import read_turns
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.notices import bring, read_notices
from workbench.kernel.sessions.past import interrupted
from workbench.kernel.sessions.place import PanelPlace, Place, read_place

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Turn
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.panel_answer import PanelAnswer

_SESSIONS = 20
"""How many earlier sessions' turns stand in the chat at most."""


async def reopening(options: KernelOptions) -> Reopening | None:
    """What to bring back with these options, None if the last session ended as it should."""
    if not isinstance(options.state, Path) or options.past is not None:
        return None
    past = await asyncio.to_thread(interrupted, options.state)
    if past is None or past.place is None:
        return None
    return Reopening(past.journal, past.place)


def returning(options: KernelOptions, journal: Path | None) -> Reopening | None:
    """The way back to where a session stood that was ended to go on with these options."""
    place = read_place(journal) if journal is not None and options.state != ":memory:" else None
    if journal is None or place is None:
        return None
    # What was chosen on the way is the place's: only what the new options change is theirs.
    return Reopening(journal, replace(place, profile="", http=""), chosen=True)


class Reopening:
    """One session that was cut off, and the steps that lead back to where it stood.

    `history` names the sessions whose turns stand in the chat before those to come. With `chosen`
    the place's user and time go before those of the options.
    """

    def __init__(self, journal: Path, place: Place, *, chosen: bool = False) -> None:
        self._journal = journal
        self._place = place
        self._chosen = chosen
        self.history = (*place.history, journal.stem)[-_SESSIONS:]

    def options(self, wanted: KernelOptions) -> KernelOptions:
        """The options to start with; what was asked for on the command line goes first."""
        place, usual = self._place, KernelOptions()
        if self._chosen:
            wanted = replace(wanted, user=None, clock_start=None, clock_paused=False)
        changes: dict[str, Any] = {}
        for name in ("profile", "http", "user"):
            kept = getattr(place, name)
            if kept and getattr(wanted, name) == getattr(usual, name):
                changes[name] = kept
        if wanted.clock_start is None and place.clock.at is not None:
            changes["clock_start"] = place.clock.at
        if place.clock.mode == "paused":
            changes["clock_paused"] = True
        return replace(wanted, **changes)

    def roots(self, wanted: Sequence[Path]) -> list[Path]:
        """The folders to open: those asked for, then those that were open and are still there."""
        asked = [root.absolute() for root in wanted]
        kept = [Path(root) for root in self._place.roots if Path(root).is_dir()]
        return [*asked, *(root for root in kept if root not in asked)]

    async def bring_words(self, kernel: Kernel) -> None:
        """Puts the turns said before into the chat, and what people were notified of into the
        journal, with what was read of it."""
        kernel.chat.recall(await asyncio.to_thread(self._read_turns))
        if self._journal.is_file():
            bring(kernel.journal, await asyncio.to_thread(read_notices, self._journal))

    def _read_turns(self) -> list[Turn]:
        turns: list[Turn] = []
        for name in self.history:
            journal = self._journal.with_name(f"{name}.sqlite")
            if journal.is_file():
                turns += read_turns(journal, f"{name}/")
        return turns

    def shows(self, answer: PanelAnswer) -> bool:
        """Whether a panel that was discovered anew was in view; unknown apps show all of theirs."""
        slots = self._place.panels.get(answer.app_id)
        return slots is None or answer.slot in slots

    async def open_panels(self, session: Session, app_id: str) -> None:
        """Opens the panels of an app that were in view, with their parameters."""
        for slot, wanted in self._place.panels.get(app_id, {}).items():
            answer = await self._call(session, app_id, slot, wanted)
            if answer is not None:
                session.panel_opened.emit(answer)

    async def _call(
        self, session: Session, app_id: str, slot: str, wanted: PanelPlace
    ) -> PanelAnswer | None:
        """A panel's answer, unless it is in view already or is not declared any more."""
        kernel = session.kernel
        if kernel is None or app_id not in kernel.extensions:
            return None
        panels = kernel.panels
        if kernel.extensions[app_id].declarations.handler("panel", wanted.panel_id) is None:
            return None
        current = panels.current(app_id, wanted.panel_id)
        in_view = panels.showing(app_id).get(slot) == wanted.panel_id
        if in_view and current is not None and current.params == dict(wanted.params):
            return None
        return await panels.call(app_id, wanted.panel_id, wanted.params)

    def finish(self, session: Session) -> None:
        """Shows the app that was in view, and lets time flow as it did."""
        kernel, clock = session.kernel, self._place.clock
        if kernel is None:
            return
        if clock.mode == "accelerated":
            kernel.clock.accelerate(clock.rate)
        if self._place.shown in kernel.extensions:
            session.show_extension(str(self._place.shown))
