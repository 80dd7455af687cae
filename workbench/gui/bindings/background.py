"""Commands about background work."""

from __future__ import annotations

from workbench.gui.bindings.binding import Binding


class Background(Binding):
    """Cancelling the task that is selected in its pane."""

    def bind(self) -> None:
        """Through the pane, which knows what is selected."""
        self.registry.bind("tasks.cancel", self._cancel)

    def _cancel(self) -> None:
        from workbench.gui.panes.tasks import TasksPane

        pane = self.chrome.deck.panes.get("tasks")
        if isinstance(pane, TasksPane):
            pane.cancel_selected()
