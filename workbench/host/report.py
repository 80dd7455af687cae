"""Turns an exception in the author's code into a report that leads to the line."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from typing import Any

from workbench.host.hints import Doing, hint_for
from workbench.host.load import NoExtensionError
from workbench.host.places import Places
from workbench.wire.errors import ErrorReport, Frame

_LONGEST_MESSAGE = 4000


class Reporter:
    """Writes reports about exceptions of the author's code."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def report(
        self,
        error: BaseException,
        *,
        doing: Doing,
        handler: Callable[..., Any] | None = None,
        code: str | None = None,
    ) -> ErrorReport:
        """Describe `error`.

        `doing` chooses the hints; `handler` is pointed at when no frame on the stack is the
        author's, as when the handler could not be called at all.
        """
        error = _leaf(error)
        frames = [*self._places.frames_of(error), *_frames_without_stack(error)]
        file, line, function = self._place(frames, handler)
        return ErrorReport(
            type=type(error).__name__,
            message=_message(error),
            file=file,
            line=line,
            function=function,
            hint=hint_for(error, frames, doing),
            code=code,
            traceback=tuple(frames),
        )

    def _place(
        self, frames: list[Frame], handler: Callable[..., Any] | None
    ) -> tuple[str | None, int | None, str | None]:
        innermost = self._places.innermost(frames)
        if innermost is not None:
            return innermost.file, innermost.line, innermost.function
        if handler is None:
            return None, None, None
        file, line = self._places.of(handler)
        return file, line, getattr(self._places.unwrap(handler), "__name__", None)


def _leaf(error: BaseException) -> BaseException:
    """The first real exception of a group: the group itself points at no line of interest."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    return error


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"the code called exit with {error.code!r}"
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, MemoryError) and not error.args:
        return "there is no memory left for this: the process has reached its cap"
    try:
        text = str(error)
    except Exception as broken:
        text = f"(its text cannot be read: {type(broken).__name__})"
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + " …"


def _frames_without_stack(error: BaseException) -> list[Frame]:
    """The place of what is wrong in a source as a whole, where no code of it was running."""
    if isinstance(error, SyntaxError) and error.filename:
        text = (error.text or "").strip()
        return [Frame(error.filename, error.lineno or 0, "<module>", text)]
    if isinstance(error, NoExtensionError) and error.file is not None:
        return [
            Frame(str(error.file), 1, "<module>", linecache.getline(str(error.file), 1).strip())
        ]
    return []
