"""A second stage: the extension in view as another user sees it, beside whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.chat.pane import ChatPane
from workbench.gui.stage.slots import Slots
from workbench.gui.stage.whose import WhoseRow

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.personas import Persona


class Beside(Slots):
    """The panels of one user, with parameters of their own, and their own chat."""

    def __init__(self, session: Session, person: Persona) -> None:
        chat = ChatPane(session, person.imperal_id)
        super().__init__(session, chat, person.imperal_id)
        self.chat = chat
        self._person = person
        chat.source_asked.connect(self.source_asked)
        self.whose = WhoseRow(tools=True)
        self.outer.insertWidget(0, self.whose)
        self.whose.swap_asked.connect(self._swap)
        self.whose.close_asked.connect(lambda: session.put_beside(None))
        session.people_changed.connect(self._show_person)
        self._show_person()
        self._show_extension()

    def user_id(self) -> str:
        """Whose panels are shown, whoever is signed in."""
        return self._person.imperal_id

    def put_away(self) -> None:
        """Ends the stage and its panels."""
        self.hide()
        self.forget()
        self.deleteLater()

    def _show_person(self) -> None:
        kernel = self._session.kernel
        if kernel is not None:
            self.whose.show_person(self._person, kernel.personas.current)

    def _show_extension(self) -> None:
        """An extension that was never in view here gets a discovery of its own."""
        super()._show_extension()
        current = self._session.current
        known = {app_id for column in self.columns.values() for app_id in column.app_ids()}
        if current is not None and current not in known:
            self._session.tasks.spawn(self._session.discovery.run_beside(), "open panels beside")

    def _swap(self) -> None:
        self._session.tasks.spawn(
            self._session.choose_persona(self._person.imperal_id), "change places"
        )
