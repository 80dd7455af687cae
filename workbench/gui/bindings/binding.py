"""What binds the commands of one domain to a window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.gui.commands import Command, Run

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome

Choice = tuple[Command, Run, Callable[[], bool] | None]
"""A command that depends on what is open, what runs it, and whether it is the one chosen."""


class Binding(QObject):
    """Base: says what some commands do, and keeps the facts true that enable them."""

    def __init__(self, chrome: Chrome) -> None:
        super().__init__(chrome)
        self.chrome = chrome
        self.registry = chrome.registry
        self.session = chrome.session
        self.bind()
        self.follow()

    def bind(self) -> None:
        """Gives the registry what runs the commands."""

    def follow(self) -> None:
        """Connects to whatever changes the facts."""

    def replace(self, prefix: str, choices: Iterable[Choice]) -> None:
        """Puts commands that depend on what is open in the place of those with this prefix."""
        for command in [c for c in self.registry if c.id.startswith(prefix)]:
            self.registry.remove(command.id)
        for command, run, checked in choices:
            self.registry.add(command)
            self.registry.bind(command.id, run, checked=checked)
