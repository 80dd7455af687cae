"""What a user leaves on the screen: typed texts, a scroll position, open panels, the pane shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from benchmarks.edit_sample import PANELS, SLOTS
from benchmarks.sightings import Sightings

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.gui.render.panel_view import PanelView

_MESSAGE = "half a sentence, not sent yet"
_WORD = "half a word"
_SCROLLED = 150
_A_LOOK_S = 0.1
TURNS_DRAWN = 60
"""The chat draws no more than that."""


class Screen:
    """Leaves something in the composer, the ledger's form and its scroll bar, and looks for it."""

    def __init__(self, chrome: Chrome, sightings: Sightings) -> None:
        self._chrome = chrome
        self._sightings = sightings
        self._filled_in = False

    async def begin(self) -> None:
        """See every pane once, type into the composer, and into the form once it is drawn."""
        for _ in self._chrome.deck.specs:
            self.show_next_pane()
            await asyncio.sleep(_A_LOOK_S)
        self._chrome.stage.chat.composer.set_text(_MESSAGE)
        while self._field() is None:
            await asyncio.sleep(0.02)
        self.fill_in()

    def show_next_pane(self) -> None:
        """Bring the pane after the one in view into view."""
        names = list(self._chrome.deck.specs)
        current = names.index(self._chrome.deck.current)
        self._pane = names[(current + 1) % len(names)]
        self._chrome.deck.show_pane(self._pane)

    def form_is_gone(self) -> None:
        """The panel answered a tree without the form: what was typed went with it."""
        self._filled_in = False

    def fill_in(self) -> None:
        """Type half a word into the form and scroll, unless that is done already."""
        view, field = self._ledger(), self._field()
        if self._filled_in or view is None or field is None:
            return
        field.clear()
        QTest.keyClicks(field, _WORD)
        view.verticalScrollBar().setValue(_SCROLLED)
        self._filled_in = True

    def state(self, turns: int) -> dict[str, tuple[Any, Any]]:
        """By name, what is there and what should be after that many `turns`."""
        chat, deck = self._chrome.stage.chat, self._chrome.deck
        found: dict[str, tuple[Any, Any]] = {
            "turns drawn": (len(chat.turn_views()), min(turns, TURNS_DRAWN)),
            "message being typed": (chat.composer.text(), _MESSAGE),
            "pane shown": ((deck.open, deck.current), (True, self._pane)),
        }
        for file, slot in SLOTS.items():
            page = self._sightings.page(slot)
            found[f"panel in the {slot} slot"] = (page and page.panel_id, PANELS[file])
            found[f"a tree in the {slot} slot"] = (self._sightings.tree(slot) is not None, True)
        view, field = self._ledger(), self._field()
        if self._filled_in and view is not None:
            found["word being typed"] = (field and field.text(), _WORD)
            found["scroll position"] = (view.verticalScrollBar().value(), _SCROLLED)
        return found

    def not_mended(self, title: str) -> list[str]:
        """What still looks broken though the code works: a complaint, a list without a note."""
        wrong = [f"still complains: {text}" for text in self._sightings.complaints()]
        if title not in str(self._sightings.tree("left")):
            wrong.append("the note is not in the list")
        return wrong

    def _ledger(self) -> PanelView | None:
        page = self._sightings.page("right")
        return page.view() if page is not None else None

    def _field(self) -> QLineEdit | None:
        view = self._ledger()
        return view.findChild(QLineEdit) if view is not None else None
