"""The fact ledger: what recent turns brought, word for word, for the classifier to recall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """The data of one successful call of a turn."""

    turn_id: str
    user_id: str
    app_id: str
    function: str
    data: Any

    def as_json(self) -> dict[str, Any]:
        """The fact as a plan's record shows it."""
        return {
            "turn_id": self.turn_id,
            "tool": f"{self.app_id}.{self.function}",
            "data": self.data,
        }


class FactLedger:
    """Facts of the last turns of each user, oldest first (fact ledger: the last five turns).

    Only the data of a result is kept, never its summary; a write outside of chat leaves nothing.
    """

    def __init__(self, turns: int) -> None:
        self._turns = turns
        self._facts: dict[str, dict[str, list[Fact]]] = {}

    def add(self, fact: Fact) -> None:
        """Keep a fact, and forget those of turns that are too long ago."""
        by_turn = self._facts.setdefault(fact.user_id, {})
        by_turn.setdefault(fact.turn_id, []).append(fact)
        while len(by_turn) > self._turns:
            del by_turn[next(iter(by_turn))]

    def recent(self, user_id: str) -> list[Fact]:
        """What is remembered for a user."""
        return [fact for facts in self._facts.get(user_id, {}).values() for fact in facts]

    def forget(self) -> None:
        """Start over, as for a new conversation."""
        self._facts.clear()
