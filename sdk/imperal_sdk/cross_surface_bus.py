"""Tell several surfaces in one process about the same piece of work."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_log = logging.getLogger("imperal_sdk.cross_surface_bus")


@dataclass
class MarathonLiveEvent:
    """Something that happened on a surface; ``timestamp`` in epoch seconds."""

    event_id: str
    project_id: str
    timestamp: float
    surface_source: str
    event_type: str
    entity_id: str | None = None
    macro_coverage: float = 0.0
    payload: dict[str, Any] = field(default_factory=dict)


class CrossSurfaceLiveBus:
    """Events of one project, in memory, oldest first."""

    def __init__(self, project_id: str = "default") -> None:
        self.project_id = project_id
        self._subscribers: list[Callable[[MarathonLiveEvent], None]] = []
        self._event_history: list[MarathonLiveEvent] = []

    def subscribe(self, callback: Callable[[MarathonLiveEvent], None]) -> None:
        """Call ``callback`` with every event from now on."""
        self._subscribers.append(callback)

    def publish(
        self,
        surface_source: str,
        event_type: str,
        entity_id: str | None = None,
        macro_coverage: float = 0.0,
        payload: dict[str, Any] | None = None,
    ) -> MarathonLiveEvent:
        """Record an event and tell everybody; a subscriber that raises is logged."""
        event = MarathonLiveEvent(
            event_id=f"evt_{time.time_ns()}",
            project_id=self.project_id,
            timestamp=time.time(),
            surface_source=surface_source,
            event_type=event_type,
            entity_id=entity_id,
            macro_coverage=macro_coverage,
            payload=payload or {},
        )
        self._event_history.append(event)
        for subscriber in list(self._subscribers):
            try:
                subscriber(event)
            except Exception:
                _log.exception("a subscriber failed on %s", event_type)
        return event

    def get_recent_events(self, limit: int = 50) -> list[MarathonLiveEvent]:
        """Return the last ``limit`` events."""
        return self._event_history[-limit:] if limit > 0 else []
