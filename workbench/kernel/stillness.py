"""Lets time skip while handlers do nothing but wait for a timer of their own loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from workbench.kernel.children.child import Child
from workbench.kernel.clock import Clock
from workbench.kernel.invocation import Invocation
from workbench.kernel.timers import Timer


@dataclass(frozen=True, slots=True)
class _Rest:
    """Invocations that wait since a virtual instant, and the timer that ends their wait."""

    id: int
    resting: list[Invocation]
    since: float
    timer: Timer


class Stillness:
    """Parks the holds of what a child says only waits, until its timer is due or its cap is over.

    ``expire`` is told of an invocation whose deadline has passed in virtual time.
    """

    def __init__(self, clock: Clock, expire: Callable[[Invocation], None]) -> None:
        self._clock = clock
        self._expire = expire
        self._rests: dict[int, _Rest] = {}

    def rest(self, child: Child, frame: Mapping[str, Any]) -> None:
        """A child's ``idle`` message: time may skip to its timer, for what it names."""
        self.end(child)
        found = (child.inflight.get(number) for number in frame["invs"])
        resting = [invocation for invocation in found if invocation is not None]
        if not resting:
            return
        now = self._clock.now()
        until = now + float(frame["s"])
        until = min(until, *(_deadline(invocation) for invocation in resting))
        for invocation in resting:
            for hold in invocation.holds:
                hold.park()
        child.resting = True
        timer = self._clock.call_at(until, partial(self._wake, child))
        self._rests[id(child)] = _Rest(frame["id"], resting, now, timer)

    def end(self, child: Child) -> list[Invocation]:
        """The child goes on: what rested holds time again, and is told how long it did; who."""
        rest = self._rests.pop(id(child), None)
        child.resting = False
        if rest is None:
            return []
        rest.timer.cancel()
        for invocation in rest.resting:
            for hold in invocation.holds:
                hold.unpark()
        now = self._clock.now()
        child.tell({"t": "time", "id": rest.id, "now": now, "waited": now - rest.since})
        return rest.resting

    def _wake(self, child: Child) -> None:
        now = self._clock.now()
        for invocation in self.end(child):
            if now >= _deadline(invocation):
                self._expire(invocation)


def _deadline(invocation: Invocation) -> float:
    limit = invocation.trigger.deadline_s
    return float("inf") if limit is None else invocation.at + limit
