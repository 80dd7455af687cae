"""Call a method that an extension exposes to others, as another extension would."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, report_fields, write
from workbench.cli.render import json_object

if TYPE_CHECKING:
    from workbench.kernel.invocation import Outcome
    from workbench.kernel.kernel import Kernel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the extensions, the method and its parameters."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("method", metavar="METHOD", help="its name, or app.name of one of several")
    parser.add_argument("--params", default="{}", help="JSON object")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print what the method answered; 2 if nobody exposes it, 4 if it failed."""
    arguments.params = json_object(arguments.params)
    app_id, method, outcome = asyncio.run(_call(arguments))
    write(_fields(app_id, method, outcome))
    return Exit.OK if outcome.ok else Exit.FAILED


async def _call(arguments: argparse.Namespace) -> tuple[str, str, Outcome]:
    async with open_kernel(arguments, arguments.paths) as kernel:
        app_id, method = _target(kernel, arguments.method)
        outcome = await kernel.ipc.run(app_id, method, arguments.params)
        await kernel.settled()
        return app_id, method, outcome


def _target(kernel: Kernel, wanted: str) -> tuple[str, str]:
    """App and method of a name; the app may be left out where only one exposes it."""
    exposed = [
        (app_id, name)
        for app_id, extension in kernel.extensions.items()
        for name in extension.declarations.names("exposed")
    ]
    found = [pair for pair in exposed if wanted in (pair[1], ".".join(pair))]
    if len(found) == 1:
        return found[0]
    known = ", ".join(".".join(pair) for pair in exposed) or "nothing"
    if found:
        message = f"several extensions expose {wanted!r}: say which, as app.method"
        raise CommandError.of(Exit.USAGE, "UsageError", message, f"Exposed: {known}")
    message = f"no exposed method {wanted!r}"
    raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, f"Exposed: {known}")


def _fields(app_id: str, method: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": "ipc",
        "id": outcome.span_id,
        "app_id": app_id,
        "method": method,
        "status": outcome.status,
        "value": outcome.value,
        "error": report_fields(outcome.error) if outcome.error else None,
        "duration_ms": outcome.duration_ms,
        "spans": [span.as_json() for span in outcome.spans],
    }
