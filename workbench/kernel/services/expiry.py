"""Takes what has expired by virtual time out of Redis, which only knows real time."""

from __future__ import annotations

import asyncio
import heapq
from typing import Final

from workbench.kernel.clock import Clock
from workbench.kernel.services.redis import RedisServer
from workbench.kernel.timers import Timer

SWEEP_S: Final = 60.0
"""Virtual seconds between two sweeps while anything expires: time has to stop at each."""


class Expiry:
    """Deletes keys of `server` at the first whole minute of virtual time after they expired."""

    def __init__(self, server: RedisServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._heap: list[tuple[float, str]] = []
        self._expires: dict[str, float] = {}
        self._timer: Timer | None = None
        self._sweeping: asyncio.Task[None] | None = None

    def at(self, name: str, instant: float) -> None:
        """The key `name` expires at the virtual `instant`, whatever was said of it before."""
        self._expires[name] = instant
        heapq.heappush(self._heap, (instant, name))
        self._arm()

    def _arm(self) -> None:
        if not self._heap:
            return
        due = (self._heap[0][0] // SWEEP_S + 1) * SWEEP_S
        if self._timer is not None and not self._timer.done:
            if self._timer.due <= due:
                return
            self._timer.cancel()
        self._timer = self._clock.call_at(due, self._sweep)

    def _sweep(self) -> None:
        now, gone = self._clock.now(), []
        while self._heap and self._heap[0][0] <= now:
            instant, name = heapq.heappop(self._heap)
            if self._expires.get(name) == instant:
                del self._expires[name]
                gone.append(name)
        self._timer = None
        self._arm()
        if gone:
            hold = self._clock.hold()
            self._sweeping = asyncio.get_running_loop().create_task(self._delete(gone))
            self._sweeping.add_done_callback(lambda _: hold.release())

    async def _delete(self, names: list[str]) -> None:
        redis = await self._server.client()
        still = [name for name in names if name not in self._expires]
        if still:
            await redis.delete(*still)
