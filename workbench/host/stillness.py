"""Tells the kernel when nothing in this process can go on before a timer comes due.

Then virtual time may skip to that timer: a nightly job that sleeps a minute between users does not
keep a virtual month waiting for it. It is told only when it is certain: no call is unanswered, no
executor works, no thread of the author's runs and no socket of theirs is watched.
"""

from __future__ import annotations

import threading
from typing import Any, Final

from workbench.host.calls import Calls
from workbench.host.invoke import Runner
from workbench.host.link import Link
from workbench.host.loop import WatchedLoop
from workbench.host.virtual_time import VirtualTime

_REMEMBERED: Final = 64
_SHORT_S: Final = 0.005
"""Waits up to this long are sat out: skipping them would cost as much."""


class Stillness:
    """Looks before every wait of the loop, while the session's time is virtual."""

    def __init__(
        self, loop: WatchedLoop, link: Link, calls: Calls, runner: Runner, time: VirtualTime
    ) -> None:
        self._loop = loop
        self._link = link
        self._calls = calls
        self._runner = runner
        self._time = time
        self._watched: int | None = None
        self._threads: frozenset[threading.Thread] = frozenset()
        self._told: tuple[float, list[int]] = (0.0, [])
        self._number = 0
        self._since: dict[int, float] = {}

    def start(self) -> None:
        """Begin to look; what the loop watches and which threads run by now are the host's own."""
        self._watched = self._loop.watched()
        self._threads = frozenset(threading.enumerate())
        if self._watched is not None:
            self._loop.on_wait(self._before_wait)

    def over(self, message: dict[str, Any]) -> None:
        """The kernel's ``time``: so long has virtual time gone on since an ``idle``."""
        since = self._since.pop(message["id"], None)
        if since is None:
            return
        ahead = since + message["waited"] - self._loop.time()
        if ahead > 0:
            self._loop.skip(ahead)
        if ahead > _SHORT_S or message["id"] == self._number:
            self._told = (0.0, [])
        for work in self._runner.works():
            self._time.told(message["now"], work)

    def _before_wait(self, seconds: float) -> None:
        if seconds < _SHORT_S or not self._time.virtual or self._may_go_on():
            return
        resting = [work.inv for work in self._runner.works() if work.inv > 0]
        now = self._loop.time()
        due, (told_due, told) = now + seconds, self._told
        if resting and (resting != told or abs(due - told_due) > _SHORT_S):
            self._told = (due, resting)
            self._number += 1
            self._since[self._number] = now
            self._since.pop(self._number - _REMEMBERED, None)
            self._link.send({"t": "idle", "id": self._number, "s": seconds, "invs": resting})

    def _may_go_on(self) -> bool:
        """Whether anything but a timer could wake the loop on the author's account."""
        if self._calls.waiting or self._loop.jobs or self._loop.watched() != self._watched:
            return True
        others = (each for each in threading.enumerate() if each not in self._threads)
        return any(not each.name.startswith("asyncio_") for each in others)
