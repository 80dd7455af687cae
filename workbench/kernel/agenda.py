"""What is due when: one queue of future work on the virtual clock, carried out in a fixed order.

Everything due at one instant begins in the order of its rank and runs side by side, as on the
platform. While it runs the clock is held, so time never skips past work. During a jump, what ends
is written down in the order it began: two runs over the same month leave the same journal.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from workbench.kernel.clock import Clock
from workbench.kernel.recording import Slot, Turns
from workbench.kernel.timers import Timer

Rank = tuple[int, ...]
Key = tuple[str, ...]
Work = Callable[[float, Slot], Awaitable[None]]
"""Carries out an entry: its instant, and its place among those of the same instant."""

MOST_AT_ONCE: Final = 128
"""Entries of one instant that run side by side; enough to keep kernel and child both busy."""


@dataclass(order=True, slots=True)
class Entry:
    """Work for the virtual instant `due`; among equals the lower `rank` begins first."""

    due: float
    rank: Rank
    order: int
    key: Key = field(compare=False)
    work: Work = field(compare=False)
    dropped: bool = field(default=False, compare=False)


class Agenda:
    """The queue. It does nothing until `start`, and nothing more after `stop`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[Entry] = []
        self._entries: dict[Key, Entry] = {}
        self._busy: set[Key] = set()
        self._order = itertools.count()
        self._timer: Timer | None = None
        self._batches: set[asyncio.Task[None]] = set()
        self._running = False
        self.most_at_once = MOST_AT_ONCE

    @property
    def running(self) -> bool:
        """True while time carries out what is due."""
        return self._running

    def __contains__(self, key: object) -> bool:
        """Whether work of that key waits, or has begun and not ended."""
        return key in self._entries or key in self._busy

    def due(self, key: Key) -> float | None:
        """When the work of that key is due; None if there is none."""
        entry = self._entries.get(key)
        return None if entry is None else entry.due

    def planned(self) -> tuple[Key, ...]:
        """The keys of everything that waits."""
        return tuple(self._entries)

    def put(self, key: Key, due: float, rank: Rank, work: Work) -> None:
        """Plan `work`; an entry of the same key is replaced. What lies in the past is due now."""
        self.drop(key)
        entry = Entry(due, rank, next(self._order), key, work)
        self._entries[key] = entry
        heapq.heappush(self._heap, entry)
        self._arm()

    def drop(self, key: Key) -> None:
        """Forget the entry of that key, if there is one."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            entry.dropped = True

    def start(self) -> None:
        """Let time carry things out."""
        self._running = True
        self._arm()

    def stop(self) -> None:
        """Let nothing more begin; what runs goes on."""
        self._running = False
        self._disarm()

    async def settled(self) -> None:
        """Wait until what has begun has ended."""
        while self._batches:
            await asyncio.wait(self._batches)

    async def close(self) -> None:
        """Stop, forget everything and cancel what runs."""
        self.stop()
        self._heap.clear()
        self._entries.clear()
        batches = list(self._batches)
        for batch in batches:
            batch.cancel()
        await asyncio.gather(*batches, return_exceptions=True)

    # -- time ------------------------------------------------------------------------------

    def _first(self) -> Entry | None:
        while self._heap and self._heap[0].dropped:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self) -> None:
        first = self._first() if self._running else None
        if first is None:
            self._disarm()
        elif self._timer is None or self._timer.done or first.due < self._timer.due:
            self._disarm()
            self._timer = self._clock.call_at(first.due, self._arrive)

    def _arrive(self) -> None:
        """Begin everything that is due, with the clock held until all of it has ended."""
        now, due = self._clock.now(), []
        while (first := self._first()) is not None and first.due <= now:
            heapq.heappop(self._heap)
            del self._entries[first.key]
            self._busy.add(first.key)
            due.append(first)
        self._timer = None
        self._arm()
        if due:
            turns = Turns() if self._clock.jumping else None
            due.sort(key=lambda entry: (entry.rank, entry.order))
            slots = [Slot(self._clock.hold(), turns, place) for place in range(len(due))]
            carrying_out = self._carry_out(now, list(zip(due, slots, strict=True)))
            batch = asyncio.get_running_loop().create_task(carrying_out)
            self._batches.add(batch)
            batch.add_done_callback(self._batches.discard)

    async def _carry_out(self, now: float, due: list[tuple[Entry, Slot]]) -> None:
        room = asyncio.Semaphore(self.most_at_once)
        async with asyncio.TaskGroup() as group:
            for entry, slot in due:
                await room.acquire()
                group.create_task(self._one(entry, now, slot, room))

    async def _one(self, entry: Entry, now: float, slot: Slot, room: asyncio.Semaphore) -> None:
        try:
            await entry.work(now, slot)
        except Exception as error:
            asyncio.get_running_loop().call_exception_handler(
                {"message": f"{entry.key!r} of the agenda failed", "exception": error}
            )
        finally:
            self._busy.discard(entry.key)
            room.release()
            slot.end()
