"""Commands about how times are written, the same way in every pane."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer

from workbench.gui.bindings.binding import Binding
from workbench.gui.panes.instants import STYLES, instants

_BEAT_MS: Final = 1_000


class Times(Binding):
    """UTC, this machine's time, or counted from now: one switch for the window."""

    def bind(self) -> None:
        """One command for each style, and one that goes on to the next."""
        instants().use(self.chrome.settings.times)
        for style in STYLES:
            chosen = partial(self._is, style)
            self.registry.bind(f"view.times_{style}", partial(self._use, style), checked=chosen)
        self.registry.bind("view.times_next", self._next)

    def follow(self) -> None:
        """Counts from the kernel's clock, and lets the panes count on each second."""
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self.chrome.deck.link.times_moved)
        self.chrome.status.times.clicked.connect(lambda: self.chrome.actions.run("view.times_next"))
        self.session.kernel_changed.connect(self._kernel_changed)
        self.chrome.window.closing.connect(self._beat.stop)
        self._show()

    def _kernel_changed(self) -> None:
        kernel = self.session.kernel
        instants().now = kernel.clock.now if kernel is not None else time.time
        self._show()

    def _is(self, style: str) -> bool:
        return instants().style == style

    def _next(self) -> None:
        self._use(STYLES[(STYLES.index(instants().style) + 1) % len(STYLES)])

    def _use(self, style: str) -> None:
        instants().use(style)
        self.chrome.settings.times = style
        self.registry.changed()
        self._show()
        self.chrome.toolbar.show_time()
        self.chrome.deck.link.times_switched.emit()

    def _show(self) -> None:
        """Says in the status line how times are written; only what counts needs a beat."""
        times, words = instants(), {"utc": "times in UTC", "relative": "times from now"}
        zone = times.zone(times.now())
        self.chrome.status.times.show_text(words.get(times.style, f"times here ({zone})"))
        if times.relative and self.session.kernel is not None:
            self._beat.start()
        else:
            self._beat.stop()
