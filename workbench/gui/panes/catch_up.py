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

    What comes live while the past is being read waits, and what the past held already is not
    handed on twice.
    """

    def __init__(self, kinds: Iterable[str], take: Callable[[list[Record]], object]) -> None:
        self._kinds = frozenset(kinds)
        self._take = take
        self._waiting: list[Record] | None = []

    def begin(self) -> None:
        """Lets live records wait, until `read` has ended."""
        self._waiting = []

    async def read(self, journal: Journal, most: int) -> None:
        """Hands on the newest records there are, about `most`, and then those that waited."""
        pages: list[list[Record]] = []
        before: int | None = None
        while len(pages) * PAGE < most:
            page = await journal.query(kinds=sorted(self._kinds), before_seq=before, limit=PAGE)
            pages.append([light(record) for record in reversed(page)])
            if len(page) < PAGE:
                break
            before = page[-1].seq
        past = [record for page in reversed(pages) for record in page]
        newest = past[-1].seq if past else 0
        waiting, self._waiting = self._waiting or [], None
        self._take([*past, *(record for record in waiting if record.seq > newest)])

    def receive(self, records: Iterable[Record]) -> bool:
        """Hands on a live batch, or lets it wait; True if any of it was of the kinds wanted."""
        wanted = [record for record in records if record.kind in self._kinds]
        if self._waiting is not None:
            self._waiting.extend(wanted)
        elif wanted:
            self._take(wanted)
        return bool(wanted)
