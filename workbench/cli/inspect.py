"""Print everything an extension declares, each with its file and line."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import Exit, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder to inspect."""
    parser.add_argument("path", type=Path)
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Load it and print its declarations as one object."""
    arguments.state = arguments.state or ":memory:"
    return asyncio.run(_inspect(arguments))


async def _inspect(arguments: argparse.Namespace) -> Exit:
    async with open_kernel(arguments, [arguments.path]) as kernel:
        (extension,) = kernel.extensions.values()
        write(extension.declarations)
    return Exit.OK
