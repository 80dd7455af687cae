"""What can go wrong in the kernel, in a form a person can act on.

Every failure that reaches a screen, a record or the command line is an `ErrorReport`: a type, a
sentence, and the line of the author's code it happened in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a traceback: `file` is absolute, `code` the source line without indentation."""

    file: str
    line: int
    function: str
    code: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Frame:
        """Read a frame as it travels on the wire; missing parts become empty."""
        return cls(
            file=str(data.get("file") or ""),
            line=int(data.get("line") or 0),
            function=str(data.get("function") or ""),
            code=str(data.get("code") or ""),
        )


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error as it is shown: `file`, `line` and `function` are the innermost author's frame.

    `hint` says what to do about it; `code` is the platform's error code when there is one
    (``VALIDATION_MISSING_FIELD`` and so on).
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    function: str | None = None
    hint: str | None = None
    code: str | None = None
    traceback: tuple[Frame, ...] = field(default=())

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ErrorReport:
        """Read a report as a host sends it; unknown keys are ignored, missing ones are None."""
        frames: Sequence[Mapping[str, Any]] = data.get("traceback") or ()
        return cls(
            type=str(data.get("type") or "Error"),
            message=str(data.get("message") or ""),
            file=data.get("file"),
            line=data.get("line"),
            function=data.get("function"),
            hint=data.get("hint"),
            code=data.get("code"),
            traceback=tuple(Frame.from_json(frame) for frame in frames),
        )

    def to_json(self) -> dict[str, Any]:
        """The same report as plain JSON values, for the wire, the journal and the command line."""
        data = asdict(self)
        data["traceback"] = [asdict(frame) for frame in self.traceback]
        return data


class WorkbenchError(Exception):
    """Base of the kernel's own errors; `report` is what the user is shown."""

    def __init__(self, message: str, *, report: ErrorReport | None = None, hint: str | None = None):
        super().__init__(message)
        self.report = report or ErrorReport(type=type(self).__name__, message=message, hint=hint)


class LoadError(WorkbenchError):
    """An extension could not be imported, or declares something that cannot be."""


class HostLost(WorkbenchError):  # noqa: N818 - the outcome's name, as records and docs spell it
    """The child process of an extension ended (or was ended) with work in flight."""


class NotDeclared(WorkbenchError):  # noqa: N818 - see HostLost
    """A panel, function, schedule … or extension of that name is not there."""


class DeadlineError(WorkbenchError):
    """An invocation outlived its cap and was interrupted."""


class SettingsError(WorkbenchError):
    """A profile, ``workbench.toml``, mock file or env file cannot be read as written."""
