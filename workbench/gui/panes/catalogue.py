"""Which panes there are, in the order of their tabs."""

from __future__ import annotations

from workbench.gui.panes.deck import PaneSpec

_ROOM = "workbench.gui.panes"

PANES = (
    PaneSpec("trace", "Trace", "activity", f"{_ROOM}.trace:TracePane"),
    PaneSpec("latency", "Latency", "gauge", f"{_ROOM}.latency:LatencyPane"),
    PaneSpec("audit", "Audit", "scroll-text", f"{_ROOM}.audit:AuditPane"),
    PaneSpec("logs", "Logs", "square-terminal", f"{_ROOM}.logs:LogsPane"),
    PaneSpec("problems", "Problems", "triangle-alert", f"{_ROOM}.problems:ProblemsPane"),
)
