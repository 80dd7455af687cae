"""Commands about the chat."""

from __future__ import annotations

from workbench.gui.bindings.binding import Binding
from workbench.gui.command_table import CONFIRMATION, TURN


class Chat(Binding):
    """Writing, stopping, and answering what waits."""

    def bind(self) -> None:
        """Writes, stops and answers."""
        bind = self.registry.bind
        bind("chat.focus", lambda: self.chrome.stage.chat.composer.editor.setFocus())
        bind("chat.stop", self.chrome.stage.chat.stop)
        bind("chat.accept", lambda: self._answer(True))
        bind("chat.decline", lambda: self._answer(False))

    def follow(self) -> None:
        """Knows whether a turn runs and whether it waits for an answer."""
        self.chrome.stage.chat.waiting_changed.connect(self._waiting_changed)

    def _waiting_changed(self) -> None:
        waiting = self.chrome.stage.chat.waiting() is not None
        self.registry.set_fact(CONFIRMATION, waiting)
        self.registry.set_fact(TURN, self.chrome.stage.chat.running() is not None)

    def _answer(self, accept: bool) -> None:
        chat = self.chrome.stage.chat
        waiting = chat.waiting()
        if waiting is not None:
            chat.answer(waiting, accept)
