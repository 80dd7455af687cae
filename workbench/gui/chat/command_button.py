"""A button of the chat that asks for a command and names its key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.keys import key_book
from workbench.gui.parts import button
from workbench.gui.parts.button import Button


class CommandButton(Button):
    """`asked` carries the command's id; `title` says in full what it does.

    The key is named in the tooltip, and on the button itself where there is room.
    """

    asked = Signal(str)

    def __init__(
        self,
        command_id: str,
        title: str,
        text: str = "",
        *,
        icon: str = "",
        variant: str = button.GHOST,
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, icon=icon, variant=variant, height=height, parent=parent)
        self.command_id = command_id
        self.title = title
        self._named = False
        self._why_not = ""
        self.setAccessibleName(title)
        self.clicked.connect(self._ask)
        key_book().changed.connect(self._name_key)
        self._name_key()

    def offer(self, possible: bool, why_not: str = "") -> None:
        """Can be pressed, or says why not."""
        self.setEnabled(possible)
        self._why_not = "" if possible else why_not
        self._name_key()

    def show_key(self, named: bool) -> None:
        """Names the key on the button, or not."""
        if named != self._named:
            self._named = named
            self._name_key()

    def _name_key(self) -> None:
        self.setToolTip(self._why_not or key_book().named(self.title, self.command_id))
        key = key_book().shown(self.command_id) if self._named else ""
        if key != self.key:
            self.key = key
            self.restyle()

    def _ask(self) -> None:
        self.asked.emit(self.command_id)
