"""What extensions print and log, as records of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.kernel.child import Child
from workbench.kernel.journal.journal import Journal


class LogDesk:
    """Takes the ``logs`` messages of all children."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def take(self, child: Child, frame: Mapping[str, Any]) -> None:
        """Write a batch of lines; lines lost to a flood are counted in a record of their own."""
        for row in frame.get("records") or ():
            self._write(child, row)
        dropped = frame.get("dropped") or 0
        if dropped:
            self._journal.append(
                "log",
                f"{dropped:,} lines were dropped: the extension writes faster than can be kept",
                app_id=child.app_id,
                status="dropped",
                body={"dropped": dropped},
            )

    def _write(self, child: Child, row: Mapping[str, Any]) -> None:
        invocation = child.owner(row.get("inv"))
        self._journal.append(
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
