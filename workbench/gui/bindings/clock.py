"""Commands about the virtual clock."""

from __future__ import annotations

from functools import partial
from typing import Final

from workbench.gui.bindings.binding import Binding

_HOUR: Final = 3600.0
_DAY: Final = 86_400.0
_FAST: Final = 60.0


class Clock(Binding):
    """Letting time run, stand, or skip ahead."""

    def bind(self) -> None:
        """Steers the clock."""
        bind = self.registry.bind
        for name in ("pause", "real", "fast"):
            bind(f"clock.{name}", partial(self._steer, name), checked=partial(self._flows, name))
        bind("clock.next", self._jump_to_next)
        bind("clock.hour", lambda: self._jump(_HOUR))
        bind("clock.day", lambda: self._jump(_DAY))

    def _steer(self, how: str) -> None:
        kernel = self.session.kernel
        if kernel is None:
            return
        if how == "pause":
            if kernel.clock.mode == "paused":
                kernel.clock.resume()
            else:
                kernel.clock.pause()
        elif how == "fast":
            kernel.clock.accelerate(_FAST)
        else:
            kernel.clock.resume()
        self.chrome.toolbar.show_time()
        self.registry.changed()

    def _flows(self, how: str) -> bool:
        kernel = self.session.kernel
        modes = {"pause": "paused", "real": "real", "fast": "accelerated"}
        return kernel is not None and kernel.clock.mode == modes[how]

    async def _jump_to_next(self) -> None:
        kernel = self.session.kernel
        if kernel is None:
            return
        due = kernel.clock.next_due
        if due is None:
            self.chrome.toasts.show("Nothing waits: no timer, fire or expiry is set", icon="clock")
            return
        await kernel.clock.jump(max(due, kernel.clock.now()))

    async def _jump(self, seconds: float) -> None:
        kernel = self.session.kernel
        if kernel is not None:
            await kernel.clock.jump(kernel.clock.now() + seconds)
