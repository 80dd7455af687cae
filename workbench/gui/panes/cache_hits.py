"""How often each cached key was found, counted from the journal. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


class CacheHits:
    """Reads of `ctx.cache` by extension, user and key."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], list[int]] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Counts the reads among these records."""
        for record in records:
            outcome = record.body.get("cache")
            args = record.body.get("args")
            if record.name != "cache.get" or outcome is None or not isinstance(args, dict):
                continue
            place = (record.app_id or "", record.actor or "", str(args.get("key")))
            counts = self._counts.setdefault(place, [0, 0])
            counts[0] += outcome == "hit"
            counts[1] += 1

    def clear(self) -> None:
        """Forgets everything."""
        self._counts.clear()

    def of(self, app_id: str, user_id: str, key: str) -> tuple[int, int]:
        """Hits and reads of one key."""
        hits, reads = self._counts.get((app_id, user_id, key), (0, 0))
        return hits, reads
