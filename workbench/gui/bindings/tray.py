"""Commands about what extensions add to the tray."""

from __future__ import annotations

from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import TRAY


class Tray(Binding):
    """Asking tray items again, and opening widgets and menu."""

    def bind(self) -> None:
        """All through the strip, where the answers drop down."""
        tray = self.chrome.pair.tray
        self.registry.bind("tray.refresh", tray.refresh)
        self.registry.bind("tray.widgets", tray.open_widgets)
        self.registry.bind("tray.menu", tray.open_menu)

    def follow(self) -> None:
        """Knows whether there is anything in the tray."""
        for changed in (self.session.kernel_changed, self.session.extensions_changed):
            changed.connect(self._changed)

    def _changed(self) -> None:
        self.registry.set_fact(TRAY, not self.chrome.pair.tray.isHidden())
