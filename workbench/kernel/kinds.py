"""Which kinds of journal records are runs of an author's code, and which are calls of `ctx`."""

from __future__ import annotations

from typing import Final

HANDLERS: Final = frozenset(
    {"panel", "call", "skeleton", "schedule", "event", "webhook", "ipc", "lifecycle", "health"}
)
"""Runs of the author's code."""

SERVICES: Final = frozenset({"service", "http", "cache", "notify"})
"""Calls of `ctx`."""
FAILURES: Final = ("error", "timeout", "host_lost")
"""Statuses of a handler that did not end as its author meant."""

FINDING: Final = "finding-"
"""How the ids of a validator's findings begin."""
MENDED: Final = "mended"
"""Status of a finding that a later validation no longer made."""
