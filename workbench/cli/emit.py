"""Publish an event to the loaded extensions and print every delivery.

The event is published in the name of the extension its first word names, loaded or not. A
subscriber's error is swallowed, as on the platform: its line says so, and the exit code is 0.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.lines import line_of
from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import Exit, error_fields, write
from workbench.cli.render import json_object

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record
    from workbench.kernel.kernel import Kernel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subscribers and the event."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("event", metavar="EVENT", help="its full name, such as notes.created")
    parser.add_argument("--data", default="{}", help="JSON object")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print one line per delivery; 0 whatever became of them."""
    arguments.data = json_object(arguments.data)
    asyncio.run(_emit(arguments))
    return Exit.OK


async def _emit(arguments: argparse.Namespace) -> None:
    async with open_kernel(arguments, arguments.paths) as kernel:
        await kernel.settled()
        begun = kernel.journal.count()
        publisher = arguments.event.partition(".")[0]
        user = kernel.personas.current
        await kernel.events.emit(publisher, arguments.event, arguments.data, user=user)
        await kernel.settled()
        for record in await _deliveries(kernel, begun):
            write(delivery_line(record))


async def _deliveries(kernel: Kernel, after_seq: int) -> list[Record]:
    """The runs of event handlers since then, in the order they ended."""
    found: list[Record] = []
    while page := await kernel.journal.query(
        kinds=["event"], after_seq=after_seq, limit=500, newest_first=False
    ):
        found += [record for record in page if record.body.get("kind") == "event"]
        after_seq = page[-1].seq
    return found


def delivery_line(record: Record) -> dict[str, Any]:
    """One run of a subscriber as a line of ``emit`` and ``tick``."""
    line, body = line_of(record, "delivery"), record.body
    head = ("kind", "id", "cause_id", "app_id", "actor", "at", "duration_ms", "status")
    error = body.get("error")
    return {
        **{name: line[name] for name in head},
        "event_type": body.get("event_type"),
        "handler": record.name,
        "outcome": "swallowed" if error else "delivered",
        "data": body.get("params"),
        "error": _error(error) if error else None,
    }


def _error(error: dict[str, Any]) -> dict[str, Any]:
    return error_fields(
        str(error.get("type")),
        str(error.get("message")),
        file=error.get("file"),
        line=error.get("line"),
        hint=error.get("hint"),
    )
