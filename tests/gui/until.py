"""Waiting in a window's test until something is seen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 60.0


async def until(seen: Callable[[], object], what: str) -> None:
    """Return once `seen` answers something true; the test fails if that takes too long."""
    end = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < end, f"never saw {what}"
        await asyncio.sleep(0.02)
