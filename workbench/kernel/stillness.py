"""Lets time skip while everything in flight waits for virtual time and for nothing else.

A handler waits for it in one of two places. In its own process it sleeps: the process says so when
nothing in it can go on before a timer (``idle``). In the kernel one of its ``ctx`` calls waits, for
a simulated latency, a fault rule's delay, or another handler that keeps time itself: the process is
told so (``waits``), and then sees for itself whether anything else of it could go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from workbench.kernel.children.child import Child
from workbench.kernel.clock import Clock
from workbench.kernel.invocation import Invocation
from workbench.kernel.timers import Timer


@dataclass(frozen=True, slots=True)
class _Rest:
    """Invocations that wait since a virtual instant, and the timer that ends their wait, if any."""

    id: int
    resting: list[Invocation]
    since: float
    timer: Timer | None


class Stillness:
    """Parks the holds of what a child says only waits, until its timer is due or its cap is over.

    ``expire`` is told of an invocation whose deadline has passed in virtual time.
    """

    def __init__(self, clock: Clock, expire: Callable[[Invocation], None]) -> None:
        self._clock = clock
        self._expire = expire
        self._rests: dict[int, _Rest] = {}

    def rest(self, child: Child, frame: Mapping[str, Any]) -> None:
        """A child's ``idle`` message: time may skip to its timer, for what it names.

        One that it sent before it heard all that it was told says nothing: it will say it again.
        Nor does time skip over a child that is being ended. A child whose timer came due by real
        time (a paused clock does not wake it) is resting anew.
        """
        if frame["heard"] != child.conversation.told or child.kill_reason is not None:
            return
        before = self._rests.pop(id(child), None)
        if before is not None:
            _stop(before)
        found = (child.work.owner(number) for number in frame["invs"])
        resting = [invocation for invocation in found if invocation is not None]
        for invocation in resting:
            for hold in invocation.holds:
                hold.park()
        child.resting, now = True, self._clock.now()
        until = _earliest(now, frame["s"], resting)
        timer = None if until is None else self._clock.call_at(until, partial(self._wake, child))
        self._rests[id(child)] = _Rest(frame["id"], resting, now, timer)

    def end(self, child: Child) -> list[Invocation]:
        """The child goes on: what rested holds time again, and is told how long it did; who."""
        rest = self._rests.pop(id(child), None)
        child.resting = False
        if rest is None:
            return []
        _stop(rest)
        now = self._clock.now()
        child.conversation.tell(
            {"t": "time", "id": rest.id, "now": now, "waited": now - rest.since}
        )
        return rest.resting

    @contextmanager
    def in_call(self, child: Child, number: int) -> Iterator[None]:
        """While this is open, answering the child's call of that number takes virtual time only."""
        child.conversation.tell({"t": "waits", "id": number, "waits": True})
        try:
            yield
        finally:
            child.conversation.tell({"t": "waits", "id": number, "waits": False})

    def departed(self, children: Iterable[Child]) -> None:
        """The clock has left the machine's time: what runs in these children is told so."""
        for child in children:
            if child.state in ("serving", "draining"):
                child.conversation.tell({"t": "clock", "now": self._clock.now()})

    def _wake(self, child: Child) -> None:
        now = self._clock.now()
        for invocation in self.end(child):
            if now >= _deadline(invocation):
                self._expire(invocation)


def _stop(rest: _Rest) -> None:
    """Let what rested hold time again."""
    if rest.timer is not None:
        rest.timer.cancel()
    for invocation in rest.resting:
        for hold in invocation.holds:
            hold.unpark()


def _earliest(now: float, seconds: float | None, resting: Iterable[Invocation]) -> float | None:
    """When the first of them goes on by itself or has to be stopped; None for neither."""
    ends = [_deadline(invocation) for invocation in resting]
    if seconds is not None:
        ends.append(now + seconds)
    return min((end for end in ends if end != float("inf")), default=None)


def _deadline(invocation: Invocation) -> float:
    limit = invocation.trigger.deadline_s
    if limit is None or invocation.interrupted is not None:
        return float("inf")
    return invocation.sent_at + limit
