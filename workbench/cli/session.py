"""The sessions of a workspace: list them, take one out or in, keep one, remove old ones."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import state_folder
from workbench.cli.output import CommandError, Exit, write

if TYPE_CHECKING:
    from workbench.kernel.sessions.past import PastSession
    from workbench.kernel.sessions.retention import RetentionRule, Verdict

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
    kept = actions.add_parser("keep", help="keep a session, whatever its age")
    kept.add_argument("session", type=Path, help="a session's file, or a state folder: its newest")
    kept.add_argument("--name", default="", help="what lists call it")
    kept.add_argument("--no", action="store_true", help="keep it no longer than others")
    pruned = actions.add_parser("prune", help="remove sessions that are old and not needed")
    pruned.add_argument("paths", nargs="*", type=Path, help="extension folders of the workspace")
    pruned.add_argument("--state", help="state folder of the workspace")
    pruned.add_argument("--all", action="store_true", help="those of every workspace")
    pruned.add_argument("--dry-run", action="store_true", help="only say what would go")
    pruned.add_argument("--newest", type=_count, help="how many stay whatever their age")
    pruned.add_argument("--days", type=_days, help="how long each stays")
    pruned.add_argument("--profile", default="seeds", help="whose rule it is, else")


def run(arguments: argparse.Namespace) -> Exit:
    """Do it; 2 if there is no such session, 1 for a file that is none."""
    actions = {
        "list": _list,
        "export": _export,
        "import": _import,
        "keep": _keep,
        "prune": _prune,
    }
    return actions[str(arguments.action)](arguments)


def _list(arguments: argparse.Namespace) -> Exit:
    from workbench.kernel.sessions.past import past_sessions

    for session in past_sessions(_state(arguments)):
        write(_row(session))
    return Exit.OK


def _row(session: PastSession) -> dict[str, Any]:
    return {
        "session": session.name,
        "state": session.state,
        "apps": list(session.apps),
        "records": session.records,
        "size": session.size,
        "kept": session.kept,
        "touched": _instant(session.touched),
        "file": str(session.journal),
    }


def _instant(at: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _export(arguments: argparse.Namespace) -> Exit:
    from workbench.cli.export import session_file
    from workbench.kernel.masking import Masker
    from workbench.kernel.services.secrets import given_secrets
    from workbench.kernel.sessions.archive import export_session
    from workbench.kernel.sessions.kept import keep_exported

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
    keep_exported(journal)
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


def _keep(arguments: argparse.Namespace) -> Exit:
    from workbench.cli.export import session_file
    from workbench.kernel.sessions.kept import keep, kept_as, let_go

    journal = session_file(arguments.session)
    if arguments.no:
        let_go(journal)
    else:
        keep(journal, arguments.name)
    write({"session": journal.stem, "kept": kept_as(journal), "file": str(journal)})
    return Exit.OK


def _prune(arguments: argparse.Namespace) -> Exit:
    """A line for each session with why it stays, then what goes together."""
    import time

    from workbench.kernel.sessions.retention import judge, prune

    folders = _every_state() if arguments.all else [_state(arguments)]
    rule, now = _rule(arguments), time.time()
    sessions = kept = freed = 0
    for state in folders:
        verdicts = judge(state, rule, now)
        going = [verdict for verdict in verdicts if verdict.why is None]
        gone = going if arguments.dry_run else prune(state, rule, now)
        for verdict in verdicts:
            write(_verdict(verdict))
        sessions += len(gone)
        kept += len(verdicts) - len(gone)
        freed += sum(verdict.size for verdict in gone)
    write({"sessions": sessions, "freed": freed, "kept": kept, "dry_run": arguments.dry_run})
    return Exit.OK


def _every_state() -> list[Path]:
    """The state folders of all workspaces that were ever opened without naming one."""
    from workbench.cli.options import workspaces

    return sorted(path for path in workspaces().glob("*") if path.is_dir())


def _rule(arguments: argparse.Namespace) -> RetentionRule:
    from workbench.kernel.profile import Profile
    from workbench.kernel.sessions.retention import RetentionRule

    usual = RetentionRule.of(Profile.load(arguments.profile))
    return RetentionRule(
        usual.newest if arguments.newest is None else arguments.newest,
        usual.days if arguments.days is None else arguments.days,
    )


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "session": verdict.journal.stem,
        "stays": verdict.why,
        "size": verdict.size,
        "touched": _instant(verdict.touched),
        "file": str(verdict.journal),
    }


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of sessions")
    return int(text)


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = -1.0
    if not 0 <= days < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return days


def _state(arguments: argparse.Namespace) -> Path:
    roots = [path.absolute() for path in arguments.paths]
    if not roots and not arguments.state:
        hint = "Name the extension folders of the workspace, or its --state folder."
        raise CommandError.of(Exit.USAGE, "UsageError", "which workspace?", hint)
    folder = state_folder(arguments.state, roots)
    if not isinstance(folder, Path):
        raise CommandError.of(Exit.USAGE, "UsageError", "there is no folder", _MEMORY)
    return folder
