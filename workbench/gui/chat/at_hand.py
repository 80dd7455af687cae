"""Which turn and which of its steps are at hand, and what may be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.gui.step_commands import (
    BASE,
    BRANCHES,
    FRESH_PLAN,
    OPEN_RESULT,
    PENDING,
    PLAN,
    RUNS,
    STANDS,
    STEP,
)

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Step, Turn

_PENDING = ("planned", "waiting")


class AtHand(QObject):
    """The step somebody chose, else the one where the newest turn stands or waits.

    Only turns of one conversation come into question: of the user `user_id`, or with none all but
    those of whoever is looked at beside.

    `changed`: another step is at hand, or a turn has moved on.
    """

    changed = Signal()

    def __init__(self, session: Session, user_id: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._user_id = user_id
        self._chosen: tuple[str, str] | None = None
        self._stood: dict[str, str] = {}
        self._held = False
        session.kernel_changed.connect(self._forget)
        session.beside_changed.connect(self._forget)

    def _forget(self) -> None:
        self._chosen = None
        self._stood.clear()
        self.changed.emit()

    def turns(self) -> list[Turn]:
        """The turns of the conversation, oldest first."""
        kernel = self._session.kernel
        turns = kernel.chat.turns if kernel is not None else ()
        return [turn for turn in turns if self.mine(turn)]

    def mine(self, turn: Turn) -> bool:
        """Whether a turn is part of this conversation."""
        if self._user_id:
            return turn.user_id == self._user_id
        kernel = self._session.kernel
        beside = kernel.personas.beside if kernel is not None else None
        return beside is None or turn.user_id != beside.imperal_id

    def turn(self) -> Turn | None:
        """The turn at hand: the chosen step's, else the newest under way, else the newest."""
        turns = [turn for turn in self.turns() if turn.steps and not self.aside(turn.id)]
        if self._chosen is not None:
            chosen = [turn for turn in turns if turn.id == self._chosen[0]]
            if chosen:
                return chosen[0]
        going = [turn for turn in turns if not turn.finished]
        return next(reversed(going or turns), None)

    def step(self) -> Step | None:
        """The step at hand."""
        turn = self.turn()
        key = self.key_in(turn) if turn is not None else None
        return turn.step(key) if turn is not None and key is not None else None

    def key_in(self, turn: Turn) -> str | None:
        """The step of a turn that is chosen or where it stands; None if there is none."""
        keys = [step.key for step in turn.steps]
        if self._chosen is not None and self._chosen[0] == turn.id and self._chosen[1] in keys:
            return self._chosen[1]
        return standing(turn)

    def chosen_in(self, turn: Turn) -> str | None:
        """The step of a turn that somebody chose."""
        chosen = self._chosen
        return chosen[1] if chosen is not None and chosen[0] == turn.id else None

    def choose(self, turn_id: str, key: str | None) -> None:
        """Takes a step in hand, or none in particular."""
        chosen = None if key is None else (turn_id, key)
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    def move(self, by: int) -> None:
        """Takes the step before (-1) or after (+1) in hand."""
        turn = self.turn()
        if turn is None:
            return
        keys = [step.key for step in turn.steps]
        key = self.key_in(turn)
        at = keys.index(key) + by if key is not None else (0 if by > 0 else len(keys) - 1)
        self.choose(turn.id, keys[max(0, min(len(keys) - 1, at))])

    def hold(self, held: bool) -> None:
        """Keeps the chosen step at hand while something is written about it."""
        self._held = held

    def follow(self, turn: Turn) -> None:
        """A turn has moved on: where it stands now is at hand, whatever was chosen before.

        What somebody is writing about a step is not taken away.
        """
        here = standing(turn)
        if here is not None and here != self._stood.get(turn.id) and not self._held:
            self._chosen = None
        if here is None:
            self._stood.pop(turn.id, None)
        else:
            self._stood[turn.id] = here
        self.changed.emit()

    def aside(self, turn_id: str) -> bool:
        """Whether a turn is a branch that is not the present one."""
        kernel = self._session.kernel
        return kernel is not None and kernel.chat.branching.aside(turn_id)

    def facts(self) -> dict[str, bool]:
        """Which facts hold that the stepping commands need."""
        turn, step = self.turn(), self.step()
        return {
            STANDS: turn is not None and turn.pause is not None,
            RUNS: turn is not None and runs(turn),
            PLAN: turn is not None,
            FRESH_PLAN: turn is not None and is_fresh(turn),
            BRANCHES: turn is not None and self._forked(turn),
            STEP: step is not None,
            PENDING: turn is not None and step is not None and is_pending(turn, step),
            OPEN_RESULT: turn is not None and step is not None and has_open_result(turn, step),
            BASE: step is not None and has_base(step),
        }

    def _forked(self, turn: Turn) -> bool:
        """Whether a turn has another branch."""
        if turn.forked_from is not None:
            return True
        return any(other.forked_from == turn.id for other in self.turns())


def runs(turn: Turn) -> bool:
    """Whether a turn runs, so that it can be told to pause."""
    return turn.status == "running" and turn.pause is None


def has_base(step: Step) -> bool:
    """Whether a step can be gone back to: the state that it began on was saved."""
    return step.base_id is not None and step.status != "running"


def is_pending(turn: Turn, step: Step) -> bool:
    """Whether a step has not begun and still may."""
    return not turn.finished and step.status in _PENDING


def has_open_result(turn: Turn, step: Step) -> bool:
    """Whether a step's result can be made up: it has not begun, or the turn stands behind it."""
    behind = turn.pause is not None and (turn.pause.key, turn.pause.place) == (step.key, "after")
    return behind or is_pending(turn, step)


def is_fresh(turn: Turn) -> bool:
    """Whether nothing of a turn's plan has begun."""
    begun = any(step.status not in _PENDING or step.runs for step in turn.steps)
    return bool(turn.steps) and not turn.finished and not begun


def standing(turn: Turn) -> str | None:
    """The step where a turn stands or waits for a yes; None if it does neither."""
    keys = {step.key for step in turn.steps}
    if turn.pause is not None and turn.pause.key in keys:
        return turn.pause.key
    return next((step.key for step in turn.steps if step.status == "waiting"), None)
