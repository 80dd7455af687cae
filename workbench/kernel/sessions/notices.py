"""The notifications of an earlier session, brought into the next one with what was read of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.journal.record import Record
from workbench.kernel.notices import (
    KIND,
    READ,
    WRITTEN,
    addressee,
    brought_by,
    is_notification,
    reading_of,
    was_read,
)

MOST: Final = 200
"""How many notifications are brought along, the newest."""
_READ_BACK: Final = 1_000


def read_notices(journal: Path) -> list[Record]:
    """The newest notifications of a session, oldest first, each saying whether it was read.

    Their ids have the session's name before them; what they hung on stays behind.
    """
    reader = Reader(journal)
    try:
        query = Query(kinds=(KIND,), status=(*WRITTEN, READ), limit=_READ_BACK)
        records = reader.read(query)[::-1]
    finally:
        reader.close()
    readings = [reading for record in records if (reading := reading_of(record)) is not None]
    notices = [record for record in records if is_notification(record)][-MOST:]
    return [
        _brought(
            record,
            journal.stem,
            read=any(r.holds(record.id, record.seq, addressee(record)) for r in readings),
        )
        for record in notices
    ]


def _brought(record: Record, session: str, *, read: bool) -> Record:
    return replace(
        record,
        id=record.id if brought_by(record) else f"{session}/{record.id}",
        parent_id=None,
        cause_id=None,
        duration_ms=None,
        body={"session": session, **record.body, "read": read or was_read(record)},
    )


def bring(journal: Journal, notices: list[Record]) -> None:
    """Write notifications of an earlier session into the journal of this one."""
    for record in notices:
        journal.append(
            KIND,
            record.name,
            id=record.id,
            app_id=record.app_id,
            actor=record.actor,
            at=record.at,
            status=record.status,
            body=record.body,
        )
