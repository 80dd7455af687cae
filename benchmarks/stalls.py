"""The longest gap of the GUI thread while a child burns CPU, sleeps, floods its log or dies.

The baseline is the same window while nothing happens.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.window import drive

EXTENSION = """
import os
import time

from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("bench", version="1.0.0", display_name="Bench", description="Misbehaves.")
chat = ChatExtension(ext, tool_name="bench", description="Misbehaves in several ways.")


class Nothing(BaseModel):
    pass


@ext.panel("calm", slot="left", title="Calm")
async def calm(ctx, **_params):
    return ui.Stack([ui.Text(f"row {n}") for n in range(50)])


@chat.function("burn", description="Burn the processor for two seconds.")
async def burn(ctx, params: Nothing) -> ActionResult:
    until = time.monotonic() + 2
    while time.monotonic() < until:
        sum(range(1000))
    return ActionResult.success(data={}, summary="")


@chat.function("sleep", description="Block the loop for two seconds.")
async def sleep(ctx, params: Nothing) -> ActionResult:
    time.sleep(2)
    return ActionResult.success(data={}, summary="")


@chat.function("flood", description="Print as fast as possible for two seconds.")
async def flood(ctx, params: Nothing) -> ActionResult:
    until, number = time.monotonic() + 2, 0
    while time.monotonic() < until:
        number += 1
        print("line", number)
    return ActionResult.success(data={}, summary="")


@chat.function("die", description="End the process at once.")
async def die(ctx, params: Nothing) -> ActionResult:
    os._exit(1)
"""

NAMES = {
    "rest": "nothing happens",
    "burn": "handler burns CPU",
    "sleep": "handler sleeps",
    "flood": "handler floods its log",
    "die": "child dies and is replaced",
}


def run() -> list[Figure]:
    """One window, every misbehaviour in turn, five rounds."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.py").write_text(EXTENSION)
        gaps = drive("stalls", Path(folder))["gaps"]
    return [
        Figure(f"longest GUI gap: {NAMES[name]}", "ms", samples, None, baseline=True)
        if name == "rest"
        else Figure(f"longest GUI gap: {NAMES[name]}", "ms", samples, 33, "max")
        for name, samples in gaps.items()
    ]
