"""Watches the loop from a thread: reads the wire for it while it is stuck, and tells the kernel."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from types import FrameType

from workbench.host.link import Link, Receiver
from workbench.host.loop import WatchedLoop
from workbench.host.places import Places
from workbench.host.work import Work, current
from workbench.wire.child_messages import StackFrame, ThreadStack

_LOOK_S = 0.05
_REST_S = 0.5
_ROUNDS_AWAKE = 40
_STUCK_NS = 50_000_000
_TELL_EVERY_MS = 1000


class Watchdog:
    """Looks every 50 ms while there is work, twice a second while there is none.

    Made on the loop's own thread. `only_work` answers the one work in progress, if there is one:
    before Python 3.12 that is all that can be known of a task the author's code has made.
    """

    def __init__(
        self,
        loop: WatchedLoop,
        link: Link,
        places: Places,
        only_work: Callable[[], Work | None],
    ) -> None:
        self._loop = loop
        self._link = link
        self._places = places
        self._only_work = only_work
        self._thread = threading.current_thread()
        self._woken = threading.Event()
        self._resting = False
        self._told_ms = 0

    def start(self, receiver: Receiver) -> None:
        """Begin to watch."""
        run: Callable[[Receiver], None] = self._run
        threading.Thread(target=run, args=(receiver,), name="watchdog", daemon=True).start()

    def wake(self) -> None:
        """There is work now."""
        if self._resting:
            self._woken.set()

    def _run(self, receiver: Receiver) -> None:
        rounds, idle = -1, 0
        while True:
            busy = self._loop.busy_ns()
            if busy > _STUCK_NS:
                idle = 0
                self._tell(busy // 1_000_000)
                receiver.relieve(_LOOK_S)
                continue
            self._told_ms = 0
            idle = 0 if self._loop.rounds != rounds or busy else idle + 1
            rounds = self._loop.rounds
            self._pause(_REST_S if idle > _ROUNDS_AWAKE else _LOOK_S)

    def _pause(self, seconds: float) -> None:
        self._resting = seconds == _REST_S
        if self._woken.wait(seconds):
            self._woken.clear()

    def _tell(self, stuck_ms: int) -> None:
        if stuck_ms < self._told_ms + _TELL_EVERY_MS:
            return
        self._told_ms = stuck_ms - stuck_ms % _TELL_EVERY_MS
        frame = sys._current_frames().get(self._thread.ident or 0)
        work = _work_in(frame) or self._work_of_task() or self._only_work()
        self._link.send(
            {
                "t": "blocked",
                "ms": stuck_ms,
                "inv": None if work is None else work.inv,
                "stack": self._stack(frame),
            }
        )

    def _work_of_task(self) -> Work | None:
        """The work of the task that runs, where Python can be asked for it (3.12 and later)."""
        task = asyncio.current_task(self._loop)
        get_context = getattr(task, "get_context", None)
        return None if get_context is None else get_context().get(current)

    def stacks(self) -> list[ThreadStack]:
        """What each thread of the process is doing."""
        frames = sys._current_frames()
        threads = [thread for thread in threading.enumerate() if thread.ident in frames]
        return [
            {
                "name": thread.name,
                "frames": self._stack(frames[thread.ident or 0]),
            }
            for thread in threads
        ]

    def _stack(self, frame: FrameType | None) -> list[StackFrame]:
        return [
            StackFrame(file=each.file, line=each.line, function=each.function, code=each.code)
            for each in self._places.frames_from(frame)
        ]


def _work_in(frame: FrameType | None) -> Work | None:
    """The work whose frame is on a stack: the host runs each under a local called ``work``."""
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("workbench.host"):
            work = frame.f_locals.get("work")
            if isinstance(work, Work):
                return work
        frame = frame.f_back
    return None
