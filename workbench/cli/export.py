"""Write a session's journal in a format another tool, or a person, opens."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workbench.cli.output import CommandError, Exit
from workbench.kernel.export.formats import FORMATS, NotASessionError, export


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the session and the format."""
    parser.add_argument(
        "session", type=Path, help="a session's file, or a state folder: its newest session"
    )
    ids = tuple(known.id for known in FORMATS)
    parser.add_argument("--as", dest="format", choices=ids, required=True)
    parser.add_argument("--out", type=Path, help="write there instead of to standard output")


def run(arguments: argparse.Namespace) -> Exit:
    """Write the export; 2 if there is no such session."""
    file = session_file(arguments.session)
    wanted = next(known for known in FORMATS if known.id == arguments.format)
    try:
        data = export(file, wanted)
    except NotASessionError as error:
        raise CommandError.of(Exit.USAGE, "NotASession", str(error)) from error
    if arguments.out is not None:
        arguments.out.write_bytes(data)
        return Exit.OK
    sys.stdout.buffer.write(data.rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()
    return Exit.OK


def session_file(place: Path) -> Path:
    """A session's file, or the newest session of a state folder; `CommandError` 2 for neither."""
    from workbench.kernel.sessions.marks import newest_journal

    file = place if place.is_file() else newest_journal(place)
    if file is None:
        hint = "Name a session's .sqlite file, or the folder given to --state."
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"no session in {place}", hint)
    return file
