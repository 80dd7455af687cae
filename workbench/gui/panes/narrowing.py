"""A pane's filter over the journal: which records pass, and how many it hides. Qt-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record


class Narrowing:
    """Words that every record shown must hold, see `workbench.kernel.journal.words`, and criteria
    of a `Query` that it must meet.

    What it hides is counted in the journal, once the words are known, and then along with what
    comes live; records numbered up to the one counted last are not counted again.
    """

    def __init__(self) -> None:
        self.text = ""
        self.criteria: dict[str, Any] = {}
        self._total: int | None = None
        self._passing = 0
        self._counted_to = 0

    def __bool__(self) -> bool:
        return bool(self.text or self.criteria)

    def change(self, text: str) -> bool:
        """Takes up other words; False if they are the same."""
        text = " ".join(text.split())
        if text == self.text:
            return False
        self.text = text
        self._total = None
        return True

    def choose(self, criteria: dict[str, Any]) -> bool:
        """Takes up other criteria; False if they are the same."""
        if criteria == self.criteria:
            return False
        self.criteria = dict(criteria)
        self._total = None
        return True

    def passes(self, record: Record) -> bool:
        """Whether a record holds the words and meets the criteria; it must be whole."""
        if not self:
            return True
        from workbench.kernel.journal.reader import Query

        return Query(text=self.text or None, **self.criteria).holds(record)

    def bound(self, query: Query, before_seq: int | None, limit: int) -> Query:
        """The query with words and criteria, for a page before a sequence number."""
        narrow = {"text": self.text or None, **self.criteria}
        return replace(query, before_seq=before_seq, limit=limit, **narrow)

    def add(self, taken: Sequence[Record], passing: Sequence[Record]) -> None:
        """Counts what came live, and what of it passes."""
        if self._total is not None:
            self._total += sum(record.seq > self._counted_to for record in taken)
            self._passing += sum(record.seq > self._counted_to for record in passing)

    async def count(self, journal: Journal, queries: Sequence[Query], to: int) -> None:
        """Counts in the journal, up to a sequence number; without any filter nothing is hidden."""
        asked = (self.text, self.criteria)
        if not self:
            return
        total = passing = 0
        for query in queries:
            passing += await journal.matching(self.bound(query, to + 1, 0))
            total += await journal.matching(replace(query, before_seq=to + 1))
        if asked == (self.text, self.criteria):
            self._total, self._passing, self._counted_to = total, passing, to

    @property
    def hidden(self) -> int:
        """How many records are hidden, 0 until they are counted."""
        return self._total - self._passing if self and self._total else 0

    @property
    def hides_nothing(self) -> bool:
        """Whether nothing is hidden for sure: there is no filter, or nothing it could hide."""
        return not self or self._total == 0
