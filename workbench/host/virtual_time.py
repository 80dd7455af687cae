"""The kernel's virtual time as the author's code sees it, wherever it asks for the time.

A nightly job that compares with `datetime.now()` (scheduled tasks, Failure modes) must see the
instant it was fired for, also when a month passes in a minute. So everything in Python that
reads the wall clock is replaced, before the author's code is imported, by something that asks
which work is running and answers with that work's time:

* Functions of `time` are replaced in their module. ``from time import time`` in the author's code
  binds the replacement.
* `datetime.now`, `datetime.utcnow` and `date.today` are replaced *inside* the classes. The classes
  stay what they are, so ``from datetime import datetime``, isinstance, pickling, pydantic's
  fields and C code that makes datetimes are none the wiser; a subclass in the class's place would
  break each of them somewhere.

What a message of the kernel does not say, nobody pretends: as long as no ``now`` has come, which is
so while the session's clock is the machine's own, the real functions answer. ``monotonic``,
``perf_counter``, `asyncio`'s timers and everything built on them stay real.
"""

from __future__ import annotations

import ctypes
import datetime as dates
import gc
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from workbench.host.work import Work, current

_monotonic = time.monotonic
_now = dates.datetime.__dict__["now"]
_utcnow = dates.datetime.__dict__["utcnow"]
_today = dates.date.__dict__["today"]
_localtime = time.localtime
_REALTIME = getattr(time, "CLOCK_REALTIME", None)


class Anchor(NamedTuple):
    """A virtual instant in epoch seconds, and the monotonic second at which it was true."""

    at: float
    since: float

    def now(self) -> float:
        """What the virtual time is by now: in a running handler it passes one to one."""
        return self.at + (_monotonic() - self.since)


class VirtualTime:
    """The time of this process: of the work that asks, else the last that the kernel spoke of."""

    def __init__(self) -> None:
        self._latest: Anchor | None = None

    @property
    def virtual(self) -> bool:
        """Whether the session's clock is another than the machine's."""
        return self._latest is not None

    def told(self, now: float | None, work: Work | None = None) -> None:
        """The kernel said what time it is, to `work` or to the process as a whole.

        None is the machine's own time. The time of a work never goes back, whatever the wire took.
        """
        anchor = None if now is None else Anchor(now, _monotonic())
        self._latest = anchor
        if work is None or anchor is None:
            return
        if work.anchor is None or work.anchor.now() < anchor.at:
            work.anchor = anchor

    def now(self) -> float | None:
        """Virtual epoch seconds, or None where the machine's own time holds.

        Code outside of any work (an import, a thread of the author's) has the last time told.
        """
        work = current.get()
        anchor = self._latest if work is None else work.anchor
        return None if anchor is None else anchor.now()

    def install(self) -> None:
        """Put the replacements in place; once for a process, before the author's code."""
        for name, function in self._functions().items():
            setattr(time, name, _StandIn(getattr(time, name), function))
        for kind, name, method in self._methods():
            _replace(kind, name, classmethod(method))

    def _functions(self) -> dict[str, Callable[..., Any]]:
        """Replacements for functions of `time`; each is handed the real one first."""
        now = self.now

        def seconds(real: Callable[[], float]) -> float:
            virtual = now()
            return real() if virtual is None else virtual

        def nanoseconds(real: Callable[[], int]) -> int:
            virtual = now()
            return real() if virtual is None else round(virtual * 1e6) * 1000

        def broken_down(real: Callable[..., Any], secs: float | None = None, /) -> Any:
            return real(now() if secs is None else secs)

        def described(real: Callable[..., str], *moment: Any) -> str:
            virtual = None if moment else now()
            return real(*moment) if virtual is None else real(_localtime(virtual))

        def formatted(real: Callable[..., str], form: str, *moment: Any) -> str:
            virtual = None if moment else now()
            return real(form, *moment) if virtual is None else real(form, _localtime(virtual))

        def of_clock(real: Callable[[int], float], clock: int, /) -> float:
            virtual = now() if clock == _REALTIME else None
            return real(clock) if virtual is None else virtual

        def of_clock_ns(real: Callable[[int], int], clock: int, /) -> int:
            virtual = now() if clock == _REALTIME else None
            return real(clock) if virtual is None else round(virtual * 1e6) * 1000

        found: dict[str, Callable[..., Any]] = {
            "time": seconds,
            "time_ns": nanoseconds,
            "localtime": broken_down,
            "gmtime": broken_down,
            "ctime": broken_down,
            "asctime": described,
            "strftime": formatted,
        }
        if _REALTIME is not None:
            found |= {"clock_gettime": of_clock, "clock_gettime_ns": of_clock_ns}
        return found

    def _methods(self) -> list[tuple[type, str, Callable[..., Any]]]:
        """Replacements for class methods of `datetime` and `date`."""
        virtual_now = self.now

        def now(cls: type[dates.datetime], tz: dates.tzinfo | None = None) -> dates.datetime:
            """Returns new datetime object representing current time local to tz."""
            virtual = virtual_now()
            if virtual is None:
                found: dates.datetime = _now.__get__(None, cls)(tz)
                return found
            return cls.fromtimestamp(virtual, tz)

        def utcnow(cls: type[dates.datetime]) -> dates.datetime:
            """Return a new datetime representing UTC day and time."""
            virtual = virtual_now()
            if virtual is None:
                found: dates.datetime = _utcnow.__get__(None, cls)()
                return found
            return cls.fromtimestamp(virtual, dates.UTC).replace(tzinfo=None)

        def today(cls: type[dates.date]) -> dates.date:
            """Current date or datetime: same as self.__class__.fromtimestamp(time.time())."""
            virtual = virtual_now()
            if virtual is None:
                found: dates.date = _today.__get__(None, cls)()
                return found
            return cls.fromtimestamp(virtual)

        return [
            (dates.datetime, "now", now),
            (dates.datetime, "utcnow", utcnow),
            (dates.date, "today", today),
        ]


class _StandIn:
    """A function in place of a built-in one: like it no method when a class holds it, and like it
    pickled by its name."""

    def __init__(self, real: Callable[..., Any], function: Callable[..., Any]) -> None:
        self._real = real
        self._function = function
        self.__name__ = self.__qualname__ = real.__name__
        self.__module__ = real.__module__
        self.__doc__ = real.__doc__

    def __call__(self, *args: Any) -> Any:
        return self._function(self._real, *args)

    def __reduce__(self) -> str:
        return self.__qualname__

    def __repr__(self) -> str:
        return repr(self._real)


def _replace(kind: type, name: str, value: object) -> None:
    """Put `value` into a class that is written in C.

    Its ``__dict__`` is a read-only view; the interpreter's collector knows the dictionary behind.
    """
    for namespace in gc.get_referents(kind.__dict__):
        if isinstance(namespace, dict):
            namespace[name] = value
    modified = ctypes.pythonapi.PyType_Modified
    modified.argtypes, modified.restype = [ctypes.py_object], None
    modified(kind)
