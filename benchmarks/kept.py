"""What must survive every edit: documents, cache, chat, journal, and what is on the screen."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

from benchmarks.edit_flights import Flight
from benchmarks.edit_sample import APP
from benchmarks.screen_state import Screen
from workbench.kernel.journal.reader import Query
from workbench.kernel.services.call import Scope, ServiceCall

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.kernel.kernel import Kernel

_NOTE = "A note of its own"
_CACHE_S = 200
"""Virtual seconds after which the cached word is written again; it may live 300."""


class Kept:
    """Does what a user does now and then, and checks that nothing of it is ever lost.

    `flight` makes calls of its own, which leave turns and records too.
    """

    def __init__(
        self, chrome: Chrome, kernel: Kernel, screen: Screen, flight: Flight, rng: random.Random
    ) -> None:
        self._session = chrome.session
        self._kernel = kernel
        self._screen = screen
        self._flight = flight
        self._rng = rng
        self._words: list[str] = []
        self._cached_at = 0.0
        self._params: dict[str, dict[str, str]] = {}
        self._calls = 0
        self._said = 0

    async def begin(self) -> None:
        """Open every panel and leave something in each place."""
        await self._call("create_note", title=_NOTE)
        await self._open("viewer", note_id="n118")
        await self.use()
        await self._screen.begin()

    async def use(self) -> None:
        """Write, choose, say something, and look at another pane."""
        await self._keep()
        await self._open("sidebar", folder_id=self._rng.choice(["", "inbox"]))
        await self._open("ledger", chosen=self._words[-1])
        await self.talk(1)
        self._screen.show_next_pane()

    async def talk(self, turns: int) -> None:
        """Say something so many times."""
        for _ in range(turns):
            turn = await self._kernel.chat.say("list folders")
            assert turn.status == "done", (turn.status, turn.error)
            self._said += 1
            self._calls += 1

    async def freshen(self) -> None:
        """Write the cached word again before it expires, as it should."""
        if self._kernel.clock.now() - self._cached_at > _CACHE_S:
            await self._keep()

    async def lost(self, *, working: bool) -> list[str]:
        """What is no longer as it was left; while the code is not `working` its lists may be."""
        documents, cached, calls = await asyncio.gather(
            self._ask("store", "count", collection="kept", where={}),
            self._ask("cache", "get", key="kept", model="kept"),
            self._kernel.journal.matching(Query(kinds=("call",), status="success")),
        )
        turns = self._said + self._flight.delivered
        found: dict[str, tuple[Any, Any]] = {
            "documents": (documents, len(self._words)),
            "cached word": ((cached or {}).get("data"), {"word": self._words[-1]}),
            "calls in the journal": (calls, self._calls + self._flight.calls),
            "turns": (len(self._kernel.chat.turns), turns),
            **self._screen.state(turns),
        }
        for panel, params in self._params.items():
            current = self._kernel.panels.current(APP, panel)
            there = current.params if current is not None else {}
            # The platform may have handed others on from another panel.
            chosen = {name: there.get(name) for name in params}
            found[f"parameters of {panel}"] = (chosen, params)
        wrong = [
            f"{name}: {got!r}, not {want!r}" for name, (got, want) in found.items() if got != want
        ]
        return wrong + (self._screen.not_mended(_NOTE) if working else [])

    async def _keep(self) -> None:
        word = f"word {len(self._words)}"
        self._cached_at = self._kernel.clock.now()
        await self._call("keep", word=word)
        self._words.append(word)

    async def _call(self, function: str, **params: str) -> None:
        outcome = await self._kernel.call(APP, function, params)
        assert outcome.ok, outcome.error
        self._calls += 1

    async def _open(self, panel: str, **params: str) -> None:
        """As a click on a control that calls the panel."""
        action = {"action": "call", "function": f"__panel__{panel}", "params": params}
        outcome = await self._session.act(APP, action, panel)
        assert outcome is not None
        assert outcome.ok, outcome.error
        self._params.setdefault(panel, {}).update(params)

    async def _ask(self, service: str, method: str, **args: Any) -> Any:
        user = self._kernel.personas.current
        declared = self._kernel.extensions[APP].declarations
        scope = Scope(APP, user, user.imperal_id, user.tenant_id, declarations=declared)
        return await self._kernel.services.call(ServiceCall(service, method, args, scope))
