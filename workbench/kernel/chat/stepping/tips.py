"""The branches of a turn: which of them the present state belongs to, and what the others left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workbench.kernel.chat.stepping.bases import Base, Bases
from workbench.kernel.chat.stepping.branches import family
from workbench.kernel.chat.turn import Turn


class Tips:
    """The states that branches left when another one took their place."""

    def __init__(self, bases: Bases, turns: Callable[[], Sequence[Turn]]) -> None:
        self._bases = bases
        self._turns = turns
        self._tips: dict[str, Base] = {}
        self._recalled: dict[str, bool] = {}

    def recall(self, turns: Iterable[Turn]) -> None:
        """Take over the branches of earlier sessions as they stood; none has a state any more."""
        turns = list(turns)
        sources = {turn.forked_from for turn in turns}
        for turn in turns:
            if turn.forked_from is not None or turn.id in sources:
                self._recalled[turn.id] = turn.aside

    def recalled(self, turn_id: str) -> bool:
        """True for a branch of an earlier session."""
        return turn_id in self._recalled

    def show(self, turn_id: str) -> bool:
        """Look at another branch of an earlier session; False for one of this session."""
        if turn_id not in self._recalled:
            return False
        for member in family(self._turns(), turn_id):
            self._recalled[member.id] = member.id != turn_id
        return True

    def aside(self, turn_id: str) -> bool:
        """True while another branch of the turn is the present one."""
        return turn_id in self._tips or self._recalled.get(turn_id, False)

    def current(self, turn_id: str) -> str:
        """The branch of a turn's family that the present state belongs to."""
        members = [turn.id for turn in family(self._turns(), turn_id)]
        return next((member for member in members if member not in self._tips), turn_id)

    async def leave(self, turn_id: str) -> Base:
        """Save the present state as what this branch left."""
        tip = self._tips[turn_id] = await self._bases.take(turn_id, None)
        return tip

    def left(self, turn_id: str) -> Base | None:
        """The state a branch left; None if it is the present one."""
        return self._tips.get(turn_id)

    def enter(self, turn_id: str) -> None:
        """This branch is the present one now: what it had left is not needed any more."""
        tip = self._tips.pop(turn_id, None)
        if tip is not None:
            self._bases.drop(tip.id)
