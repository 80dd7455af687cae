"""Write an extension's manifest, imperal.json, with the SDK in use."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from workbench.cli.options import add_common, kernel_options, require_extension
from workbench.cli.output import Exit, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the extension's folder."""
    parser.add_argument("path", type=Path)
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print where it was written, and of which version; what was kept in it by hand stays."""
    require_extension(arguments.path)
    arguments.state = arguments.state or ":memory:"
    file = asyncio.run(_build(arguments))
    manifest = json.loads(file.read_text(encoding="utf-8"))
    write({"app_id": manifest.get("app_id"), "version": manifest.get("version"), "file": str(file)})
    return Exit.OK


async def _build(arguments: argparse.Namespace) -> Path:
    from workbench.kernel.kernel import Kernel

    kernel = await Kernel.start(kernel_options(arguments, [arguments.path]))
    try:
        return await kernel.builds.write_manifest(arguments.path)
    finally:
        await kernel.close()
