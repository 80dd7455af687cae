"""Commands about what users were notified of."""

from __future__ import annotations

from workbench.gui.bindings.binding import Binding


class Notifications(Binding):
    """Calling notifications read."""

    def bind(self) -> None:
        """Whoever they were sent to."""
        self.registry.bind("notifications.read_all", lambda: self.session.inbox.read_all())
