"""What a session that was cut off left unfinished, read from its journal by the next one.

Background work it was told to do has ended with it, and its user is told so; events it took and
did not deliver are delivered once their subscribers are loaded (long-running AI calls, events).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.kernel.errors import ErrorReport
from workbench.kernel.events.backlog import Undelivered
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.journal.record import Record
from workbench.kernel.sessions.marks import abandoned

if TYPE_CHECKING:
    from workbench.kernel.events.events import Events
    from workbench.kernel.tasks.tasks import Tasks

_TAKEN = frozenset({"published", "waiting"})
"""Statuses of the records with which a session takes an event upon itself."""


@dataclass(slots=True)
class Leftovers:
    """The unfinished work of one session: its tasks' start records, its undelivered events."""

    session: str
    tasks: list[Record] = field(default_factory=list)
    events: list[Undelivered] = field(default_factory=list)


async def recover(state: Path, tasks: Tasks, events: Events) -> list[Leftovers]:
    """Take over what earlier sessions of `state` left; what was taken is not found again."""
    found = []
    for mark in await asyncio.to_thread(lambda: list(abandoned(state))):
        left = await asyncio.to_thread(read_leftovers, mark.journal)
        await events.inherit(left.events)
        for record in left.tasks:
            await tasks.inherit(record, left.session)
        await _close_tasks(mark.journal, left.tasks)
        mark.release()
        found.append(left)
    return found


def read_leftovers(journal: Path) -> Leftovers:
    """What the journal of a session says was begun and not ended."""
    tasks: dict[str, Record] = {}
    events: dict[str, Undelivered] = {}
    left = Leftovers(journal.stem)
    reader = Reader(journal)
    try:
        for page in reader.walk(Query(kinds=("task", "event"))):
            for record in page:
                if record.kind == "task":
                    tasks[record.id] = record
                else:
                    _follow(events, record, left.session)
    finally:
        reader.close()
    left.tasks = [record for record in tasks.values() if record.status == "started"]
    left.events = [event for event in events.values() if event.handlers]
    return left


def _follow(events: dict[str, Undelivered], record: Record, session: str) -> None:
    """Note a publication, or strike out a subscriber that has run."""
    if record.status in _TAKEN and "subscribers" in record.body:
        envelope = dict(record.body)
        handlers = list(envelope.pop("subscribers"))
        envelope.pop("recovered", None)
        events[record.id] = Undelivered(session, record.id, envelope, handlers)
        return
    event = events.get(record.cause_id or "")
    heard = f"{record.app_id}/{record.name}"
    if event is not None and heard in event.handlers:
        event.handlers.remove(heard)


def cut_off(name: str) -> ErrorReport:
    """Why a task of an earlier session ended."""
    message = f"background task {name!r} was running when the session ended"
    return ErrorReport("SessionEnded", message, hint="Start it again.", code="INTERNAL")


async def _close_tasks(path: Path, tasks: list[Record]) -> None:
    """Write the end of its tasks into the journal they began in, for whoever reads that one."""
    if not tasks:
        return
    journal = Journal.open(path)
    for record in tasks:
        error = cut_off(record.name).to_json()
        journal.append(
            "task",
            record.name,
            id=record.id,
            cause_id=record.cause_id,
            app_id=record.app_id,
            actor=record.actor,
            status="host_lost",
            body={**record.body, "status": "host_lost", "error": error},
        )
    await journal.close()
