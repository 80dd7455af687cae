"""Call one chat function with given parameters, as a panel's button would."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, report_fields, write
from workbench.cli.render import json_object

if TYPE_CHECKING:
    from workbench.kernel.functions import FunctionOutcome
    from workbench.kernel.kernel import Kernel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the function and its parameters."""
    parser.add_argument("path", type=Path)
    parser.add_argument("function")
    parser.add_argument("--params", default="{}", help="JSON object")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the outcome; 4 if the handler raised or answered with an error."""
    arguments.params = json_object(arguments.params)
    outcome = asyncio.run(_call(arguments))
    write(_fields(outcome))
    return Exit.OK if outcome.status == "success" else Exit.FAILED


async def _call(arguments: argparse.Namespace) -> FunctionOutcome:
    async with open_kernel(arguments, [arguments.path]) as kernel:
        (app_id,) = kernel.extensions
        _require(kernel, app_id, arguments.function)
        return await kernel.call(app_id, arguments.function, arguments.params, source="cli")


def _require(kernel: Kernel, app_id: str, function: str) -> None:
    declared = [entry["name"] for entry in kernel.extensions[app_id].declarations["functions"]]
    if function not in declared:
        hint = f"{app_id} declares: {', '.join(declared) or 'no chat functions'}"
        message = f"no chat function {function!r}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, hint)


def _fields(outcome: FunctionOutcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "data": outcome.data,
        "summary": outcome.summary,
        "error": report_fields(outcome.error) if outcome.error else None,
        "ui": outcome.ui,
        "refresh_panels": outcome.refresh_panels,
        "duration_ms": outcome.duration_ms,
        "spans": outcome.spans,
    }
