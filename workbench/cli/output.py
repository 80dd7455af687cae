"""What every command writes: JSON on stdout, one exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.kernel.errors import ErrorReport


class Exit(IntEnum):
    """Exit codes; when several outcomes meet, the worst (highest) wins."""

    OK = 0
    USAGE = 1
    NOT_FOUND = 2
    LOAD_FAILED = 3
    FAILED = 4
    INTERNAL = 5


class CommandError(Exception):
    """A command cannot be carried out: what it prints as ``error`` and how it exits.

    Parameters: `code` the exit code, `error` the fields ``type, message, file, line, hint``.
    """

    def __init__(self, code: Exit, error: Mapping[str, Any]) -> None:
        super().__init__(str(error.get("message", "")))
        self.code = code
        self.error = dict(error)

    @classmethod
    def of(cls, code: Exit, kind: str, message: str, hint: str | None = None) -> CommandError:
        """An error of our own, without a place in the author's code."""
        return cls(code, error_fields(kind, message, hint=hint))


def error_fields(
    kind: str, message: str, *, file: str | None = None, line: int | None = None,
    hint: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The error object of every command: type, message, the author's file and line, a hint."""
    return {"type": kind, "message": message, "file": file, "line": line, "hint": hint}


def report_fields(report: ErrorReport) -> dict[str, Any]:
    """An `ErrorReport` as the commands print it."""
    return error_fields(
        report.type, report.message, file=report.file, line=report.line, hint=report.hint
    )


def write(value: Mapping[str, Any]) -> None:
    """Write one JSON object as one line."""
    import orjson  # the window writes nothing, and its first frame does not wait for this

    line = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
