"""A line over the stage of an earlier session: as of when it is, and that it is only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.panes.instants import instants
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.text import Line
from workbench.gui.stage.strip import Strip

if TYPE_CHECKING:
    from workbench.gui.session import Session


class AsOfRow(Strip):
    """Says it, and lets somebody choose among the extensions that stood there."""

    tall = 40

    def __init__(self, session: Session) -> None:
        super().__init__(gap=8, margins=(14, 0, 8, 0))
        self._session = session
        self.when = Line("", "ui-strong")
        self.what = Line("", "small", "subtle", stretch=True)
        self.apps = Segmented()
        self.add(Mark("history", "warning"), self.when, self.what, self.apps)
        self.hide()
        self.apps.picked.connect(session.show_extension)
        session.earlier.changed.connect(self._show)
        session.current_changed.connect(self._choose)

    def _show(self) -> None:
        kernel, earlier = self._session.kernel, self._session.earlier
        past = self._session.past()
        self.setVisible(past is not None)
        if kernel is None or past is None:
            return
        at = kernel.options.clock_start or kernel.clock.now()
        self.when.set_text(f"As of {instants().dated(at)} {instants().zone(at)}")
        ids = earlier.app_ids()
        said = "an earlier session: its controls do nothing"
        if earlier.read and not ids:
            said += "; no panel stood on its stage"
        self.what.set_text(said)
        for app_id in ids:
            if app_id not in self.apps.segments:
                self.apps.add(app_id, app_id, tip=f"The panels of {app_id}")
        self.apps.setVisible(len(ids) > 1)
        self._choose()

    def _choose(self) -> None:
        self.apps.choose(self._session.current or "")
