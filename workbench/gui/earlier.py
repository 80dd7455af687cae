"""The stage of an earlier session: its panels' last trees, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from workbench.gui.discovery import claims_its_slot
from workbench.gui.warming import COMMON, warm_renderer

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.panel_answer import PanelAnswer
    from workbench.kernel.sessions.stage import StoodApp


class EarlierStage(QObject):
    """Brings the panels of a session that is looked at into view, for whoever is signed in and
    whoever is beside them.

    `changed` tells that it was read, or that it is looked at no longer.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._apps: list[StoodApp] = []
        self._read = False
        session.kernel_changed.connect(self._kernel_changed)
        session.people_changed.connect(self._show_again)
        session.beside_changed.connect(self._show_again)

    @property
    def read(self) -> bool:
        """Whether what stood there is known."""
        return self._read

    def app_ids(self) -> list[str]:
        """The extensions whose panels stood there."""
        return [app.app_id for app in self._apps]

    def declared(self, app_id: str, panel_id: str) -> dict[str, Any]:
        """How a panel was declared then; empty for any other."""
        return next(
            (dict(app.declared.get(panel_id, {})) for app in self._apps if app.app_id == app_id), {}
        )

    def _kernel_changed(self) -> None:
        self._apps, self._read = [], False
        kernel = self._session.kernel
        if kernel is not None and kernel.options.past is not None:
            self._session.tasks.spawn(self._bring(kernel), "an earlier session's panels")
        self.changed.emit()

    async def _bring(self, kernel: Kernel) -> None:
        """Reads what stood there, on a thread, and shows it."""
        import asyncio

        from workbench.kernel.sessions.stage import read_stage

        if kernel.options.past is None:
            return
        apps = await asyncio.to_thread(read_stage, kernel.options.past)
        await warm_renderer(COMMON)
        if kernel is self._session.kernel:
            self._apps, self._read = apps, True
            self.changed.emit()
            await self.show()

    def _show_again(self) -> None:
        """Somebody else looks."""
        if self._apps:
            self._session.tasks.spawn(self.show(), "an earlier session's panels")

    async def show(self) -> None:
        """Opens the panels one after another: each is drawn before the next."""
        import asyncio

        session, kernel = self._session, self._session.kernel
        ids = self.app_ids()
        if ids and session.current not in ids:
            session.show_extension(ids[0])
        for answer in list(self._answers()):
            await asyncio.sleep(0)
            if kernel is not session.kernel:
                return
            session.panel_opened.emit(answer)

    def _answers(self) -> Iterator[PanelAnswer]:
        """What is drawn for those who are present; a center that showed nothing is the chat's."""
        kernel = self._session.kernel
        for person in kernel.personas.present if kernel is not None else ():
            for app in self._apps:
                answers = app.answers.get(person.imperal_id, ())
                claimed = {answer.panel_id for answer in answers if claims_its_slot(answer)}
                yield from (answer for answer in answers if answer.panel_id in claimed)
