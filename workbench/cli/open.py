"""Open the window on one or several extension folders, or on the bundled notes sample."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from workbench import paths
from workbench.cli.options import add_common, kernel_options, require_extension
from workbench.cli.output import CommandError, Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders to open."""
    parser.add_argument("paths", nargs="*", type=Path, help="extension folders")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default=None)
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Open the window; returns when it is closed."""
    roots = [path.absolute() for path in arguments.paths] or [paths.samples() / "notes"]
    for root in roots:
        require_extension(root)
    if importlib.util.find_spec("qasync") is None or importlib.util.find_spec("PySide6") is None:
        hint = "Install imperal-workbench with its dependencies, or use a headless command."
        raise CommandError.of(Exit.USAGE, "NoWindow", "PySide6 and qasync are not installed", hint)
    from workbench.gui import app

    # The kernel's options are built after the first frame: they import pydantic and Redis.
    code = app.run(
        roots,
        lambda: kernel_options(arguments, roots, watch=True, drivers=True),
        theme=arguments.theme,
    )
    return Exit.OK if code == 0 else Exit.INTERNAL
