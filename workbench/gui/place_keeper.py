"""Keeps where the session stands in a file, so that a crash loses nothing of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.gui.stage.stage import Stage
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.sessions.place import ClockPlace, PanelPlace, Place

_SETTLE_MS = 250
_BEAT_MS = 1_000


class PlaceKeeper(QObject):
    """Writes the place soon after anything of it changed, and each second while time departs.

    A session in memory, and one that is only looked at, has no place.
    """

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stage = stage
        self._journal: Path | None = None
        self._kept: Place | None = None
        self._writing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MS)
        self._soon.timeout.connect(self._keep)
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._keep)
        session.kernel_changed.connect(self._kernel_changed)
        session.ending.connect(self._take_last)
        for signal in (
            session.extensions_changed, session.current_changed, session.panel_opened,
            session.people_changed, session.bridge.panel, stage.center_changed,
        ):  # fmt: skip
            signal.connect(self._changed)

    def _changed(self, *_: object) -> None:
        if self._journal is not None and not self._soon.isActive():
            self._soon.start()

    def _kernel_changed(self) -> None:
        kernel = self._session.kernel
        if kernel is None:
            self._end()
            return
        if kernel.options.state != ":memory:" and kernel.options.past is None:
            self._journal = kernel.journal.path
            kernel.clock.changed.connect(self._changed)
            self._beat.start()
            self._changed()

    def _take_last(self) -> None:
        """The place as it is when the session ends, whatever has not been written yet."""
        kernel = self._session.kernel
        if kernel is not None and self._journal is not None and self._session.reopening is None:
            self._kept = self._place(kernel)

    def _end(self) -> None:
        """The session ends as it should: the next one need not take its place."""
        self._soon.stop()
        self._beat.stop()
        if self._journal is not None and self._kept is not None:
            from workbench.kernel.sessions.place import write_place

            write_place(self._journal, replace(self._kept, ended=True))
        self._journal = self._kept = None

    def _keep(self) -> None:
        kernel = self._session.kernel
        if kernel is None or self._journal is None or self._session.reopening is not None:
            return
        if self._writing:
            self._soon.start()
            return
        place = self._place(kernel)
        if place != self._kept:
            self._kept = place
            self._writing = True
            self._session.tasks.spawn(self._write(self._journal, place), "keep the place")

    async def _write(self, journal: Path, place: Place) -> None:
        import asyncio

        from workbench.kernel.sessions.place import write_place

        try:
            await asyncio.to_thread(write_place, journal, place)
        finally:
            self._writing = False

    def _place(self, kernel: Kernel) -> Place:
        from workbench.kernel.sessions.place import Place

        session = self._session
        return Place(
            roots=tuple(str(root) for root in session.folders.roots),
            shown=session.current,
            user=kernel.personas.current.imperal_id,
            panels={app_id: self._panels(kernel, app_id) for app_id in kernel.extensions},
            clock=_clock(kernel),
            history=session.history,
            profile=str(kernel.options.profile),
            http=str(kernel.options.http),
        )

    def _panels(self, kernel: Kernel, app_id: str) -> dict[str, PanelPlace]:
        """The panels of an app in view on the stage, by slot, with their masked parameters."""
        from workbench.kernel.sessions.place import PanelPlace

        found: dict[str, PanelPlace] = {}
        for slot, column in self._stage.columns.items():
            panel_id = column.showing(app_id)
            if panel_id is not None:
                answer = kernel.panels.current(app_id, panel_id)
                params = kernel.journal.masker.value(answer.params) if answer is not None else {}
                found[slot] = PanelPlace(panel_id, params)
        return found


def _clock(kernel: Kernel) -> ClockPlace:
    from workbench.kernel.sessions.place import ClockPlace

    clock = kernel.clock
    if clock.stamp() is None:
        return ClockPlace()
    return ClockPlace(clock.now(), clock.mode, clock.rate or 1.0)
