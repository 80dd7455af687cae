"""Write a session's journal in a format another tool opens."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.cli.output import CommandError, Exit

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

FORMATS: Final = {
    "chrome-trace": "chrome_trace:chrome_trace",
    "har": "har:har",
    "otlp": "otlp:otlp",
}
"""Format -> where in `workbench.kernel.export` it is made."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the session and the format."""
    parser.add_argument(
        "session", type=Path, help="a session's file, or a state folder: its newest session"
    )
    parser.add_argument("--as", dest="format", choices=tuple(FORMATS), required=True)
    parser.add_argument("--out", type=Path, help="write there instead of to standard output")


def run(arguments: argparse.Namespace) -> Exit:
    """Write the export; 2 if there is no such session."""
    import orjson

    file = session_file(arguments.session)
    module, _, name = FORMATS[arguments.format].partition(":")
    make: Callable[[Iterable[Record]], dict[str, Any]]
    make = getattr(import_module(f"workbench.kernel.export.{module}"), name)
    data = orjson.dumps(make(_records(file)), option=orjson.OPT_NON_STR_KEYS, default=str)
    if arguments.out is not None:
        arguments.out.write_bytes(data)
        return Exit.OK
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()
    return Exit.OK


def _records(file: Path) -> Iterator[Record]:
    from workbench.kernel.journal.reader import Query, Reader

    try:
        reader = Reader(file)
        for page in reader.walk(Query()):
            yield from page
        reader.close()
    except sqlite3.DatabaseError as error:
        message = f"{file} is no session that can be read: {error}"
        raise CommandError.of(Exit.USAGE, "NotASession", message) from error


def session_file(place: Path) -> Path:
    """A session's file, or the newest session of a state folder; `CommandError` 2 for neither."""
    from workbench.kernel.sessions.marks import newest_journal

    file = place if place.is_file() else newest_journal(place)
    if file is None:
        hint = "Name a session's .sqlite file, or the folder given to --state."
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"no session in {place}", hint)
    return file
