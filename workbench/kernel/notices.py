"""What the journal says of notifications: what was sent to whom, and what of it was read.

A notification is what ``ctx.notify`` sent, or the alert a skeleton raised. That somebody read some
is a record of its own, so it stands where the notifications do and lasts as long as they.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

KIND: Final = "notify"
WRITTEN: Final = ("ok", "error")
"""Statuses of the records that are notifications; frames to the frontend have the same kind."""
READ: Final = "read"
"""Status of the records that say which were read."""


def is_notification(record: Record) -> bool:
    """Whether a record is a notification: not a frame to the frontend, nor that one was read."""
    body = record.body
    told = body.get("service") == KIND or bool(body.get("section"))
    return record.kind == KIND and record.status in WRITTEN and told


def reached(record: Record) -> bool:
    """Whether it got to a user."""
    return record.status == "ok" and not record.body.get("dropped")


def addressee(record: Record) -> str:
    """The id of whom it was sent to."""
    return str(record.body.get("to") or record.actor or "")


def brought_by(record: Record) -> str:
    """The earlier session a notification was brought from; empty for one of this session."""
    return str(record.body.get("session") or "")


def was_read(record: Record) -> bool:
    """Whether a notification that an earlier session brought had been read there."""
    return bool(record.body.get("read"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Which notifications were read: the one of that id, or else all up to a place in the journal,
    of one user or of everybody."""

    id: str = ""
    up_to: int = 0
    user_id: str = ""

    def holds(self, id: str, seq: int, user_id: str) -> bool:
        """Whether a notification is among them."""
        if self.id:
            return id == self.id
        return seq <= self.up_to and self.user_id in ("", user_id)


def write_reading(journal: Journal, reading: Reading) -> None:
    """Record that notifications were read."""
    said = {"id": reading.id, "up_to": reading.up_to, "to": reading.user_id}
    body = {key: value for key, value in said.items() if value}
    journal.append(KIND, "read", cause_id=reading.id or None, status=READ, body=body)


def reading_of(record: Record) -> Reading | None:
    """What a record says was read; None for any other record."""
    if record.kind != KIND or record.status != READ:
        return None
    body = record.body
    return Reading(
        str(body.get("id") or ""), int(body.get("up_to") or 0), str(body.get("to") or "")
    )
