"""Runs one scenario through the kernel's own interface and prints a line for each panel view.

``python -m benchmarks.views FOLDER SCENARIO --state DIR --python PYTHON --sdk SDK …``: stores the
documents, calls the preparing functions, then calls each view. A line has what ``workbench
render`` prints, and ``params``; a preparing call that fails prints ``{"prepare", "error"}``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from benchmarks.scenario import Scenario, Step, resolve
from workbench.cli.options import add_common, open_kernel
from workbench.cli.render import fields_of
from workbench.kernel.kernel import Kernel
from workbench.kernel.services import Scope, ServiceCall


async def lines(arguments: argparse.Namespace) -> AsyncIterator[dict[str, Any]]:
    """What the scenario brings, line by line."""
    scenario = Scenario.load(arguments.scenario)
    known: dict[str, Any] = {}
    async with open_kernel(arguments, [arguments.path]) as kernel:
        (app_id,) = kernel.extensions
        for step in scenario.prepare:
            if step.kind == "collection":
                known[step.name] = await store(kernel, app_id, step, known)
                continue
            outcome = await kernel.call(app_id, step.target, resolve(step.values, known))
            known[step.name] = {"data": outcome.data, "summary": outcome.summary}
            if not outcome.ok:
                message = outcome.error.message if outcome.error else outcome.status
                yield {"prepare": step.name, "error": message}
        await kernel.settled()
        for step in scenario.views:
            params = resolve(step.values, known)
            # Each view is a call of its own: nothing is merged in from the one before.
            kernel.panels.close(app_id, step.target)
            answer = await kernel.panels.call(app_id, step.target, params, origin="cli")
            yield {**fields_of(answer), "params": params}


async def store(kernel: Kernel, app_id: str, step: Step, known: dict[str, Any]) -> dict[str, Any]:
    """Put one document into the store of the signed-in user; answers the document."""
    user = kernel.personas.current
    scope = Scope(app_id, user, user.imperal_id, user.tenant_id)
    args = {"collection": step.target, "data": resolve(step.values, known)}
    document: dict[str, Any] = await kernel.services.call(
        ServiceCall("store", "create", args, scope)
    )
    return document


async def _print(arguments: argparse.Namespace) -> None:
    async for line in lines(arguments):
        print(json.dumps(line, default=str), flush=True)


def main() -> int:
    """Run one scenario on one extension."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.views")
    parser.add_argument("path", type=Path)
    parser.add_argument("scenario", type=Path)
    add_common(parser)
    asyncio.run(_print(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
