"""What a child is working on: invocations, detached coroutines, and those that ended lately."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.kernel.invocation import Invocation

_REMEMBERED: Final = 256
"""Finished invocations whose late calls (of a task the handler left running) are still served."""


class Work:
    """The work of one child by wire number: the kernel's numbers are positive, its own negative.

    ``inflight`` holds invocations, ``tasks`` detached coroutines. ``idle`` is set while there is
    neither.
    """

    def __init__(self) -> None:
        self.inflight: dict[int, Invocation] = {}
        self.tasks: dict[int, Invocation] = {}
        self.idle = asyncio.Event()
        self.idle.set()
        self._ended: OrderedDict[int, Invocation] = OrderedDict()

    @property
    def busy(self) -> bool:
        """True while an invocation or a detached coroutine has not ended."""
        return bool(self.inflight or self.tasks)

    def running(self) -> list[Invocation]:
        """All that has not ended: invocations, then detached coroutines."""
        return [*self.inflight.values(), *self.tasks.values()]

    def includes(self, invocation: Invocation) -> bool:
        """Whether an invocation, or what it left running under its number, has not ended."""
        return invocation.number in self.inflight or invocation.number in self.tasks

    def owner(self, number: int | None) -> Invocation | None:
        """The invocation a message names: in flight, detached, or lately ended."""
        if number is None:
            return None
        return self.inflight.get(number) or self.tasks.get(number) or self._ended.get(number)

    def begin(self, invocation: Invocation) -> None:
        """An invocation was sent."""
        self.inflight[invocation.number] = invocation
        self.idle.clear()

    def end(self, invocation: Invocation) -> None:
        """An invocation has ended or was given up."""
        self.inflight.pop(invocation.number, None)
        self._remember(invocation)

    def begin_task(self, invocation: Invocation) -> None:
        """A coroutine was detached."""
        self.tasks[invocation.number] = invocation
        self.idle.clear()

    def end_task(self, number: int) -> None:
        """A detached coroutine is over."""
        invocation = self.tasks.pop(number, None)
        if invocation is not None:
            self._remember(invocation)

    def abandon(self) -> None:
        """The child is gone: nothing more will end, and nobody can ask for what has."""
        self._ended.clear()
        self.idle.set()

    def _remember(self, invocation: Invocation) -> None:
        self._ended[invocation.number] = invocation
        if len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)
        if not self.busy:
            self.idle.set()
