"""List the sessions of a workspace, write one into a file, or take one in."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import state_folder
from workbench.cli.output import CommandError, Exit, write

if TYPE_CHECKING:
    from workbench.kernel.sessions.past import PastSession

_MEMORY = "Sessions kept in memory leave nothing; name a folder with --state."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do, with which session."""
    actions = parser.add_subparsers(dest="action", required=True)
    listed = actions.add_parser("list", help="the newest sessions, one a line")
    listed.add_argument("paths", nargs="*", type=Path, help="extension folders of the workspace")
    listed.add_argument("--state", help="state folder of the workspace")
    out = actions.add_parser("export", help="write a session into one file")
    out.add_argument("session", type=Path, help="a session's file, or a state folder: its newest")
    out.add_argument("--out", type=Path, required=True, help="the file to write")
    out.add_argument("--env-file", type=Path, help="secrets that must not be inside")
    taken = actions.add_parser("import", help="check a session's file and take it in")
    taken.add_argument("file", type=Path)
    taken.add_argument("paths", nargs="*", type=Path, help="extension folders of the workspace")
    taken.add_argument("--state", help="state folder to take it into")


def run(arguments: argparse.Namespace) -> Exit:
    """Do it; 2 if there is no such session, 1 for a file that is none."""
    actions = {"list": _list, "export": _export, "import": _import}
    return actions[str(arguments.action)](arguments)


def _list(arguments: argparse.Namespace) -> Exit:
    from workbench.kernel.sessions.past import past_sessions

    for session in past_sessions(_state(arguments)):
        write(_row(session))
    return Exit.OK


def _row(session: PastSession) -> dict[str, Any]:
    from datetime import UTC, datetime

    touched = datetime.fromtimestamp(session.touched, UTC).isoformat(timespec="seconds")
    return {
        "session": session.name,
        "state": session.state,
        "apps": list(session.apps),
        "records": session.records,
        "touched": touched.replace("+00:00", "Z"),
        "file": str(session.journal),
    }


def _export(arguments: argparse.Namespace) -> Exit:
    from workbench.cli.export import session_file
    from workbench.kernel.masking import Masker
    from workbench.kernel.services.secrets import given_secrets
    from workbench.kernel.sessions.archive import export_session

    journal = session_file(arguments.session)
    masker = Masker()
    for name, value in given_secrets(arguments.env_file).items():
        masker.add(name, value)
    store = journal.parents[1] / "state.sqlite"
    try:
        manifest = export_session(journal, arguments.out, store=store, masker=masker)
    except sqlite3.DatabaseError as error:
        message = f"{journal} is no session that can be read: {error}"
        raise CommandError.of(Exit.USAGE, "NotASession", message) from error
    write({"file": str(arguments.out.absolute()), **manifest})
    return Exit.OK


def _import(arguments: argparse.Namespace) -> Exit:
    from workbench.kernel.sessions.arrival import ArchiveError, import_session, read_manifest

    try:
        manifest = read_manifest(arguments.file)
        journal = import_session(arguments.file, _state(arguments))
    except ArchiveError as error:
        raise CommandError.of(Exit.USAGE, "NotASession", str(error)) from error
    write(
        {
            "session": journal.stem,
            "file": str(journal),
            "state": str(journal.parents[1]),
            "records": manifest["records"],
        }
    )
    return Exit.OK


def _state(arguments: argparse.Namespace) -> Path:
    roots = [path.absolute() for path in arguments.paths]
    if not roots and not arguments.state:
        hint = "Name the extension folders of the workspace, or its --state folder."
        raise CommandError.of(Exit.USAGE, "UsageError", "which workspace?", hint)
    folder = state_folder(arguments.state, roots)
    if not isinstance(folder, Path):
        raise CommandError.of(Exit.USAGE, "UsageError", "there is no folder", _MEMORY)
    return folder
