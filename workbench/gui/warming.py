"""What is imported on a thread while the window already answers, and when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.kernel.children.standby import Standby
    from workbench.kernel.options import KernelOptions

STAGES = (
    "orjson",
    "workbench.kernel.kernel",
    "workbench.gui.reopening",
    "workbench.gui.stage.page",
    "workbench.gui.chat.turn_view",
    "workbench.gui.render.panel_view",
)
"""Imported one after another on a thread while the shell is already on screen."""

COMMON = ("stack", "text", "header", "lists.view", "button", "badge", "section", "states", "form")
ALL = ("",)


async def warm_renderer(beginnings: Sequence[str]) -> None:
    """Imports the node families whose module name begins so, on a thread.

    What most panels use comes while the first extension is being loaded, the rest once its panels
    are on the screen: imports of one process do not run side by side.
    """
    import asyncio
    from importlib import import_module
    from importlib.util import find_spec

    from workbench.gui.render.families import FAMILIES

    for name in FAMILIES:
        wanted = name.removeprefix("workbench.gui.render.").startswith(tuple(beginnings))
        if wanted and find_spec(name) is not None:
            await asyncio.to_thread(import_module, name)


async def begin_standby(options: KernelOptions, roots: Sequence[Path]) -> Standby:
    """Starts the first child, which warms up on another processor while the kernel is imported."""
    import asyncio
    from importlib import import_module

    await asyncio.to_thread(import_module, "workbench.kernel.children.standby")
    from workbench.kernel.children.standby import Standby

    return await Standby.begin(options, roots[0] if roots else None)


async def import_stages() -> None:
    """Imports what the kernel needs on a thread, so that the window keeps answering."""
    import asyncio
    from importlib import import_module

    for name in STAGES:
        await asyncio.to_thread(import_module, name)
