"""Call panels as the platform would and print what they answer; with --png also draw it."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, report_fields, write

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.panel_answer import PanelAnswer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which panels, and how to draw them."""
    parser.add_argument("path", type=Path)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--panel", metavar="ID")
    which.add_argument("--all", action="store_true", help="every declared panel")
    parser.add_argument("--params", default="{}", help="JSON object, for --panel")
    parser.add_argument("--png", type=Path, help="image file; a folder with --all")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    parser.add_argument("--width", type=int, default=720, help="pixels")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print one line per panel; 4 if any of them failed."""
    arguments.params = json_object(arguments.params)
    shown = asyncio.run(_shown(arguments))
    for answer in shown.answers:
        write(fields_of(answer))
    if arguments.png:
        _draw(shown, arguments)
    return Exit.OK if all(answer.ok for answer in shown.answers) else Exit.FAILED


def json_object(text: str) -> dict[str, Any]:
    """Parse a JSON object given as an argument; raises `CommandError` 1 for anything else."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CommandError.of(Exit.USAGE, "UsageError", f"not JSON: {error}: {text}") from error
    if not isinstance(value, dict):
        raise CommandError.of(Exit.USAGE, "UsageError", f"not a JSON object: {text}")
    return value


@dataclass(frozen=True)
class _Shown:
    """What panels answered a person, the person's locale and their agency's theme."""

    answers: list[PanelAnswer]
    locale: str
    agency: Mapping[str, Any] | None


async def _shown(arguments: argparse.Namespace) -> _Shown:
    async with open_kernel(arguments, [arguments.path]) as kernel:
        (app_id,) = kernel.extensions
        answers = [
            await kernel.panels.call(app_id, panel_id, arguments.params, origin="cli")
            for panel_id in _wanted(kernel, app_id, arguments.panel)
        ]
        return _Shown(answers, kernel.personas.current.locale, kernel.agency.theme(app_id))


def _wanted(kernel: Kernel, app_id: str, panel_id: str | None) -> list[str]:
    declared = [panel["panel_id"] for panel in kernel.extensions[app_id].declarations["panels"]]
    if panel_id is None:
        return declared
    if panel_id not in declared:
        hint = f"{app_id} declares: {', '.join(declared) or 'no panels'}"
        message = f"no panel {panel_id!r}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", message, hint)
    return [panel_id]


def fields_of(answer: PanelAnswer) -> dict[str, Any]:
    """One panel answer as the command prints it."""
    from workbench.kernel.node_types import count_types, unknown_types

    types = count_types(answer.ui)
    return {
        "panel_id": answer.panel_id,
        "ok": answer.ok,
        "error": report_fields(answer.error) if answer.error else None,
        "duration_ms": answer.duration_ms,
        "nodes": types.total(),
        "bytes": answer.bytes,
        "unknown_types": unknown_types(types),
        "ui": answer.ui,
    }


@dataclass(frozen=True)
class _Picture:
    file: Path
    node: dict[str, Any]


def _draw(shown: _Shown, arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from workbench.gui.render.sheet import application, render_png
    from workbench.gui.stage.wardrobe import runs_from_right
    from workbench.gui.theme import agency, manager

    application()
    manager().dress_panels(agency.read(shown.agency))
    rtl = runs_from_right(shown.locale)
    pictures = [_Picture(_file(a, arguments), a.ui) for a in shown.answers if a.ui is not None]
    for picture in pictures:
        picture.file.parent.mkdir(parents=True, exist_ok=True)
        render_png(picture.node, picture.file, arguments.theme, arguments.width, rtl=rtl)


def _file(answer: PanelAnswer, arguments: argparse.Namespace) -> Path:
    png: Path = arguments.png
    return png / f"{answer.panel_id}.png" if arguments.all else png
