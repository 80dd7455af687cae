"""What the journal holds already and what comes live, each record once, oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from workbench.gui.panes.light import light

if TYPE_CHECKING:
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

PAGE: Final = 500


class CatchUp:
    """Hands records of some kinds to `take`, in batches.

    What comes live while the past is being read waits. Live batches lag behind the journal, so one
    that comes after reading may hold what the past held already; that is not handed on twice.
    """

    def __init__(self, kinds: Iterable[str], take: Callable[[list[Record]], object]) -> None:
        self._kinds = frozenset(kinds)
        self._take = take
        self._waiting: list[Record] | None = []
        self._handed = 0

    @property
    def reading(self) -> bool:
        """Whether the past is still to be handed on."""
        return self._waiting is not None

    def begin(self) -> None:
        """Lets live records wait, until `read` has ended."""
        self._waiting = []
        self._handed = 0

    async def read(self, journal: Journal, most: int) -> None:
        """Hands on the newest records there are, at most `most`, and then those that waited.

        They come a page at a time, oldest first, so that no more than a page is in memory.
        """
        from workbench.kernel.journal.reader import Query

        kinds = tuple(sorted(self._kinds))
        newest = Query(kinds=kinds, limit=most)
        oldest = await journal.read(lambda reader: reader.edge(newest))
        after = oldest - 1 if oldest is not None else journal.count()
        while page := await journal.query(kinds, after_seq=after, limit=PAGE, newest_first=False):
            self._hand_on([light(record) for record in page])
            after = page[-1].seq
        waiting, self._waiting = self._waiting or [], None
        self._hand_on(waiting)

    def receive(self, records: Iterable[Record]) -> int:
        """Hands on a live batch, or lets it wait; how many of it were of the kinds wanted."""
        wanted = [record for record in records if record.kind in self._kinds]
        if self._waiting is not None:
            self._waiting.extend(wanted)
        else:
            self._hand_on(wanted)
        return len(wanted)

    def _hand_on(self, records: list[Record]) -> None:
        fresh = [record for record in records if record.seq > self._handed]
        if fresh:
            self._handed = fresh[-1].seq
            self._take(fresh)
