"""Events that an earlier session published and did not deliver, waiting for their subscribers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Undelivered:
    """An event by its envelope, and the ``app/handler`` names that have not heard it.

    `session` and `id` say where it was published first.
    """

    session: str
    id: str
    envelope: dict[str, Any]
    handlers: list[str] = field(default_factory=list)


class Backlog:
    """Keeps each event until all the extensions it was for have been loaded again."""

    def __init__(self) -> None:
        self._events: list[Undelivered] = []

    def __len__(self) -> int:
        return len(self._events)

    def add(self, event: Undelivered) -> None:
        """Keep an event, behind those that are kept already."""
        self._events.append(event)

    def take(self, app_id: str) -> list[tuple[Undelivered, list[str]]]:
        """Remove what `app_id` has missed: each event with that app's own handlers."""
        prefix = f"{app_id}/"
        taken = []
        for event in self._events:
            own = [handler for handler in event.handlers if handler.startswith(prefix)]
            if own:
                event.handlers = [each for each in event.handlers if each not in own]
                taken.append((event, own))
        self._events = [event for event in self._events if event.handlers]
        return taken
