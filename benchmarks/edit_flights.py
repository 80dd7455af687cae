"""What goes on in the extension while its author saves: a call, background work, another reload."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

from benchmarks.edit_sample import APP
from workbench.kernel.errors import LoadError

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel

_PATIENCE_S = 20.0


class Flight:
    """One thing that is under way during an edit.

    `take_off` before the save, `meet` just after it, `land` once the edit has been seen. `calls`
    it has made, and `delivered` answers came later, as turns of the chat.
    """

    def __init__(self, kernel: Kernel, rng: random.Random) -> None:
        self._kernel = kernel
        self._rng = rng
        self.calls = 0
        self.delivered = 0

    async def take_off(self) -> None:
        """Begin, in the build that is about to be replaced."""

    def meet(self) -> None:
        """Get in the way of the save."""

    async def land(self) -> str | None:
        """Wait for the end; what was wrong with it."""
        return None


class Sibling(Flight):
    """A call that takes up to a second must end well, in the build it began in."""

    async def take_off(self) -> None:
        """Call, and let the child begin."""
        seconds = {"seconds": self._rng.uniform(0.2, 1.0)}
        self._call = asyncio.ensure_future(self._kernel.call(APP, "dawdle", seconds))
        await asyncio.sleep(0.02)
        self.calls += 1

    async def land(self) -> str | None:
        """The call's outcome."""
        outcome = await _ended(self._call)
        if outcome is None:
            return "the call in flight did not end"
        return None if outcome.ok else f"the call in flight ended as {outcome.error}"


class Background(Flight):
    """A background coroutine must go on to its end and be delivered."""

    async def take_off(self) -> None:
        """Start it and let its call return."""
        seconds = {"seconds": self._rng.uniform(0.2, 1.0)}
        outcome = await self._kernel.call(APP, "follow_up", seconds)
        assert outcome.ok, outcome.error
        self.calls += 1
        (self._task,) = self._kernel.tasks.running()

    async def land(self) -> str | None:
        """How the task ended."""
        if await _ended(asyncio.ensure_future(self._task.done.wait())) is None:
            return "the background work did not end"
        self.delivered += 1
        ended, error = self._task.status, self._task.error
        return None if ended == "success" else f"the background work ended as {ended}: {error}"


class Reload(Flight):
    """Two more reloads are asked for while the saved sources are being loaded."""

    def meet(self) -> None:
        """Ask, at any moment of the next tenth of a second."""
        self._asked = asyncio.ensure_future(self._ask())

    async def land(self) -> str | None:
        """Both were answered."""
        return None if await _ended(self._asked) else "a reload was not answered"

    async def _ask(self) -> bool:
        for _ in range(2):
            await asyncio.sleep(self._rng.uniform(0, 0.05))
            try:
                await self._kernel.reload(APP)
            except LoadError:
                continue  # the edit is a broken one, and the window says so
        return True


KINDS: dict[str, type[Flight]] = {
    "nothing": Flight,
    "sibling": Sibling,
    "background": Background,
    "reload": Reload,
}


async def _ended(work: asyncio.Future[Any]) -> Any | None:
    """What came of it; None if it does not end in good time."""
    try:
        return await asyncio.wait_for(work, _PATIENCE_S)
    except TimeoutError:
        return None
