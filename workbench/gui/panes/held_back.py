"""What came while a table stood still."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


class HeldBack:
    """The newest records that wait, at most so many.

    Those before are counted, to be read again; or, if they are not `counted`, forgotten, for a view
    that shows no more than that anyway.
    """

    def __init__(self, most: int = 1_000, *, counted: bool = True) -> None:
        self._most = most
        self._counted = counted
        self._records: list[Record] = []
        self._missed = 0

    def __len__(self) -> int:
        return len(self._records) + self._missed

    @property
    def incomplete(self) -> bool:
        """Whether some are only counted."""
        return self._missed > 0

    def keep(self, fresh: Sequence[Record]) -> None:
        """These wait too."""
        self._records.extend(fresh)
        over = len(self._records) - self._most
        if over > 0:
            del self._records[:over]
            self._missed += over if self._counted else 0

    def miss(self) -> None:
        """Only count all of them: they were looked at with other words."""
        self._missed += len(self._records)
        self._records = []

    def take(self) -> list[Record]:
        """Those that wait; nothing is held back any more."""
        records, self._records, self._missed = self._records, [], 0
        return records
