"""Parameters that do not fit a chat function's model, in the platform's error codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from workbench.host.report import Reporter
from workbench.wire.errors import ErrorReport

if TYPE_CHECKING:
    from workbench.host.handlers import Handler

_LONGEST_INPUT = 80


def validation_report(
    error: BaseException, handler: Handler, reporter: Reporter
) -> ErrorReport | None:
    """A report of what is wrong with each field; None if `error` is something else.

    An author's own models may fail inside the handler too: those errors have the handler's frames
    on their stack and are ordinary ones.
    """
    if handler.params_model is None or not isinstance(error, ValidationError):
        return None
    plain = reporter.report(error, doing=handler.doing, handler=handler.function)
    if any(frame.function == handler.function.__name__ for frame in plain.traceback):
        return None
    problems = error.errors(include_url=False)
    missing = any(problem["type"] == "missing" for problem in problems)
    return ErrorReport(
        type="ValidationError",
        message="; ".join(_describe(dict(problem)) for problem in problems),
        file=plain.file,
        line=plain.line,
        function=plain.function,
        hint=f"the parameters must fit {handler.params_model.__name__}",
        code="VALIDATION_MISSING_FIELD" if missing else "VALIDATION_TYPE_ERROR",
    )


def _describe(problem: dict[str, Any]) -> str:
    """One field in words: ``limit: Input should be a valid integer (got 'many')``."""
    place = ".".join(str(part) for part in problem["loc"]) or "parameters"
    if problem["type"] == "missing":
        return f"{place}: {problem['msg']}"
    given = repr(problem.get("input"))
    if len(given) > _LONGEST_INPUT:
        given = given[:_LONGEST_INPUT] + "…"
    return f"{place}: {problem['msg']} (got {given})"
