"""Start an extension in a new folder: one that loads, validates and shows a panel."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from workbench.cli.output import CommandError, Exit, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder to make."""
    parser.add_argument(
        "path", type=Path, help="a folder that is not there; its name is the app id"
    )
    parser.add_argument("--template", choices=("chat", "tool"), default="chat")


def run(arguments: argparse.Namespace) -> Exit:
    """Print the folder and its files; 1 if the name is no app id or the folder cannot be made."""
    from workbench.kernel.authoring import start_extension
    from workbench.kernel.errors import WorkbenchError

    try:
        folder = asyncio.run(start_extension(arguments.path, arguments.template))
    except WorkbenchError as error:
        raise CommandError.of(Exit.USAGE, "UsageError", str(error), None) from error
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    write(
        {
            "app_id": folder.name,
            "folder": str(folder),
            "files": [path.relative_to(folder).as_posix() for path in files],
        }
    )
    return Exit.OK
