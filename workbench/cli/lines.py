"""A journal record as a line of ``chat`` and its relatives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


def line_of(record: Record, kind: str) -> dict[str, Any]:
    """The fields every line has, then those of the record's body.

    Parameters: `kind` is the word this line has on the command line; `at` becomes virtual ISO time.
    """
    head = {
        "kind": kind,
        "id": record.id,
        "parent_id": record.parent_id,
        "cause_id": record.cause_id,
        "app_id": record.app_id,
        "actor": record.actor,
        "at": datetime.fromtimestamp(record.at, UTC).isoformat(),
        "duration_ms": record.duration_ms,
        "status": record.status,
        "name": record.name,
    }
    return {**record.body, **head}
