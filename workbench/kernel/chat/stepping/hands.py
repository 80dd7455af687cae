"""What somebody did to turns by hand, followed through a journal: edits, and which branch is which.

`Branching` and `Stepping` do these things; here their records say how the turns stood afterwards.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from workbench.kernel.chat.stepping.branches import family, keys_from, made_up, reset_steps
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.journal.record import Record

STATUS: Final = "by_hand"
"""Status of the records of what was done by hand; they have the kind of steps."""

_PRESENT: Final = frozenset({"fork", "checkout", "rerun"})
"""Operations after which their turn is the present branch."""


class Hands:
    """Applies operations to turns that are put together again from records, in their order."""

    def __init__(self, turns: Mapping[str, Turn]) -> None:
        self._turns = turns
        self._forks: dict[str, Record] = {}
        self._began: dict[str, dict[str, int]] = {}
        self._present: list[str] = []

    def ran(self, turn: Turn, step: Step, record: Record) -> None:
        """A step has run: steps are kept in the order in which they began."""
        began = self._began.setdefault(turn.id, {})
        began[step.key] = record.started_ns
        turn.order = sorted(began, key=began.__getitem__)

    def fork(self, turn: Turn) -> None:
        """A forked turn begins as a copy of its source, anew from the step it was forked at."""
        source, record = self._turns.get(turn.forked_from or ""), self._forks.get(turn.id)
        if source is None or record is None:
            return
        turn.plan = copy.deepcopy(source.plan)
        turn.steps = [replace(step, id=f"{turn.id}/{step.key}") for step in source.steps]
        self._began[turn.id] = dict(self._began.get(source.id, {}))
        turn.order = list(source.order)
        step = _step(turn, record.body.get("key"))
        if step is None:
            return
        for anew in self._begin_again(turn, step.key):
            anew.id, anew.runs = "", 0
        args = record.body.get("args")
        if isinstance(args, dict):
            begun = turn.step(step.key)
            begun.args, begun.edited = args, True

    def take(self, record: Record) -> None:
        """An operation, in the order of the journal."""
        operation, turn_id = str(record.body.get("operation")), record.parent_id or ""
        if operation in _PRESENT:
            self._present.append(turn_id)
        if operation == "fork":
            self._forks[turn_id] = record  # its turn begins after it
        turn = self._turns.get(turn_id)
        step = _step(turn, record.body.get("key")) if turn is not None else None
        if turn is None or step is None:
            return
        if operation == "rerun":
            self._begin_again(turn, step.key)
        elif operation == "edit":
            step.args, step.edited = dict(record.body["after"]), True
        elif operation == "skip":
            step.status = "skipped"
            self.ran(turn, step, record)
        elif operation == "mock" and step.status != "planned":
            _make_up(step, record.body)

    def put_aside(self) -> None:
        """Mark the branches that were not the present ones when the journal ended."""
        turns = list(self._turns.values())
        for turn_id in self._present:
            for member in family(turns, turn_id):
                member.aside = member.id != turn_id

    def _begin_again(self, turn: Turn, key: str) -> list[Step]:
        """A step and what came after it are as if they had not run."""
        keys = keys_from(turn, key)
        reset_steps(turn, keys)
        self._began[turn.id] = {
            key: at for key, at in self._began.get(turn.id, {}).items() if key not in keys
        }
        return [step for step in turn.steps if step.key in keys]


def _step(turn: Turn, key: object) -> Step | None:
    return next((step for step in turn.steps if step.key == key), None)


def _make_up(step: Step, body: Mapping[str, Any]) -> None:
    """The result of a step that had run was replaced."""
    error = body.get("error")
    outcome = made_up(step, body.get("data"), str(body.get("summary") or ""), error)
    step.status = "error" if error is not None else "success"
    step.result, step.summary, step.error = body.get("data"), outcome.summary, outcome.error
    step.mocked = True
