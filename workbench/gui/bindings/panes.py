"""Commands about the panes and the record selected in them."""

from __future__ import annotations

from functools import partial

from workbench.gui import source
from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import RECORD
from workbench.gui.panes.dock import AREAS
from workbench.gui.panes.link import source_of


class Panes(Binding):
    """Showing panes, and leading from a record to its source."""

    def bind(self) -> None:
        """Shows, detaches, pauses and filters panes."""
        deck, bind = self.chrome.deck, self.registry.bind
        for pane_id in deck.specs:
            shown = partial(self._pane_shown, pane_id)
            bind(f"pane.{pane_id}", partial(deck.show_pane, pane_id), checked=shown)
        bind("pane.toggle", deck.toggle)
        bind("pane.detach", self._turn_detached)
        for area in AREAS:
            bind(f"pane.dock_{area}", partial(self._dock, area))
        bind("pane.arrange", deck.reset_arrangement)
        bind("pane.pause", self._pause_pane)
        bind("pane.filter", self._filter_pane)
        bind("pane.open_source", lambda: self._with_source(open_it=True))
        bind("pane.copy_source", lambda: self._with_source(open_it=False))

    def follow(self) -> None:
        """Knows whether a record with a source line is selected."""
        self.chrome.deck.link.selected.connect(lambda *_: self._record_changed())
        self.chrome.deck.changed.connect(self._record_changed)

    def _record_changed(self) -> None:
        pane = self.chrome.deck.pane()
        record = pane.selected_record() if pane is not None else None
        self.registry.set_fact(RECORD, record is not None and source_of(record) is not None)

    def _pane_shown(self, pane_id: str) -> bool:
        return self.chrome.deck.open and self.chrome.deck.current == pane_id

    def _chosen(self) -> str:
        """The pane with the focus, else the one in view in the strip."""
        pane = self.chrome.deck.focused()
        return pane.pane_id if pane is not None else self.chrome.deck.current

    def _turn_detached(self) -> None:
        self.chrome.deck.toggle_detached(self._chosen())

    def _dock(self, area: str) -> None:
        self.chrome.deck.detach(self._chosen(), area)

    def _pause_pane(self) -> None:
        pane = self.chrome.deck.focused()
        if pane is not None:
            pane.toggle_pause()

    def _filter_pane(self) -> None:
        deck = self.chrome.deck
        pane = deck.focused() or deck.pane()
        if pane is None:
            return
        if pane.pane_id not in deck.docks:
            deck.show_pane(pane.pane_id)
        pane.bar.filter.setFocus()
        pane.bar.filter.selectAll()

    def _with_source(self, *, open_it: bool) -> None:
        pane = self.chrome.deck.focused()
        record = pane.selected_record() if pane is not None else None
        place = source_of(record) if record is not None else None
        if place is None:
            return
        if open_it:
            self.chrome.open_source(*place)
        else:
            self.chrome.toasts.show(source.copy_place(*place), icon="copy")
