"""Commands about the time of the trace shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from workbench.gui.bindings.binding import Binding

if TYPE_CHECKING:
    from workbench.gui.panes.trace import TracePane
    from workbench.gui.panes.waterfall import Waterfall


class Trace(Binding):
    """Zooming, folding pauses, and the critical path."""

    def bind(self) -> None:
        """Each brings the pane into view first."""
        bind = self.registry.bind
        bind("trace.zoom_in", lambda: self._do(lambda waterfall: waterfall.zoom(True)))
        bind("trace.zoom_out", lambda: self._do(lambda waterfall: waterfall.zoom(False)))
        bind("trace.fit", lambda: self._do(lambda waterfall: waterfall.fit()))
        bind("trace.zoom_span", lambda: self._do(lambda waterfall: waterfall.zoom_to_selected()))
        bind("trace.gaps", lambda: self._do(lambda waterfall: waterfall.turn_gaps()))
        bind("trace.critical", self._turn_critical, checked=self._lit)

    def _turn_critical(self) -> None:
        self._do(lambda waterfall: waterfall.turn_critical())

    def _do(self, what: Callable[[Waterfall], None]) -> None:
        deck = self.chrome.deck
        deck.show_pane("trace")
        what(cast("TracePane", deck.ensure("trace")).waterfall)
        self.registry.changed()

    def _lit(self) -> bool:
        pane = self.chrome.deck.panes.get("trace")
        return pane is None or cast("TracePane", pane).waterfall.lit
