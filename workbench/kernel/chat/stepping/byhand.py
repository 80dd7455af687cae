"""What somebody does to a turn by hand: how it is written down, and how it is refused."""

from __future__ import annotations

from typing import Any

from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.core import Core


class SteppingError(Exception):
    """An operation that a step or turn does not allow in its present state."""


def by_hand(core: Core, turn: Turn, what: str, step: Step | None, body: dict[str, Any]) -> None:
    """Record an operation on a turn or on one of its steps."""
    core.journal.append(
        "step",
        f"by hand: {what}",
        id=core.ids.new("hand"),
        parent_id=turn.id,
        cause_id=step.id if step is not None else None,
        actor=core.personas.current.imperal_id,
        status="by_hand",
        body={"operation": what, "key": step.key if step is not None else None, **body},
    )
