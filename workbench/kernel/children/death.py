"""How a child ended, and what that means for the calls it was working on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from workbench.kernel.children.process import Exit
from workbench.kernel.errors import ErrorReport, Frame

_NOT_THE_AUTHOR_S: Final = (f"{os.sep}.venv{os.sep}", f"{os.sep}site-packages{os.sep}")


@dataclass(frozen=True, slots=True)
class Death:
    """The end of a child: how, why if the kernel ended it, and its last known stack."""

    exit: Exit
    reason: str | None
    stack: tuple[Frame, ...]

    def describe(self) -> str:
        """The end in one sentence fragment."""
        return self.reason or f"the extension's process {self.exit.describe()}"


def lost_report(
    death: Death | None, root: Path | None, declared: Mapping[str, Any] | None
) -> ErrorReport:
    """What an invocation of a dead child ends with.

    Its place is the last stack in the author's folder; for a crash that left none, the declaration
    of the handler that was running.
    """
    stack = death.stack if death is not None else ()
    place = innermost(stack, root)
    known = declared or {}
    return ErrorReport(
        "HostLost",
        death.describe() if death is not None else "the extension's process is gone",
        file=place.file if place else known.get("file"),
        line=place.line if place else known.get("line"),
        function=place.function if place else None,
        traceback=stack,
    )


def start_report(python: str, death: Death | None) -> ErrorReport:
    """Why an interpreter never said hello, in its own last words."""
    text = death.exit.text.strip() if death is not None else ""
    last = text.splitlines()[-1] if text else "no output"
    ending = death.exit.describe() if death is not None else "ended"
    return ErrorReport(
        "InterpreterError",
        f"{python} {ending} before it was ready: {last}",
        hint="Choose another interpreter with --python.",
    )


def innermost(stack: tuple[Frame, ...], root: Path | None) -> Frame | None:
    """The last frame of ``stack`` that is the author's: inside the folder, not its environment."""
    if root is None:
        return None
    base = str(root.resolve()) + os.sep
    for frame in reversed(stack):
        if frame.file.startswith(base) and not any(p in frame.file for p in _NOT_THE_AUTHOR_S):
            return frame
    return None
