"""Open the window on one or several extension folders, or on the bundled notes sample."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import paths
from workbench.cli.options import add_common, kernel_options, require_extension
from workbench.cli.output import CommandError, Exit

if TYPE_CHECKING:
    from workbench.kernel.options import KernelOptions

THEMES = ("light", "dark", "contrast", "system")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders to open."""
    parser.add_argument("paths", nargs="*", type=Path, help="extension folders")
    parser.add_argument("--theme", choices=THEMES, default=None)
    parser.add_argument("--session", type=Path, help="look at an earlier session's file instead")
    parser.add_argument("--record", help="the record of it to show")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Open the window; returns when it is closed."""
    roots = _roots(arguments)
    for root in roots:
        require_extension(root)
    if importlib.util.find_spec("qasync") is None or importlib.util.find_spec("PySide6") is None:
        hint = "Install imperal-workbench with its dependencies, or use a headless command."
        raise CommandError.of(Exit.USAGE, "NoWindow", "PySide6 and qasync are not installed", hint)
    from workbench.gui import app

    # The kernel's options are built after the first frame: they import pydantic and Redis.
    code = app.run(
        roots,
        lambda: _options(arguments, roots),
        theme=arguments.theme,
        record=arguments.record,
    )
    return Exit.OK if code == 0 else Exit.INTERNAL


def _roots(arguments: argparse.Namespace) -> list[Path]:
    """The folders to open: none beside an earlier session, which is only looked at."""
    if arguments.session is None:
        return [path.absolute() for path in arguments.paths] or [paths.samples() / "notes"]
    if not arguments.session.is_file():
        message = f"no session in {arguments.session}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, "Name a session's .sqlite file.")
    return []


def _options(arguments: argparse.Namespace, roots: list[Path]) -> KernelOptions:
    if arguments.session is None:
        return kernel_options(arguments, roots, watch=True, drivers=True)
    from workbench.kernel.sessions.viewing import viewing_options

    return viewing_options(arguments.session.absolute())
