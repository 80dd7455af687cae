"""What can go wrong in the kernel, in a form a person can act on.

Every failure that reaches a screen, a record or the command line is an `ErrorReport`: a type, a
sentence, and the line of the author's code it happened in.
"""

from __future__ import annotations

from workbench.wire.errors import ErrorReport, Frame

__all__ = [
    "DeadlineError",
    "ErrorReport",
    "Frame",
    "HostLost",
    "LoadError",
    "NotDeclared",
    "SettingsError",
    "WorkbenchError",
]


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
