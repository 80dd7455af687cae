"""What extensions print and log, as records of the journal."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.children.child import Child
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport


@dataclass(slots=True)
class _Storm:
    """What floods the log of a child: its line and invocation, and the invocations told of."""

    file: str | None = None
    line: int | None = None
    number: int | None = None
    told: set[int | None] = field(default_factory=set)


class LogDesk:
    """Takes the ``logs`` messages of all children."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._storms: weakref.WeakKeyDictionary[Child, _Storm] = weakref.WeakKeyDictionary()

    def take(self, child: Child, frame: Mapping[str, Any]) -> None:
        """Write a batch of lines; lines lost to a flood are counted in a record of their own."""
        rows = frame.get("records") or ()
        for row in rows:
            self._write(child, row)
        dropped = frame.get("dropped") or 0
        if dropped:
            self._drop(child, rows, dropped)

    def _drop(self, child: Child, rows: Sequence[Mapping[str, Any]], dropped: int) -> None:
        storm = self._storms.setdefault(child, _Storm())
        _follow(storm, rows)
        self._core.journal.append(
            "log",
            f"{dropped:,} lines were dropped: the extension writes faster than can be kept",
            app_id=child.app_id,
            status="dropped",
            body={"dropped": dropped, "file": storm.file, "line": storm.line},
        )
        if storm.number not in storm.told:
            storm.told.add(storm.number)
            self._tell(child, storm)

    def _tell(self, child: Child, storm: _Storm) -> None:
        """One problem for each handler that floods the log, whatever it goes on to write."""
        invocation = child.work.owner(storm.number)
        who = f"{invocation.trigger.kind} {invocation.trigger.name!r}" if invocation else "it"
        report = ErrorReport(
            "LogStorm",
            f"{who} writes lines faster than they can be kept; what is dropped is counted",
            file=storm.file,
            line=storm.line,
            hint="Write one line for many, or log at a level that is off.",
        )
        cause = invocation.span_id if invocation else None
        self._core.problem(report, app_id=child.app_id, cause_id=cause)

    def _write(self, child: Child, row: Mapping[str, Any]) -> None:
        invocation = child.work.owner(row.get("inv"))
        self._core.journal.append(
            "log",
            str(row.get("message") or ""),
            parent_id=invocation.span_id if invocation else None,
            app_id=child.app_id,
            actor=invocation.trigger.user.imperal_id if invocation else None,
            status=str(row.get("level") or "info"),
            body={
                "logger": row.get("logger"),
                "stream": row.get("stream"),
                "file": row.get("file"),
                "line": row.get("line"),
                "at": row.get("at"),
                "pid": child.pid,
            },
        )


def _follow(storm: _Storm, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take up the line that most of a batch came from; a batch may hold nothing but the count."""
    lines = Counter((row.get("inv"), row.get("file"), row.get("line")) for row in rows)
    if lines:
        (storm.number, storm.file, storm.line), _ = lines.most_common(1)[0]
