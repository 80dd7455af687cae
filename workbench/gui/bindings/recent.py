"""One command for each folder that was open lately."""

from __future__ import annotations

from functools import partial

from workbench.gui.bindings.binding import Binding, Choice
from workbench.gui.command_facts import KERNEL
from workbench.gui.commands import Command


class Recent(Binding):
    """Folders to open again."""

    def bind(self) -> None:
        """One command per recent folder."""
        choices: list[Choice] = []
        for number, root in enumerate(self.chrome.settings.recent):
            command = Command(
                f"recent.{number}",
                f"Open {root.name}",
                (),
                "File",
                "folder-clock",
                (KERNEL,),
                str(root),
            )
            choices.append((command, partial(self.chrome.open_folder, root), None))
        self.replace("recent.", choices)

    def follow(self) -> None:
        """Remembers what is opened."""
        self.session.extensions_changed.connect(self._remember)

    def _remember(self) -> None:
        extension = self.session.extension()
        if extension is not None and extension.root not in self.chrome.settings.recent[:1]:
            self.chrome.settings.remember(extension.root)
            self.bind()
