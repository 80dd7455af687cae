"""Libraries that take long to import: on a thread, when first needed, and never twice.

The window paints its first panels while these are still on their way (fakeredis takes 175 ms,
httpx 90 ms); importing them on the loop's thread would hold it up for as long.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import threading
from collections.abc import Iterable, MutableMapping
from types import ModuleType

_imported: set[str] = set()

_one_at_a_time = threading.Lock()

_UNUSED = {"httpx": "httpx._main", "fakeredis": "numpy"}
"""What a library brings along where it is installed, and does without when told that it cannot be
imported: httpx its own command line with rich and click (40 ms), fakeredis numpy (135 ms)."""


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
    unused = _UNUSED.get(module, module)
    with _one_at_a_time:
        hidden = unused not in modules and unused != module
        if hidden:
            modules[unused] = None
        try:
            importlib.import_module(module)
        finally:
            if hidden:
                del modules[unused]
