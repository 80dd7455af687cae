"""Run the validators of the SDK in use and print their findings, then a summary."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from workbench.cli.options import add_common, kernel_options, require_extension
from workbench.cli.output import Exit, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder to check."""
    parser.add_argument("path", type=Path)
    parser.add_argument("--source-only", action="store_true", help="import nothing")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print one line per finding and one of counts; 4 if any of them is an error."""
    require_extension(arguments.path)
    arguments.state = arguments.state or ":memory:"
    findings = asyncio.run(_check(arguments))
    for finding in findings:
        write(finding)
    levels = Counter(finding["level"] for finding in findings)
    counts = {level: levels[level] for level in ("error", "warn", "info")}
    write({"summary": {**counts, "source_only": arguments.source_only}})
    return Exit.FAILED if levels["error"] else Exit.OK


async def _check(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from workbench.kernel.kernel import Kernel

    kernel = await Kernel.start(kernel_options(arguments, [arguments.path]))
    try:
        return await kernel.builds.check(arguments.path, source_only=arguments.source_only)
    finally:
        await kernel.close()
