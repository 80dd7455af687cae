"""The ``workbench`` command: opens the window, or runs one headless command.

One JSON object per line on stdout and nothing else; logs on stderr; exit codes of `output.Exit`.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol, cast

from workbench.cli.output import CommandError, Exit, error_fields, write

# Command -> (module, one line of help); a module is imported only when its command runs.
COMMANDS: dict[str, tuple[str, str]] = {
    "open": ("workbench.cli.open", "open the window (the default)"),
    "inspect": ("workbench.cli.inspect", "print what an extension declares"),
    "render": ("workbench.cli.render", "call panels and print, or draw, what they answer"),
    "call": ("workbench.cli.call", "call one chat function"),
    "chat": ("workbench.cli.chat", "say something, or run a plan, and print the turn"),
    "tick": ("workbench.cli.tick", "let virtual time run, and print what it fires"),
    "emit": ("workbench.cli.emit", "publish an event and print every delivery"),
    "webhook": ("workbench.cli.webhook", "call a webhook, or listen for one"),
    "ipc": ("workbench.cli.ipc", "call a method an extension exposes to others"),
    "hook": ("workbench.cli.hook", "call a lifecycle hook, the health check, a tray item …"),
    "task": ("workbench.cli.task", "list, run or cancel background tasks"),
    "new": ("workbench.cli.new", "start an extension in a new folder"),
    "build": ("workbench.cli.build", "write an extension's manifest"),
    "check": ("workbench.cli.check", "run the SDK's validators"),
    "export": ("workbench.cli.export", "write a session for another tool"),
    "session": ("workbench.cli.session", "list, export, import, keep or remove sessions"),
}


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, arguments: argparse.Namespace) -> Exit:
        """Carry it out; raises `CommandError` or the kernel's `LoadError`."""


class _Parser(argparse.ArgumentParser):
    """Reports wrong usage as the JSON error of every other failure, with exit code 1."""

    def error(self, message: str) -> NoReturn:
        raise CommandError.of(Exit.USAGE, "UsageError", message, self.format_usage().strip())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in (*COMMANDS, "-h", "--help", "--version"):
        words.insert(0, "open")
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    return int(_guarded(lambda: _run(words)))


def _run(words: list[str]) -> Exit:
    if words[0] in ("-h", "--help", "--version"):
        _root_parser().parse_args(words)
    command = cast("Command", importlib.import_module(COMMANDS[words[0]][0]))
    parser = _Parser(prog=f"workbench {words[0]}", description=command.__doc__)
    command.add_arguments(parser)
    return command.run(parser.parse_args(words[1:]))


def _guarded(step: Callable[[], Exit]) -> Exit:
    try:
        return step()
    except CommandError as error:
        write({"error": error.error})
        return error.code
    except KeyboardInterrupt:
        return Exit.INTERNAL
    except Exception as error:
        return _unexpected(error)


def _unexpected(error: Exception) -> Exit:
    from workbench.cli.output import report_fields
    from workbench.kernel.errors import LoadError, SettingsError

    if isinstance(error, LoadError):
        write({"error": report_fields(error.report)})
        return Exit.LOAD_FAILED
    if isinstance(error, SettingsError):
        write({"error": error_fields("SettingsError", str(error))})
        return Exit.USAGE
    logging.getLogger("workbench").exception("internal error")
    write({"error": error_fields(type(error).__name__, str(error), hint="a fault of ours")})
    return Exit.INTERNAL


def _root_parser() -> argparse.ArgumentParser:
    from workbench import __version__

    listing = "\n".join(f"  {name:<9}{text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="workbench",
        usage="workbench [PATH …] | workbench COMMAND …",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=f"The Imperal platform on your desk.\n\ncommands:\n{listing}\n\n"
        "`workbench COMMAND --help` explains one.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    return parser


if __name__ == "__main__":
    sys.exit(main())
