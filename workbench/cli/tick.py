"""Let virtual time run to an instant, and print everything it fires on the way.

Time starts at --from (default: now) and skips whatever nobody waits for; a handler that runs stops
it. Schedules fire at their cron expression's instants in UTC, as the system; skeletons are
refreshed on their TTL, for every person of the workspace. With --twice each schedule is run a
second time at the same instant, and what that changed is reported.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.lines import line_of
from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import Exit, report_fields, write
from workbench.cli.times import instant, until

if TYPE_CHECKING:
    from workbench.kernel.idempotency import SecondRun
    from workbench.kernel.journal.record import Record
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.schedules import Fire
    from workbench.kernel.skeletons.skeletons import Tick
    from workbench.kernel.timers import Hold

_PRINT_EVERY_S = 86_400.0
"""Virtual seconds between two looks at what there is to print."""
_HEAD = (
    "kind", "id", "parent_id", "cause_id", "app_id", "actor", "at", "duration_ms", "status", "name",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare from when, until when, and what to print."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--until", required=True, metavar="TIME", help="ISO, or +30d, +2h, +90s")
    parser.add_argument("--from", dest="start", metavar="TIME", help="ISO; default: now")
    parser.add_argument("--twice", action="store_true", help="run each schedule twice, and compare")
    parser.add_argument("--summary", action="store_true", help="print one line of totals only")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print what fires; 4 if a skeleton failed, or a schedule did after its retries."""
    start = time.time() if arguments.start is None else instant(arguments.start)
    return asyncio.run(_tick(arguments, start, until(arguments.until, start)))


async def _tick(arguments: argparse.Namespace, start: float, end: float) -> Exit:
    clock = {"clock_start": start, "clock_paused": True}
    async with open_kernel(arguments, arguments.paths, **clock) as kernel:
        report = _Report(kernel, quiet=arguments.summary)
        if arguments.twice:
            kernel.drivers.after_fire = report.run_again
            kernel.drivers.one_by_one = True
        began = time.perf_counter()
        kernel.drivers.start()
        for goal in _steps(start, end):
            await kernel.clock.jump(goal)
            await report.print_new()
        if arguments.summary:
            span = {"from": kernel.clock.iso(start), "until": kernel.clock.iso(end)}
            real_s = round(time.perf_counter() - began, 3)
            write({"summary": {**span, "real_s": real_s, **report.totals()}})
        return Exit.FAILED if report.failed else Exit.OK


def _steps(start: float, end: float) -> Iterator[float]:
    goal = start
    while goal < end:
        goal = min(goal + _PRINT_EVERY_S, end)
        yield goal


class _Report:
    """Gathers what fires and prints it in the order it began."""

    def __init__(self, kernel: Kernel, *, quiet: bool) -> None:
        self.failed = 0
        self._kernel = kernel
        self._quiet = quiet
        self._seq = kernel.journal.count()
        self._fires: dict[str, Fire] = {}
        self._ticks: dict[str, Tick] = {}
        self._seconds: dict[str, SecondRun] = {}
        self._counts: Counter[str] = Counter()
        kernel.schedules.fired.connect(lambda fire: self._fires.update({fire.span_id: fire}))
        kernel.skeletons.ticked.connect(lambda tick: self._ticks.update({tick.span_id: tick}))

    async def run_again(self, fire: Fire, hold: Hold) -> None:
        """Run a schedule that has just run a second time, and keep what came of it."""
        second = await self._kernel.idempotency.run_again(fire, hold)
        self._seconds[second.fire.span_id] = second

    async def print_new(self) -> None:
        """Print the lines of everything that fired since the last call."""
        journal = self._kernel.journal
        while records := await journal.query(
            ["schedule", "skeleton", "problem"], after_seq=self._seq, limit=500, newest_first=False
        ):
            for record in records:
                line = self._line(record)
                self._count(line)
                if not self._quiet:
                    write(line)
            self._seq = records[-1].seq
        self._fires.clear()
        self._ticks.clear()
        self._seconds.clear()

    def totals(self) -> dict[str, int]:
        """How many lines of each kind there were, and what they said."""
        names = ("schedule", "skeleton", "alert", "second_run", "problem", "failed", "retried")
        more = ("changed", "not_idempotent")
        return {name: self._counts[name] for name in (*names, *more)}

    def _count(self, line: dict[str, Any]) -> None:
        self._counts[line["kind"]] += 1
        self._counts["retried"] += bool(line.get("retry_at"))
        self._counts["changed"] += bool(line["kind"] == "skeleton" and line.get("changed"))
        self._counts["not_idempotent"] += line.get("idempotent") is False
        if line["kind"] != "problem" and not line.get("retry_at") and line["error"] is not None:
            self._counts["failed"] += 1
            self.failed += 1

    def _line(self, record: Record) -> dict[str, Any]:
        if record.kind == "problem":
            return {**_head(record, "problem"), "error": _error(record)}
        if record.kind == "schedule":
            return self._schedule(record)
        if record.body.get("kind") == "skeleton_alert":
            return {**_head(record, "alert"), "text": _text(record), "error": _error(record)}
        return self._skeleton(record)

    def _schedule(self, record: Record) -> dict[str, Any]:
        second = self._seconds.get(record.id)
        fire = self._fires.get(record.id)
        retry_at = fire.retry_at if fire else None
        line = {
            **_head(record, "schedule" if second is None else "second_run"),
            "source": record.body.get("source"),
            "attempt": record.body.get("attempt", 1),
            "retry_at": None if retry_at is None else self._kernel.clock.iso(retry_at),
            "value": record.body.get("value"),
            "error": _error(record),
        }
        if second is not None:
            changed = second.changed.items()
            line["idempotent"] = second.idempotent
            line["changed"] = {name: [d.as_json() for d in found] for name, found in changed}
            line["told"] = second.told
        return line

    def _skeleton(self, record: Record) -> dict[str, Any]:
        tick = self._ticks.get(record.id)
        head = _head(record, "skeleton")
        error = _error(record)
        if tick is not None and tick.error is not None:
            head["status"], error = tick.status, report_fields(tick.error)
        return {
            **head,
            "iteration": record.body.get("iteration", 1),
            "data": tick.data if tick else None,
            "changed": [d.as_json() for d in tick.changes] if tick else [],
            "alert": tick.alert if tick else None,
            "error": error,
        }


def _head(record: Record, kind: str) -> dict[str, Any]:
    line = line_of(record, kind)
    return {name: line[name] for name in _HEAD}


def _text(record: Record) -> str | None:
    value = record.body.get("value")
    if isinstance(value, dict):
        value = value.get("response") or value.get("summary")
    return value if isinstance(value, str) else None


def _error(record: Record) -> dict[str, Any] | None:
    error = record.body.get("error")
    if not isinstance(error, dict):
        return None
    return {name: error.get(name) for name in ("type", "message", "file", "line", "hint")}
