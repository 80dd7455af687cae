"""The command line of ``imperal``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from imperal_sdk import __version__
from imperal_sdk.cli import project
from imperal_sdk.cli.output import CommandError, complain
from imperal_sdk.cli.scaffold import TEMPLATES, create

ON_THE_PLATFORM = ("deploy", "logs")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 failed or findings, 2 wrong usage."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return command(arguments)
    except CommandError as error:
        complain(f"imperal: {error}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="imperal", description="Start, build and check.")
    parser.add_argument("--version", action="version", version=f"imperal {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_init(commands)
    _add_validate(commands)
    _add(commands, "build", project.build, "write imperal.json from the code")
    _add(commands, "test", project.test, "run the extension's tests")
    _add(commands, "schedules", project.schedules, "list cron jobs with their next fires")
    _add(commands, "dev", project.dev, "open the extension in the workbench")
    for name in ON_THE_PLATFORM:
        _add(commands, name, partial(_elsewhere, name), "needs the platform")
    older = commands.add_parser("sdk", help="older spellings: sdk init, sdk validate")
    spelled = older.add_subparsers(required=True, metavar="COMMAND")
    _add_init(spelled)
    _add_validate(spelled)
    return parser


Commands = argparse._SubParsersAction


def _add(
    commands: Commands[argparse.ArgumentParser],
    name: str,
    run: Callable[[Path], int],
    help: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=help)
    parser.add_argument("path", nargs="?", default=".", type=Path, metavar="PATH")
    parser.set_defaults(run=lambda arguments: run(arguments.path))
    return parser


def _add_init(commands: Commands[argparse.ArgumentParser]) -> None:
    help = "start an extension in a new folder"
    parser = commands.add_parser("init", help=help, description=help)
    parser.add_argument("name", metavar="NAME", help="its app id, and the folder's name")
    parser.add_argument("--template", choices=sorted(TEMPLATES), default="chat")
    parser.set_defaults(run=lambda arguments: create(Path(arguments.name), arguments.template))


def _add_validate(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "validate", project.validate, "check code and manifest")
    parser.add_argument("--fix", action="store_true", help="write imperal.json anew first")
    parser.set_defaults(run=lambda arguments: project.validate(arguments.path, arguments.fix))


def _elsewhere(name: str, path: Path) -> int:
    raise CommandError(
        f"{name} of {path} talks to the platform: use the published imperal-sdk for it"
    )
