"""Commands about the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import CONFIRMATION, TURN

if TYPE_CHECKING:
    from workbench.gui.chat.pane import ChatPane


class Chat(Binding):
    """Writing, stopping, and answering what waits."""

    def bind(self) -> None:
        """Writes, stops and answers."""
        bind = self.registry.bind
        bind("chat.focus", lambda: self.chrome.pair.chat().composer.editor.setFocus())
        bind("chat.focus_other", self._focus_other)
        bind("chat.stop", lambda: self.chrome.pair.chat().stop())
        bind("chat.accept", lambda: self._answer(True))
        bind("chat.decline", lambda: self._answer(False))

    def follow(self) -> None:
        """Knows whether a turn runs and whether it waits for an answer."""
        pair = self.chrome.pair
        pair.chat_changed.connect(self._waiting_changed)
        pair.chat_opened.connect(self._follow_chat)
        self._follow_chat(self.chrome.stage.chat)

    def _follow_chat(self, chat: ChatPane) -> None:
        chat.waiting_changed.connect(self._waiting_changed)

    def _waiting_changed(self) -> None:
        chat = self.chrome.pair.chat()
        self.registry.set_fact(CONFIRMATION, chat.waiting() is not None)
        self.registry.set_fact(TURN, chat.running() is not None)

    def _focus_other(self) -> None:
        """Writes as the other of two people side by side."""
        pair = self.chrome.pair
        other = next((chat for chat in pair.chats() if chat is not pair.chat()), pair.chat())
        other.composer.editor.setFocus()

    def _answer(self, accept: bool) -> None:
        chat = self.chrome.pair.chat()
        waiting = chat.waiting()
        if waiting is not None:
            chat.answer(waiting, accept)
