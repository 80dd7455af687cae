"""Libraries that take long to import: on a thread, when first needed, and never twice.

The window paints its first panels while these are still on their way (fakeredis takes 175 ms,
httpx 90 ms); importing them on the loop's thread would hold it up for as long.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterable, MutableMapping
from types import ModuleType

_imported: set[str] = set()

_UNUSED = ("httpx._main",)
"""httpx brings its own command line along, and with it rich and click (40 ms), where those are
installed; told that it cannot be imported, it does without."""


async def ready(module: str) -> None:
    """Return once `module` is imported; afterwards its import statement costs nothing.

    Raises ImportError as the import does.
    """
    if module not in _imported:
        await asyncio.to_thread(_import, module)
        _imported.add(module)


async def all_ready(modules: Iterable[str]) -> None:
    """Import several, one after the other."""
    for module in modules:
        await ready(module)


def _import(module: str) -> None:
    modules: MutableMapping[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    for unused in _UNUSED:
        modules.setdefault(unused, None)
    importlib.import_module(module)
