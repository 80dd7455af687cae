"""What the journal holds already and what comes live, each record once, oldest first."""

from __future__ import annotations

import asyncio
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
        """Hands on the newest records there are, about `most`, and then those that waited."""
        pages: list[list[Record]] = []
        before: int | None = None
        while len(pages) * PAGE < most:
            page = await journal.query(kinds=sorted(self._kinds), before_seq=before, limit=PAGE)
            pages.append([light(record) for record in reversed(page)])
            if len(page) < PAGE:
                break
            before = page[-1].seq
        for page in reversed(pages):
            self._hand_on(page)
            await asyncio.sleep(0)
        waiting, self._waiting = self._waiting or [], None
        self._hand_on(waiting)

    def receive(self, records: Iterable[Record]) -> bool:
        """Hands on a live batch, or lets it wait; True if any of it was of the kinds wanted."""
        wanted = [record for record in records if record.kind in self._kinds]
        if self._waiting is not None:
            self._waiting.extend(wanted)
        else:
            self._hand_on(wanted)
        return bool(wanted)

    def _hand_on(self, records: list[Record]) -> None:
        fresh = [record for record in records if record.seq > self._handed]
        if fresh:
            self._handed = fresh[-1].seq
            self._take(fresh)
