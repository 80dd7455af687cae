"""Watches the GUI thread: every stall over 50 ms is kept with the stack that caused it.

A 20 ms timer on the GUI thread marks time; a thread of its own looks at the mark. When the mark is
late it takes the GUI thread's stack while the culprit is still on it, and the next tick, once it
comes, knows how long it took, and how much of that the machine had no processor to spare.
"""

from __future__ import annotations

import faulthandler
import logging
import re
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from workbench.gui.processor import ProcessorQueue

logger = logging.getLogger(__name__)

TICK_MS = 20
STALL_MS = 50
_LOOK_S = 0.01
_KEPT = 200
_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Stall:
    """A time the GUI thread did not come back to its loop.

    `duration_ms` is how long it lasted beyond one tick, `stack` the frames that were running,
    innermost last, as "file:line function", and `starved_ms` the part in which the thread was ready
    to run and other programs had every processor.
    """

    duration_ms: float
    stack: tuple[str, ...]
    starved_ms: float = 0.0

    @property
    def own_ms(self) -> float:
        """What is left without the time the machine was busy elsewhere."""
        return max(0.0, self.duration_ms - self.starved_ms)

    @property
    def where(self) -> str:
        """The innermost frame, or empty if the stall ended before it was looked at."""
        return self.stack[-1] if self.stack else ""


class Watchdog(QObject):
    """Records stalls of the thread it is created on.

    `now_ns` is the monotonic clock to use. `stalled` carries each `Stall` as it ends.
    """

    stalled = Signal(object)

    def __init__(
        self, parent: QObject | None = None, now_ns: Callable[[], int] = time.perf_counter_ns
    ) -> None:
        super().__init__(parent)
        self.stalls: deque[Stall] = deque(maxlen=_KEPT)
        self.longest_ms = 0.0
        self.longest_own_ms = 0.0
        self._queue: ProcessorQueue | None = None
        self._waited_ms = 0.0
        self._now_ns = now_ns
        self._mark = now_ns()
        self._stack: tuple[str, ...] = ()
        self._watched = threading.get_ident()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begins watching; a second call does nothing."""
        if self._thread is not None:
            return
        self._queue = ProcessorQueue()
        self.forgive()
        self._stop.clear()
        self._thread = threading.Thread(target=self._look, name="gui-watchdog", daemon=True)
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Ends watching and joins the thread."""
        self._timer.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._queue is not None:
            self._queue.close()
            self._queue = None

    def forget(self) -> None:
        """Forgets every stall so far."""
        self.stalls.clear()
        self.longest_ms = self.longest_own_ms = 0.0
        self.forgive()

    def forgive(self) -> None:
        """Starts counting anew from now, e.g. after the machine woke up."""
        self._mark = self._now_ns()
        self._stack = ()
        self._starved_ms()

    def _tick(self) -> None:
        now = self._now_ns()
        late_ms = (now - self._mark) / 1e6 - TICK_MS
        stall = Stall(late_ms, self._stack, self._starved_ms())
        self._mark = now
        self._stack = ()
        self.longest_ms = max(self.longest_ms, late_ms)
        self.longest_own_ms = max(self.longest_own_ms, stall.own_ms)
        if late_ms <= STALL_MS:
            return
        self.stalls.append(stall)
        logger.info("GUI thread stalled %.0f ms in %s", late_ms, stall.where or "unknown code")
        self.stalled.emit(stall)

    def _starved_ms(self) -> float:
        """How long the thread stood in line for a processor since this was last asked."""
        before = self._waited_ms
        self._waited_ms = self._queue.waited_ms() if self._queue is not None else 0.0
        return max(0.0, self._waited_ms - before)

    def _look(self) -> None:
        with tempfile.TemporaryFile() as file:
            self._watch(StackSampler(self._watched, file))

    def _watch(self, sampler: StackSampler) -> None:
        while not self._stop.wait(_LOOK_S):
            if (self._now_ns() - self._mark) / 1e6 < TICK_MS + STALL_MS / 2 or self._stack:
                continue
            self._stack = sampler.sample()


class StackSampler:
    """Reads another thread's stack without touching its frames.

    `sys._current_frames` would keep the frames alive for a moment, and with them their locals: a
    painter could then end its life on the wrong thread. `faulthandler` only reads; it writes to
    `file`, which must be a real one.
    """

    _FRAME = re.compile(r'^  File "(.+)", line (\d+) in (.+)$')

    def __init__(self, thread_id: int, file: IO[bytes]) -> None:
        self._heading = f"Thread 0x{thread_id:016x}"
        self._file = file

    def sample(self) -> tuple[str, ...]:
        """The thread's frames now, innermost last, as "file:line function"."""
        self._file.seek(0)
        self._file.truncate()
        faulthandler.dump_traceback(self._file, all_threads=True)
        self._file.seek(0)
        return self._parse(self._file.read().decode(errors="replace"))

    def _parse(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        ours = False
        for line in text.splitlines():
            if not line.startswith("  "):
                ours = self._heading in line
            frame = self._FRAME.match(line) if ours else None
            if frame is not None:
                found.append(f"{frame[1]}:{frame[2]} {frame[3]}")
        return tuple(reversed(found[:_DEPTH]))
