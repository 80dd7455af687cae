"""The command of the guided tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import paths
from workbench.gui.bindings.binding import Binding

if TYPE_CHECKING:
    from workbench.gui.tour.tour import Tour

SAMPLE = "notes"


class Touring(Binding):
    """Leads over the notes sample; the window of a newcomer begins it by itself."""

    def bind(self) -> None:
        """The tour may be taken at any time."""
        self.tour: Tour | None = None
        self.registry.bind("help.tour", self._begin)

    async def _begin(self) -> None:
        from workbench.gui.tour.tour import Tour

        if self.tour is not None:
            return
        if all(extension.app_id != SAMPLE for extension in self.session.extensions()):
            await self.session.folders.open(paths.samples() / SAMPLE)
        self.session.show_extension(SAMPLE)
        self.chrome.settings.toured = True
        self.tour = Tour(self.chrome)
        self.tour.over.connect(self._over)

    def _over(self) -> None:
        self.tour = None
