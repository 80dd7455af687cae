"""One line of the journal: something that happened, when, to whom and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

KINDS: Final = frozenset(
    {
        "turn", "plan", "step", "gate", "confirmation", "call", "panel", "skeleton", "schedule",
        "event", "webhook", "ipc", "lifecycle", "health", "service", "http", "cache", "log",
        "audit", "build", "refresh", "task", "notify", "problem", "chat",
    }
)  # fmt: skip
"""Every kind a record may have; `call` is a function invocation, `service` a call of `ctx`."""


@dataclass(frozen=True, slots=True)
class Record:
    """A journal entry, never changed once written.

    `seq` orders the session. `id` is the span or thing described; several records may share one
    (a start and an end). `parent_id` is the span it ran inside, `cause_id` the record or span that
    made it happen. `at` is virtual epoch seconds; `started_ns` real monotonic nanoseconds since the
    session began; `duration_ms` real milliseconds, None for an instant or something still running.
    """

    seq: int
    kind: str
    id: str
    parent_id: str | None
    cause_id: str | None
    app_id: str | None
    actor: str | None
    at: float
    started_ns: int
    duration_ms: float | None
    status: str
    name: str
    body: dict[str, Any]
