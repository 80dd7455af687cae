"""Turns that go back: which steps begin anew, and what a made-up result looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome


def family(turns: Sequence[Turn], turn_id: str) -> list[Turn]:
    """A turn, what it was forked from, and all that was forked from any of them; oldest first."""
    sources = {turn.id: turn.forked_from for turn in turns}

    def root(member: str) -> str:
        while (source := sources.get(member)) is not None:
            member = source
        return member

    return [turn for turn in turns if root(turn.id) == root(turn_id)]


def keys_from(turn: Turn, key: str) -> set[str]:
    """The keys of a step and of everything that began after it, or has not begun."""
    begun = turn.order
    before = set(begun[: begun.index(key)]) if key in begun else set(begun)
    return {step.key for step in turn.steps if step.key not in before}


def reset_steps(turn: Turn, keys: set[str]) -> None:
    """Make steps as if they had not run; edited arguments stay."""
    turn.order = [key for key in turn.order if key not in keys]
    for number, step in enumerate(turn.steps):
        if step.key in keys:
            turn.steps[number] = Step(
                name=step.name,
                app_id=step.app_id,
                function=step.function,
                action_type=step.action_type,
                args=dict(step.args),
                key=step.key,
                id=step.id,
                edited=step.edited,
                exact=step.exact,
                runs=step.runs,
            )


def made_up(step: Step, data: Any, summary: str, error: str | None) -> FunctionOutcome:
    """The outcome somebody made up for a step; a failure if ``error`` says why."""
    if error is not None:
        report = ErrorReport("ActionError", error, function=step.function, code="MOCKED")
        return FunctionOutcome("error", step.id, error=report, error_code="MOCKED")
    return FunctionOutcome("success", step.id, data=data, summary=summary or "made up by hand")
