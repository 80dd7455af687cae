"""List the background tasks of a workspace, start one and follow it, or cancel one.

Without an option: one line per task of all sessions. --run calls a chat function and follows the
work it leaves behind, a line per sign of life; with --until in virtual time, which skips over what
only sleeps. --cancel asks the session that runs a task, such as the open window, to cancel it, and
waits for its end.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import add_common, open_kernel, require_extension, state_folder
from workbench.cli.output import CommandError, Exit, report_fields, write
from workbench.cli.render import json_object
from workbench.cli.times import until

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.tasks.history import PastTask
    from workbench.kernel.tasks.task import Task

_WAIT_S = 15.0
_ENDED_WELL = frozenset({"success", "cancelled", "running"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do with which task."""
    parser.add_argument("path", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--run", metavar="FUNCTION", help="call it and follow its background work")
    what.add_argument("--cancel", metavar="ID", help="cancel a task of a running session")
    parser.add_argument("--params", default="{}", help="with --run: a JSON object")
    parser.add_argument("--cancel-at", type=float, metavar="PERCENT", help="with --run")
    parser.add_argument("--until", metavar="TIME", help="with --run: let virtual time run to it")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print tasks; 2 for a task nobody runs, 4 for one that failed."""
    require_extension(arguments.path)
    if arguments.until and not arguments.run:
        raise CommandError.of(Exit.USAGE, "UsageError", "--until goes with --run")
    if arguments.run:
        arguments.params = json_object(arguments.params)
        return asyncio.run(_run(arguments))
    state = state_folder(arguments.state, [arguments.path])
    tasks = _history(state)
    if arguments.cancel:
        return _cancel(arguments, tasks)
    for task in tasks:
        if arguments.user in (None, task.newest.actor):
            write(_past_line(task))
    return Exit.OK


# -- running one --------------------------------------------------------------------------------


async def _run(arguments: argparse.Namespace) -> Exit:
    start = time.time()
    end = None if arguments.until is None else until(arguments.until, start)
    clock = {} if end is None else {"clock_start": start, "clock_paused": True}
    async with open_kernel(arguments, [arguments.path], **clock) as kernel:
        (app_id,) = kernel.extensions
        declared = kernel.extensions[app_id].declarations.names("function")
        if arguments.run not in declared:
            hint = f"{app_id} declares: {', '.join(declared) or 'no chat functions'}"
            message = f"no chat function {arguments.run!r}"
            raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, hint)
        follow = _Follower(kernel, arguments.cancel_at)
        kernel.tasks.changed.connect(follow)
        outcome = await kernel.call(app_id, arguments.run, arguments.params, source="cli")
        if end is None:
            await kernel.settled()
        else:
            await kernel.clock.jump(max(end, kernel.clock.now()))
        if outcome.error is not None:
            write({"error": report_fields(outcome.error)})
            return Exit.FAILED
        statuses = {task.status for task in kernel.tasks.all()}
        return Exit.OK if statuses <= _ENDED_WELL else Exit.FAILED


class _Follower:
    """Writes a line for every change of a task, and cancels it at a given progress."""

    def __init__(self, kernel: Kernel, cancel_at: float | None) -> None:
        self._kernel = kernel
        self._cancel_at = cancel_at

    def __call__(self, task: Task) -> None:
        write(self._line(task))
        percent, limit = task.percent, self._cancel_at
        if task.cancelling or percent is None or limit is None:
            return
        if task.running and percent >= limit:
            self._kernel.tasks.cancel(task.id)

    def _line(self, task: Task) -> dict[str, Any]:
        took = None if task.ended_at is None else (task.ended_at - task.at) * 1e3
        return {
            "kind": "task",
            "id": task.id,
            "cause_id": task.cause_id,
            "app_id": task.app_id,
            "actor": task.user_id,
            "at": _iso(self._kernel.clock.now()),
            "duration_ms": took,
            "status": "cancelling" if task.cancelling and task.running else task.status,
            "name": task.name,
            "function": task.function,
            "percent": task.percent,
            "message": task.message,
            "error": report_fields(task.error) if task.error else None,
        }


# -- those of all sessions ------------------------------------------------------------------------


def _cancel(arguments: argparse.Namespace, tasks: list[PastTask]) -> Exit:
    from workbench.kernel.tasks.requests import request_cancel

    found = [task for task in tasks if task.newest.id == arguments.cancel and task.live]
    if not found or found[-1].status != "running":
        known = ", ".join(t.newest.id for t in tasks if t.status == "running") or "none"
        message = f"no running task {arguments.cancel!r}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, f"Running: {known}")
    task = found[-1]
    if arguments.user not in (None, task.newest.actor):
        message = f"403: task {arguments.cancel} belongs to another user than {arguments.user}"
        raise CommandError.of(Exit.FAILED, "PermissionError", message)
    request_cancel(task.journal, arguments.cancel)
    ended = _wait_for_end(state=task.journal.parent.parent, task=task)
    write(_past_line(ended))
    return Exit.OK if ended.status in _ENDED_WELL else Exit.FAILED


def _wait_for_end(state: Path, task: PastTask) -> PastTask:
    """The task once it has ended, or as it is when that takes too long: it has to cooperate."""
    deadline = time.monotonic() + _WAIT_S
    while True:
        again = next(
            each
            for each in _history(state)
            if each.journal == task.journal and each.newest.id == task.newest.id
        )
        if again.status != "running" or time.monotonic() > deadline:
            return again
        time.sleep(0.2)


def _history(state: Path | str) -> list[PastTask]:
    from workbench.kernel.tasks.history import task_history

    return [] if state == ":memory:" else task_history(Path(state))


def _past_line(task: PastTask) -> dict[str, Any]:
    from workbench.kernel.errors import ErrorReport

    record, body = task.newest, task.newest.body
    error = body.get("error")
    return {
        "kind": "task",
        "id": record.id,
        "cause_id": record.cause_id,
        "app_id": record.app_id,
        "actor": record.actor,
        "at": _iso(task.first.at),
        "duration_ms": None if task.status == "running" else (record.at - task.first.at) * 1e3,
        "status": task.status,
        "name": record.name,
        "function": body.get("function"),
        "percent": body.get("percent"),
        "message": body.get("message") or "",
        "error": report_fields(ErrorReport.from_json(error)) if error else None,
        "session": task.journal.stem,
    }


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
