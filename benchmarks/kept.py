"""What must survive every edit: documents, cache, chat, parameters, a half-typed sentence."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

from benchmarks.sightings import Sightings
from workbench.kernel.services.call import Scope, ServiceCall

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.kernel.kernel import Kernel

APP = "notes"
_NOTE = "A note of its own"
_HALF = "half a sentence, not sent yet"
_CACHE_S = 200
"""Virtual seconds after which the cached word is written again; it may live 300."""


class Kept:
    """Does what a user does now and then, and checks that nothing of it is ever lost."""

    def __init__(
        self, chrome: Chrome, kernel: Kernel, sightings: Sightings, rng: random.Random
    ) -> None:
        self._chrome = chrome
        self._kernel = kernel
        self._sightings = sightings
        self._rng = rng
        self._words: list[str] = []
        self._cached_at = 0.0
        self._params: dict[str, dict[str, str]] = {}
        self._said = 0
        self.delivered = 0
        self.checks = 0

    async def begin(self) -> None:
        """Open every panel and leave something in each place."""
        self._chrome.stage.chat.composer.set_text(_HALF)
        made = await self._kernel.call(APP, "create_note", {"title": _NOTE})
        assert made.ok, made.error
        await self._open("viewer", note_id="n118")
        await self.use()

    async def use(self) -> None:
        """Write, choose and say something."""
        await self._keep()
        await self._open("sidebar", folder_id=self._rng.choice(["", "inbox"]))
        await self._open("ledger", chosen=self._words[-1])
        turn = await self._kernel.chat.say("list folders")
        assert turn.status == "done", (turn.status, turn.error)
        self._said += 1

    async def freshen(self) -> None:
        """Write the cached word again before it expires, as it should."""
        if self._kernel.clock.now() - self._cached_at > _CACHE_S:
            await self._keep()

    async def lost(self, *, working: bool) -> list[str]:
        """What is no longer as it was left; while the code is not `working` its lists may be."""
        self.checks += 1
        documents, cached = await asyncio.gather(
            self._ask("store", "count", collection="kept", where={}),
            self._ask("cache", "get", key="kept", model="kept"),
        )
        chat, turns = self._chrome.stage.chat, self._kernel.chat.turns
        expected = self._said + self.delivered
        found: dict[str, tuple[Any, Any]] = {
            "documents": (documents, len(self._words)),
            "cached word": ((cached or {}).get("data"), {"word": self._words[-1]}),
            "turns": (len(turns), expected),
            "turns drawn": (len(chat.turn_views()), min(expected, 60)),
            "typed text": (chat.composer.text(), _HALF),
        }
        for panel, params in self._params.items():
            current = self._kernel.panels.current(APP, panel)
            found[f"parameters of {panel}"] = (current and current.params, params)
        for slot, panel in (("left", "sidebar"), ("center", "viewer"), ("right", "ledger")):
            page = self._sightings.page(slot)
            found[f"panel in the {slot} slot"] = (page and page.panel_id, panel)
        wrong = [
            f"{name}: {got!r}, not {want!r}" for name, (got, want) in found.items() if got != want
        ]
        if working and _NOTE not in str(self._sightings.trees().get("left")):
            wrong.append("the note is not in the list")
        return wrong

    async def _keep(self) -> None:
        word = f"word {len(self._words)}"
        self._cached_at = self._kernel.clock.now()
        outcome = await self._kernel.call(APP, "keep", {"word": word})
        assert outcome.ok, outcome.error
        self._words.append(word)

    async def _open(self, panel: str, **params: str) -> None:
        """As a click on a control that calls the panel."""
        action = {"action": "call", "function": f"__panel__{panel}", "params": params}
        outcome = await self._chrome.session.act(APP, action, panel)
        assert outcome.ok, outcome.error
        self._params.setdefault(panel, {}).update(params)

    async def _ask(self, service: str, method: str, **args: Any) -> Any:
        user = self._kernel.personas.current
        declared = self._kernel.extensions[APP].declarations
        scope = Scope(APP, user, user.imperal_id, user.tenant_id, declarations=declared)
        return await self._kernel.services.call(ServiceCall(service, method, args, scope))
