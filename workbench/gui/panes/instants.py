"""How instants of virtual time are written: in UTC, in the machine's time, or from now. Qt-free.

One object says it for the whole window; whatever shows a time asks it while painting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Final

STYLES: Final = ("utc", "local", "relative")

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


class Instants:
    """The style in force, and the clock that relative times count from."""

    def __init__(self) -> None:
        self.style = STYLES[0]
        self.now: Callable[[], float] = time.time

    @property
    def relative(self) -> bool:
        """Whether texts change by themselves as time goes on."""
        return self.style == "relative"

    def use(self, style: str) -> None:
        """Choose a style; anything unknown is UTC."""
        self.style = style if style in STYLES else STYLES[0]

    def moment(self, at: float) -> datetime:
        """An instant where clocks are read: here for local, else in UTC."""
        moment = datetime.fromtimestamp(at, UTC)
        return moment.astimezone() if self.style == "local" else moment

    def zone(self, at: float) -> str:
        """What the times of `exact` are in: UTC, or the machine's zone at that instant."""
        return self.moment(at).tzname() or "local"

    def offset_s(self, at: float) -> float:
        """Seconds that clocks here are ahead of UTC at an instant."""
        offset = self.moment(at).utcoffset()
        return offset.total_seconds() if offset is not None else 0.0

    def precise(self, at: float) -> str:
        """For a column: "12:30:05.123", or how far off."""
        return distance(at - self.now()) if self.relative else self.exact(at)

    def short(self, at: float) -> str:
        """For a narrow column: "12:30:05", or how far off."""
        return distance(at - self.now()) if self.relative else f"{self.moment(at):%H:%M:%S}"

    def exact(self, at: float) -> str:
        """The time of day, whatever the style: "12:30:05.123", in `zone`."""
        return f"{self.moment(at):%H:%M:%S.%f}"[:-3]

    def dated(self, at: float) -> str:
        """Day and time of day, whatever the style: "Sat 21 Nov 12:30:05", in `zone`."""
        return f"{self.moment(at):%a %d %b %H:%M:%S}"


@cache
def instants() -> Instants:
    """The one of the program."""
    return Instants()


def distance(seconds: float) -> str:
    """How far off in one unit: "now", "4 s ago", "3 min ago", "in 2 h", "5 d ago"."""
    whole = round(abs(seconds))
    if whole < 1:
        return "now"
    if whole < _MINUTE:
        text = f"{whole} s"
    elif whole < _HOUR:
        text = f"{whole // _MINUTE} min"
    elif whole < _DAY:
        text = f"{whole // _HOUR} h"
    else:
        text = f"{whole // _DAY} d"
    return f"in {text}" if seconds > 0 else f"{text} ago"
