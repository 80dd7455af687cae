"""The assistant's words about what a turn did, made of the functions' own summaries."""

from __future__ import annotations

from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.turn import Step, Turn

_SHOWN = 6


def answer_text(turn: Turn, catalogue: Catalogue) -> str:
    """What the assistant says when a turn is over; one line per step of a chain."""
    if not turn.steps:
        return _no_function(catalogue)
    return "\n".join(_step_text(step) for step in turn.steps)


def declined_text(turn: Turn, status: str) -> str:
    """What the assistant says when a confirmation did not become a yes."""
    done = [_step_text(step) for step in turn.steps if step.status == "success"]
    why = "Nobody confirmed in time" if status == "expired" else "Cancelled"
    if not done:
        return f"{why}. Nothing was changed."
    return "\n".join([*done, f"{why}. What ran before stays; the rest did not run."])


def _step_text(step: Step) -> str:
    if step.status == "success":
        return step.summary or f"{step.function}: ✓ done"
    if step.status == "skipped":
        return f"{step.function}: {step.error.message if step.error else 'not run'}"
    if step.status == "cancelled":
        return f"{step.function}: cancelled"
    error = step.error
    if error is None:
        return f"{step.function}: {step.status}"
    told = error.message if error.type == "ActionError" else f"{error.type}: {error.message}"
    return f"{step.function} failed: {told}"


def _no_function(catalogue: Catalogue) -> str:
    if not catalogue.entries:
        return "No extension with chat functions is loaded."
    names = [entry.name for entry in catalogue.entries[:_SHOWN]]
    more = len(catalogue.entries) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"I found no function for that. I can do: {listed}."
