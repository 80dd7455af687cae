"""The tray, the stage, and a second stage at its right while another user is looked at.

Each stage has a chat; commands go to the one of the stage that was used last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Surface
from workbench.gui.stage.as_of import AsOfRow
from workbench.gui.stage.tray import Tray

if TYPE_CHECKING:
    from workbench.gui.chat.pane import ChatPane
    from workbench.gui.session import Session
    from workbench.gui.stage.beside import Beside
    from workbench.gui.stage.stage import Stage
    from workbench.kernel.personas import Persona


class Pair(Surface):
    """Puts the second stage up and away.

    `source_asked` carries file and line from it, `chat_opened` its chat. `chat_changed` tells that
    commands go to the other chat now.
    """

    source_asked = Signal(str, int)
    chat_opened = Signal(object)
    chat_changed = Signal()

    def __init__(self, session: Session, stage: Stage) -> None:
        super().__init__("surface-0")
        self._session = session
        self._stage = stage
        self.beside: Beside | None = None
        self._there = False
        self.tray = Tray(session)
        self.as_of = AsOfRow(session)
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(stage)
        self.splitter.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tray)
        column.addWidget(self.as_of)
        column.addWidget(self.splitter, 1)
        self.tray.source_asked.connect(self.source_asked)
        session.beside_changed.connect(self._changed)
        session.kernel_changed.connect(self._changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def chat(self) -> ChatPane:
        """The chat that commands go to."""
        return self.beside.chat if self.beside is not None and self._there else self._stage.chat

    def chats(self) -> list[ChatPane]:
        """The chats in view."""
        beside = [] if self.beside is None else [self.beside.chat]
        return [self._stage.chat, *beside]

    def use(self, chat: ChatPane) -> None:
        """Lets commands go to a chat."""
        there = self.beside is not None and chat is self.beside.chat
        if there != self._there:
            self._there = there
            self.chat_changed.emit()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever's stage is used, their chat is meant."""
        if now is None:
            return
        if self.beside is not None and self.beside.isAncestorOf(now):
            self.use(self.beside.chat)
        elif self._stage.isAncestorOf(now):
            self.use(self._stage.chat)

    def _changed(self) -> None:
        kernel = self._session.kernel
        person = kernel.personas.beside if kernel is not None else None
        self._stage.whose.setVisible(person is not None)
        if kernel is not None and person is not None:
            self._stage.whose.show_person(kernel.personas.current, kernel.personas.current)
        if self.beside is not None:
            if person is not None and person.imperal_id == self.beside.user_id():
                return
            self.use(self._stage.chat)
            self.beside.put_away()
            self.beside = None
        if person is not None:
            self._put_up(person)

    def _put_up(self, person: Persona) -> None:
        from workbench.gui.stage.beside import Beside

        self.beside = Beside(self._session, person)
        self.beside.source_asked.connect(self.source_asked)
        self.chat_opened.emit(self.beside.chat)
        self.splitter.addWidget(self.beside)
        self.splitter.setStretchFactor(1, 1)
        half = self.width() // 2
        self.splitter.setSizes([self.width() - half, half])
