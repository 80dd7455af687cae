"""Tells the kernel when nothing in this process can go on before virtual time does.

Then time may skip: a nightly job that sleeps a minute between users does not keep a virtual month
waiting for it, nor does a background task that sleeps an hour. It is told only when it is certain:
the kernel works on no call, no executor works, no thread of the author's runs and no socket of
theirs is watched.
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
        self._heard = 0
        self._told: tuple[float | None, list[int], int] | None = None
        self._number = 0
        self._since: dict[int, float] = {}

    def start(self) -> None:
        """Begin to look; what the loop watches and which threads run by now are the host's own."""
        self._watched = self._loop.watched()
        self._threads = frozenset(threading.enumerate())
        if self._watched is not None:
            self._loop.on_wait(self._before_wait)

    def heard(self) -> None:
        """A message that could make something here go on has been dealt with.

        An ``idle`` says how many there were: one that the kernel's next message has overtaken is
        worth nothing, and is said again once that message is heard.
        """
        self._heard += 1

    def clock(self, now: float) -> None:
        """The kernel's ``clock``: from now on the session's time is not the machine's."""
        self._time.told(now)
        for work in self._runner.works():
            self._time.told(now, work)

    def over(self, message: dict[str, Any]) -> None:
        """The kernel's ``time``: so long has virtual time gone on since an ``idle``."""
        since = self._since.pop(message["id"], None)
        if since is None:
            return
        ahead = since + message["waited"] - self._loop.time()
        if ahead > 0:
            self._loop.skip(ahead)
        for work in self._runner.works():
            self._time.told(message["now"], work)

    def _before_wait(self, seconds: float | None) -> None:
        if not self._time.virtual or (seconds is not None and seconds < _SHORT_S):
            return
        works = [work.inv for work in self._runner.works()]
        if not works or self._may_go_on():
            return
        now = self._loop.time()
        due = None if seconds is None else now + seconds
        if not self._is_news(due, works):
            return
        self._told = (due, works, self._heard)
        self._number += 1
        self._since[self._number] = now
        self._since.pop(self._number - _REMEMBERED, None)
        idle = {"t": "idle", "id": self._number, "s": seconds, "invs": works}
        self._link.send({**idle, "heard": self._heard})

    def _is_news(self, due: float | None, works: list[int]) -> bool:
        """Whether the kernel has not been told already; a wait may end a little early."""
        if self._told is None:
            return True
        told_due, told_works, told_heard = self._told
        if (works, self._heard) != (told_works, told_heard):
            return True
        if due is None or told_due is None:
            return due is not told_due
        return abs(due - told_due) > _SHORT_S

    def _may_go_on(self) -> bool:
        """Whether anything but virtual time could wake the loop on the author's account."""
        if self._calls.at_work or self._loop.jobs or self._loop.watched() != self._watched:
            return True
        others = (each for each in threading.enumerate() if each not in self._threads)
        return any(not each.name.startswith("asyncio_") for each in others)
