"""Call a lifecycle hook, the health check, a tray item, a menu entry or a widget.

Names: ``on_install``, ``on_upgrade:2.0.0`` …, ``health``, ``tray:ID``, ``menu:ID``, ``widget:ID``.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, report_fields, write
from workbench.cli.render import json_object

if TYPE_CHECKING:
    from workbench.kernel.contributions import Kind
    from workbench.kernel.errors import ErrorReport
    from workbench.kernel.kernel import Kernel

_CONTRIBUTIONS = ("tray", "menu", "widget")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the hook and its parameters."""
    parser.add_argument("path", type=Path)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--params", default="{}", help="JSON object, such as from_version")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print what it answered; 2 if it is not declared, 4 if it raised or is unhealthy."""
    arguments.params = json_object(arguments.params)
    fields = asyncio.run(_call(arguments))
    write(fields)
    failed = fields["error"] is not None or fields["status"] == "unhealthy"
    return Exit.FAILED if failed else Exit.OK


async def _call(arguments: argparse.Namespace) -> dict[str, Any]:
    async with open_kernel(arguments, [arguments.path]) as kernel:
        (app_id,) = kernel.extensions
        kind, _, name = arguments.name.partition(":")
        if kind == "health":
            return await _health(kernel, app_id)
        if kind in _CONTRIBUTIONS and name:
            return await _contribution(kernel, app_id, cast("Kind", kind), name, arguments.params)
        return await _lifecycle(kernel, app_id, arguments.name, arguments.params)


async def _health(kernel: Kernel, app_id: str) -> dict[str, Any]:
    if not kernel.extensions[app_id].declarations.get("health_check"):
        raise _missing(app_id, "health check", "health", [])
    report = await kernel.health.check(app_id)
    value = {"message": report.message, "details": report.details}
    return _fields(
        "health", app_id, "health", report.status, value, report.error, report.duration_ms,
        report.span_id,
    )  # fmt: skip


async def _contribution(
    kernel: Kernel, app_id: str, kind: Kind, name: str, params: dict[str, Any]
) -> dict[str, Any]:
    known = kernel.contributions.names(app_id, kind)
    if name not in known:
        raise _missing(app_id, kind, name, known)
    answer = await kernel.contributions.call(app_id, kind, name, params)
    value = answer.data if answer.ui is None else answer.ui
    return _fields(
        kind, app_id, name, answer.status, value, answer.error, answer.duration_ms, answer.span_id
    )


async def _lifecycle(
    kernel: Kernel, app_id: str, name: str, params: dict[str, Any]
) -> dict[str, Any]:
    known = kernel.extensions[app_id].declarations.names("lifecycle")
    if name not in known:
        raise _missing(app_id, "lifecycle hook", name, known)
    outcome = await kernel.lifecycle.run(app_id, name, params)
    return _fields(
        "lifecycle", app_id, name, outcome.status, outcome.value, outcome.error,
        outcome.duration_ms, outcome.span_id,
    )  # fmt: skip


def _missing(app_id: str, what: str, name: str, known: list[str]) -> CommandError:
    hint = f"{app_id} declares: {', '.join(known) or 'none'}"
    return CommandError.of(Exit.NOT_FOUND, "NotFound", f"no {what} {name!r}", hint)


def _fields(
    kind: str,
    app_id: str,
    name: str,
    status: str,
    value: Any,
    error: ErrorReport | None,
    duration_ms: float,
    span_id: str,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": span_id,
        "app_id": app_id,
        "name": name,
        "status": status,
        "value": value,
        "error": report_fields(error) if error else None,
        "duration_ms": duration_ms,
    }
