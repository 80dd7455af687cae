"""Commands about where the requests of an extension go."""

from __future__ import annotations

from functools import partial

from workbench.gui.bindings.binding import Binding


class Network(Binding):
    """Mock, offline, live, record and replay."""

    def bind(self) -> None:
        """Chooses where requests go."""
        for mode in ("mock", "offline", "live", "record", "replay"):
            self.registry.bind(
                f"network.{mode}",
                partial(self._network, mode),
                checked=partial(self._through, mode),
            )

    async def _network(self, mode: str) -> None:
        if not self._through(mode):
            await self.session.restart(http=mode)

    def _through(self, mode: str) -> bool:
        options = self.session.options
        return options is not None and options.http == mode
