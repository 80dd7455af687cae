"""Which panes there are, in the order of their tabs. Qt-free: the command table reads it too."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.gui.panes.link import Link
    from workbench.gui.panes.pane import Pane
    from workbench.gui.session import Session


@dataclass(frozen=True, slots=True)
class PaneSpec:
    """A pane that exists once it is first shown.

    Its tab, the key that brings it into view (empty for none), and the class that it is, by name,
    in the module of the same name as the pane.
    """

    pane_id: str
    title: str
    icon: str
    key: str
    name: str

    def make(self, session: Session, link: Link) -> Pane:
        """Imports the pane's module and makes the pane."""
        module = import_module(f"workbench.gui.panes.{self.pane_id}")
        pane: Pane = getattr(module, self.name)(session, link)
        return pane


PANES = (
    PaneSpec("trace", "Trace", "activity", "Ctrl+1", "TracePane"),
    PaneSpec("latency", "Latency", "gauge", "Ctrl+2", "LatencyPane"),
    PaneSpec("audit", "Audit", "scroll-text", "Ctrl+3", "AuditPane"),
    PaneSpec("skeletons", "Skeletons", "layers", "Ctrl+Shift+2", "SkeletonsPane"),
    PaneSpec("cron", "Cron", "calendar-clock", "Ctrl+Shift+1", "CronPane"),
    PaneSpec("events", "Events", "radio", "Ctrl+8", "EventsPane"),
    PaneSpec("tasks", "Tasks", "list-checks", "Ctrl+9", "TasksPane"),
    PaneSpec("notifications", "Notices", "bell", "Ctrl+Shift+3", "NotificationsPane"),
    PaneSpec("http", "HTTP", "globe", "Ctrl+6", "HttpPane"),
    PaneSpec("data", "Data", "database", "Ctrl+7", "DataPane"),
    PaneSpec("logs", "Logs", "square-terminal", "Ctrl+4", "LogsPane"),
    PaneSpec("problems", "Problems", "triangle-alert", "Ctrl+5", "ProblemsPane"),
)
