"""What set a call going, read back from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.kernel.journal.journal import Journal

_MOST: Final = 6


async def causes(journal: Journal, span_id: str) -> list[str]:
    """The records behind a span, nearest first: the refresh it was part of, the call behind it."""
    found: list[str] = []
    record = await journal.get(span_id)
    while record is not None and len(found) < _MOST:
        above = record.cause_id or record.parent_id
        record = await journal.get(above) if above else None
        if record is not None:
            same = record.name == record.kind
            found.append(record.kind if same else f"{record.kind} {record.name}")
    return found
