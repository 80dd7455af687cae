"""The jumps of the clock that are on their way."""

from __future__ import annotations

import asyncio


class Jumps:
    """The instants that the clock is to leap to, and who waits for it to stand there."""

    def __init__(self) -> None:
        self._under_way: list[tuple[float, asyncio.Future[None]]] = []

    def __bool__(self) -> bool:
        return bool(self._under_way)

    def begin(self, to: float, landed: asyncio.Future[None]) -> None:
        """Another jump; ``landed`` ends when it does."""
        self._under_way.append((to, landed))

    def nearest(self) -> float:
        """The first instant that one of them leads to; there must be one."""
        return min(to for to, _ in self._under_way)

    def land(self, now: float) -> None:
        """End those that have arrived."""
        arrived = [landed for to, landed in self._under_way if to <= now]
        self._under_way = [jump for jump in self._under_way if jump[0] > now]
        for landed in arrived:
            if not landed.done():
                landed.set_result(None)

    def cancel(self) -> None:
        """Give all of them up."""
        for _, landed in self._under_way:
            landed.cancel()
        self._under_way.clear()
