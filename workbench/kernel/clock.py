"""The one source of time in the kernel: real, paused, accelerated, or jumped forward.

Time here is *virtual*: epoch seconds that schedules, TTLs, caps and expiries follow. Latency is
something else; it is measured with ``time.perf_counter_ns`` and is not this module's business.

Two rules make virtual time trustworthy:

* **It never runs past a timer.** `now()` stays at the due instant of the earliest timer that has
  not fired, so a schedule due at 03:00 reads 03:00 however late the loop got to it, and timers
  fire in the order of their due instants, then in the order they were set.
* **It never runs past work.** While somebody holds the clock (a handler in flight), an accelerated
  clock or a jump moves one to one with real time. A hold is parked while its owner only waits for
  a virtual instant, and then time may skip ahead.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from workbench.kernel.jumps import Jumps
from workbench.kernel.signals import Signal
from workbench.kernel.timers import Hold, Timer, TimerQueue
from workbench.kernel.waiting import Waiting

Mode = Literal["real", "paused", "accelerated"]

_SETTLE_TURNS = 3
"""Loop turns given to code woken by a timer before the next instant: enough for a woken coroutine
to reach its first step and take a hold, which then stops time for as long as it needs."""


class Clock(Waiting):
    """Virtual time. All methods belong to the event loop's thread.

    `start` is the virtual epoch second to begin at (None: the real one); `monotonic` is the real
    clock that drives it, replaceable in tests. `changed` announces another mode or rate, `departed`
    that from now on `now` may differ from the machine's time.

    Raises ValueError for a rate that is not positive and for a jump into the past.
    """

    def __init__(
        self,
        start: float | None = None,
        *,
        paused: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.changed: Signal[[]] = Signal()
        self.departed: Signal[[]] = Signal()
        self._monotonic = monotonic
        self._virtual = time.time() if start is None else start
        self._real = monotonic()
        self._mode: Mode = "paused" if paused else "real"
        self._departed = paused or start is not None
        self._rate = 1.0
        self._holds = 0
        self._jumps = Jumps()
        self._instant: float | None = None
        self._timers = TimerQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wakeup: asyncio.TimerHandle | asyncio.Handle | None = None
        self._settling = 0
        self._closed = False

    # --- reading ---------------------------------------------------------------------------

    def now(self) -> float:
        """Virtual epoch seconds; never goes back, never passes a timer that has not fired."""
        if self._instant is not None:
            return self._instant
        flowing = self._flowing()
        first = self._timers.first()
        return flowing if first is None else max(self._virtual, min(flowing, first.due))

    def iso(self, at: float | None = None) -> str:
        """`at` (or now) as UTC ISO 8601 with milliseconds, ``2026-01-31T03:00:00.000Z``."""
        moment = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def datetime(self, at: float | None = None) -> datetime:
        """`at` (or now) as an aware UTC datetime."""
        return datetime.fromtimestamp(self.now() if at is None else at, UTC)

    def stamp(self) -> float | None:
        """What to tell a child about the time: now, or None while it is the machine's own.

        It is that until the clock is paused, accelerated, moved, or started elsewhere; from then on
        the two may differ, and nobody's ``datetime.now()`` should be left behind.
        """
        return self.now() if self._departed else None

    @property
    def mode(self) -> Mode:
        """How time flows when nothing is jumping: ``real``, ``paused`` or ``accelerated``."""
        return self._mode

    @property
    def rate(self) -> float:
        """Virtual seconds per real second when nothing holds the clock: 0 while paused."""
        return 0.0 if self._mode == "paused" else self._rate

    @property
    def jumping(self) -> bool:
        """True while a jump is on its way."""
        return bool(self._jumps)

    @property
    def held(self) -> bool:
        """True while work in flight keeps time from skipping."""
        return self._holds > 0

    @property
    def next_due(self) -> float | None:
        """The instant of the earliest pending timer, None without one."""
        first = self._timers.first()
        return None if first is None else first.due

    # --- steering --------------------------------------------------------------------------

    def pause(self) -> None:
        """Stop time; timers wait."""
        self._steer("paused", 1.0)

    def resume(self) -> None:
        """Let time flow one to one again, from where it stands."""
        self._steer("real", 1.0)

    def accelerate(self, rate: float) -> None:
        """Let `rate` virtual seconds pass per real second while nothing holds the clock."""
        if not rate > 0:
            raise ValueError(f"a clock's rate must be positive, not {rate!r}")
        self._steer("accelerated", rate)

    async def jump(self, to: float) -> None:
        """Move to the virtual instant `to`, firing every timer on the way in due order.

        Returns when nothing holds the clock and it stands at `to`, or past it by the time that work
        in flight took. The mode is the same before and after; jumps may overlap.
        """
        if to < self.now():
            raise ValueError(f"cannot jump back from {self.iso()} to {self.iso(to)}")
        landed: asyncio.Future[None] = self._bind().create_future()
        self._depart()
        self._anchor()
        self._jumps.begin(to, landed)
        self._arm()
        await landed

    def hold(self) -> Hold:
        """Keep time from skipping until the returned hold is released (or left, as a context)."""
        return Hold(self._count_hold, self.call_at)

    def close(self) -> None:
        """Drop every timer; sleepers and jumps under way are cancelled."""
        self._closed = True
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        self._timers.clear()
        self._jumps.cancel()

    # --- waiting ---------------------------------------------------------------------------

    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` on the loop at the virtual instant `when` (at once if that has passed).

        A callback that starts work should take a `hold` before it returns, so that time stands
        still for the work.
        """
        self._bind()
        timer = self._timers.add(max(when, self.now()), callback)
        if self._timers.first() is timer:
            self._arm()
        return timer

    # --- the driver ------------------------------------------------------------------------

    @property
    def _skipping(self) -> bool:
        """True while a jump may leap to the next instant; the driver does the leaping."""
        return bool(self._jumps) and not self._holds

    def _speed(self) -> float:
        """Virtual seconds per real second at this moment."""
        if self._jumps:
            return 1.0 if self._holds else 0.0
        if self._holds:
            return min(self.rate, 1.0)
        return self.rate

    def _flowing(self) -> float:
        """Where time would stand if no timer were in the way."""
        return self._virtual + (self._monotonic() - self._real) * self._speed()

    def _anchor(self) -> None:
        """Fix the present as the point from which time flows on at a new speed."""
        self._virtual, self._real = self.now(), self._monotonic()

    def _steer(self, mode: Mode, rate: float) -> None:
        self._anchor()
        self._mode, self._rate = mode, rate
        if mode != "real":
            self._depart()
        self._arm()
        self.changed.emit()

    def _depart(self) -> None:
        """From now on this may be another time than the machine's."""
        if not self._departed:
            self._departed = True
            self.departed.emit()

    def _count_hold(self, change: int) -> None:
        now, before = self.now(), self._speed()
        self._holds += change
        if self._speed() != before:  # re-anchoring at one speed would only lose the timers' lag
            self._virtual, self._real = now, self._monotonic()
            self._arm()

    def _bind(self) -> asyncio.AbstractEventLoop:
        if self._closed:
            raise RuntimeError("the clock is closed")
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self._loop

    def _arm(self) -> None:
        """Wake the driver when there will be something to do."""
        if self._settling or self._loop is None or self._closed:
            return
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        first, speed = self._timers.first(), self._speed()
        if self._skipping:
            self._settling = _SETTLE_TURNS
            self._wakeup = self._loop.call_soon(self._settle)
        elif first is not None and speed > 0:
            delay = max(0.0, first.due - self._flowing()) / speed
            self._wakeup = self._loop.call_later(delay, self._drive)

    def _settle(self) -> None:
        """Let the loop turn a few times, then go on to the next instant."""
        self._wakeup = None
        if self._closed or self._loop is None:
            return
        self._settling -= 1
        if self._settling:
            self._wakeup = self._loop.call_soon(self._settle)
            return
        self._instant = None
        if self._skipping:
            self._drive()
        else:
            self._arm()

    def _drive(self) -> None:
        """Leap if a jump may, then fire the timers of one instant or end the jumps that arrived."""
        self._wakeup = None
        if self._skipping:
            goal = self._jumps.nearest()
            if (next_due := self.next_due) is not None:
                goal = min(goal, next_due)
            self._virtual, self._real = max(self._virtual, goal), self._monotonic()
        first = self._timers.first()
        if first is None or first.due > self._flowing():
            self._land()
            self._arm()
        else:
            self._fire(first.due)

    def _fire(self, instant: float) -> None:
        """Call every timer due at `instant`, in the order they were set, with time standing."""
        assert self._loop is not None
        self._instant = instant
        self._settling = _SETTLE_TURNS
        for timer in self._timers.pop_due(instant):
            callback = timer.take()
            try:
                if callback is not None:
                    callback()
            except Exception as error:
                self._loop.call_exception_handler(
                    {"message": "a timer of the virtual clock raised", "exception": error}
                )
        self._wakeup = self._loop.call_soon(self._settle)

    def _land(self) -> None:
        """End the jumps that have arrived."""
        if not self._skipping:
            return
        now = self.now()
        self._virtual, self._real = now, self._monotonic()
        self._jumps.land(now)
