"""Commands that act on what is selected in a pane: a schedule, a section, a task, a problem."""

from __future__ import annotations

from functools import partial
from typing import Final

from workbench.gui.bindings.binding import Binding

COMMANDS: Final = (
    "cron.run",
    "cron.run_twice",
    "cron.jump",
    "skeletons.refresh",
    "tasks.cancel",
    "problems.silence",
)


class Selected(Binding):
    """Acts on what is selected in the pane a command is named for, as a button there does."""

    def bind(self) -> None:
        """A pane that was never shown has nothing selected: it is shown instead."""
        for command_id in COMMANDS:
            self.registry.bind(command_id, partial(self._run, command_id))

    def _run(self, command_id: str) -> None:
        deck = self.chrome.deck
        pane = deck.panes.get(self.registry.get(command_id).group)
        if pane is None:
            deck.show_pane(self.registry.get(command_id).group)
        else:
            pane.commands[command_id]()
