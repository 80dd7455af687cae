"""From a saved file to new pixels, for a panel of 50 nodes and a warm spare child.

The baseline is the same without a window or a spare: a fresh kernel, a cold child, one panel call.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.window import drive
from workbench.kernel.kernel import Kernel, KernelOptions

EXTENSION = """
from imperal_sdk import Extension, ui

ext = Extension("bench", version="1.0.0", display_name="Bench", description="Measures a save.")
WORD = "revision"


@ext.panel("fifty", slot="left", title="Fifty")
async def fifty(ctx, **_params):
    rows = [ui.Row([ui.Text(f"{WORD} row {n}"), ui.Badge(str(n))]) for n in range(16)]
    return ui.Stack([ui.Header(WORD), *rows])
"""


def run() -> list[Figure]:
    """Measure saves in a window, then cold starts."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.py").write_text(EXTENSION)
        warm = drive("reload", Path(folder))["samples"]
        cold = [asyncio.run(_cold(Path(folder))) for _ in range(9)]
    return [
        Figure("cold kernel, child and panel", "ms", cold, baseline=True),
        Figure("save to pixels, 50 nodes", "ms", warm, 30),
        Figure("save to pixels, 50 nodes", "ms", warm, 60, "p95"),
    ]


async def _cold(folder: Path) -> float:
    started = time.perf_counter()
    kernel = await Kernel.start(KernelOptions())
    try:
        await kernel.load(folder)
        answer = await kernel.panels.call("bench", "fifty")
        assert answer.ok, answer.error
        return (time.perf_counter() - started) * 1000
    finally:
        await kernel.close()
