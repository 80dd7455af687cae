"""Commands about how the window looks and what it shows."""

from __future__ import annotations

from functools import partial

from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import CENTER, STAGE
from workbench.gui.settings import THEMES


class View(Binding):
    """Themes, zoom, and what the stage shows."""

    def bind(self) -> None:
        """Themes, zoom, and what the stage shows."""
        chrome, bind = self.chrome, self.registry.bind
        bind("view.palette", chrome.open_palette)
        bind("view.shortcuts", chrome.open_shortcuts)
        for name in THEMES:
            bind(f"view.theme_{name}", partial(self._theme, name), checked=partial(self._is, name))
        bind("view.zoom_in", lambda: chrome.zoom(1))
        bind("view.zoom_out", lambda: chrome.zoom(-1))
        bind("view.zoom_reset", lambda: chrome.zoom(0))
        bind("view.next_extension", lambda: self._step_extension(1))
        bind("view.previous_extension", lambda: self._step_extension(-1))
        bind("view.close_center", chrome.stage.close_center)
        bind("view.full_screen", self._full_screen)

    def follow(self) -> None:
        """Knows whether panels are in view, and whether one is in the center."""
        self.chrome.stage.center_changed.connect(self._center_changed)
        self.session.current_changed.connect(self._current_changed)
        self.session.kernel_changed.connect(self._current_changed)

    def _current_changed(self) -> None:
        self.registry.set_fact(STAGE, self.session.current is not None)

    def _center_changed(self) -> None:
        self.registry.set_fact(CENTER, self.chrome.stage.center_open())

    def _theme(self, name: str) -> None:
        self.chrome.use_theme(name)
        self.registry.changed()

    def _is(self, name: str) -> bool:
        return self.chrome.theme_choice == name

    def _step_extension(self, by: int) -> None:
        ids = [extension.app_id for extension in self.session.extensions()]
        ids = ids or self.session.earlier.app_ids()
        if self.session.current in ids:
            at = ids.index(self.session.current)
            self.session.show_extension(ids[(at + by) % len(ids)])

    def _full_screen(self) -> None:
        window = self.chrome.window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
