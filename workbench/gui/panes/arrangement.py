"""How the panes are arranged: the order of their tabs, and which stand outside the strip."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
"""Of what Qt keeps of the docks' places: a state of another version is not taken up."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Ids of the panes in the order of their tabs, and of those with a dock, oldest first."""

    order: tuple[str, ...] = ()
    docks: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The arrangement as one line, with the version of its form."""
        kept = {"version": VERSION, "order": self.order, "docks": self.docks}
        return json.dumps(kept)

    @classmethod
    def from_text(cls, text: str) -> Arrangement:
        """What `as_text` said; nothing at all for another version or a text that cannot be read."""
        try:
            kept = json.loads(text)
            if kept["version"] != VERSION:
                return cls()
            return cls(tuple(map(str, kept["order"])), tuple(map(str, kept["docks"])))
        except (ValueError, TypeError, KeyError):
            return cls()

    def ordered(self, known: Iterable[str]) -> list[str]:
        """All known panes in the order kept; one that is new stands after its old neighbour."""
        usual = list(known)
        found = [pane_id for pane_id in dict.fromkeys(self.order) if pane_id in usual]
        for place, pane_id in enumerate(usual):
            if pane_id not in found:
                before = usual[place - 1] if place else None
                found.insert(found.index(before) + 1 if before in found else 0, pane_id)
        return found

    def docked(self, known: Sequence[str]) -> list[str]:
        """The known panes that had a dock, but never all of them: one stays in the strip."""
        found = [pane_id for pane_id in dict.fromkeys(self.docks) if pane_id in known]
        return found[: max(0, len(known) - 1)]
