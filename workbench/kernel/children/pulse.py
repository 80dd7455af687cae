"""Whether a child's loop is turning: what its watchdog tells, and what its silence does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from workbench.kernel.children.process import HostProcess
from workbench.kernel.errors import Frame

STACKS_S: Final = 0.02
"""Real seconds a stuck process gets to write its stacks after the signal that asks for them."""
_SILENCE_S: Final = 0.9
"""Real seconds a ping may go unanswered before the child counts as stuck."""
_ALSO_WHEN_STUCK: Final = frozenset({"blocked", "pong", "stacks", "logs"})
"""Messages the child's threads send while its loop is stuck."""

Tell = Callable[[Mapping[str, Any]], None]


class Pulse:
    """Follows one child's signs of life.

    A loop that is stuck in Python is told of by the child's own watchdog thread. C code that keeps
    the interpreter to itself silences that thread too: then a ping stays unanswered, and the stacks
    are fetched by a signal. ``stuck`` is called for every report, ``free`` when the loop turns
    again.
    """

    def __init__(self, process: HostProcess, stuck: Tell, free: Callable[[], None]) -> None:
        self.blocked_ms = 0
        self.stack: tuple[Frame, ...] = ()
        self._process = process
        self._stuck = stuck
        self._free = free
        self._pinged_at: float | None = None
        self._silent = False

    @property
    def blocked(self) -> bool:
        """True while the loop has been stuck for a second or more."""
        return self.blocked_ms > 0

    def heard(self, kind: str) -> None:
        """A message of that kind arrived."""
        self._pinged_at = None
        if self.blocked_ms and (self._silent or kind not in _ALSO_WHEN_STUCK):
            self.blocked_ms, self._silent = 0, False
            self._free()

    def told(self, frame: Mapping[str, Any]) -> None:
        """The child reports itself stuck."""
        self.blocked_ms = max(int(frame.get("ms") or 0), 1)
        self.stack = tuple(Frame.from_json(row) for row in frame.get("stack") or ())
        self._stuck(frame)

    def probe(self, ping: Callable[[], None]) -> None:
        """Look for a sign of life: ``ping``, or see that the last ping was not answered."""
        loop = asyncio.get_running_loop()
        if self._pinged_at is None:
            self._pinged_at = loop.time()
            ping()
        elif loop.time() - self._pinged_at > _SILENCE_S:
            self._process.dump_stacks()
            loop.call_later(STACKS_S, self._report_silence)

    def _report_silence(self) -> None:
        if self._pinged_at is None or self._process.exited:
            return
        self._silent = True
        silent_ms = (asyncio.get_running_loop().time() - self._pinged_at) * 1000
        stack = [asdict(frame) for frame in self._process.dumped_stack()]
        self.told({"ms": int(silent_ms), "inv": None, "stack": stack})
