"""The stretch of virtual time a timeline shows, and round instants to label it with. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.gui.panes.instants import instants

SHORTEST_S: Final = 60.0
LONGEST_S: Final = 400 * 86_400.0

_STEPS: Final = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
    86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000,
)  # fmt: skip
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From `begin` to `end`, in virtual epoch seconds."""

    begin: float
    end: float

    @property
    def span(self) -> float:
        """Seconds shown."""
        return self.end - self.begin

    def share(self, at: float) -> float:
        """Where an instant lies: 0 at the beginning, 1 at the end."""
        return (at - self.begin) / self.span

    def at(self, share: float) -> float:
        """The instant that lies there."""
        return self.begin + share * self.span

    def moved(self, seconds: float) -> TimeWindow:
        """The same stretch, later by so much."""
        return TimeWindow(self.begin + seconds, self.end + seconds)

    def zoomed(self, factor: float, around: float) -> TimeWindow:
        """A stretch `factor` times as long in which `around` stays where it is."""
        span = min(LONGEST_S, max(SHORTEST_S, self.span * factor))
        begin = around - self.share(around) * span
        return TimeWindow(begin, begin + span)

    def labels(self, most: int) -> list[tuple[float, str]]:
        """At most about `most` instants that are round where times are read, each with its text."""
        wanted = self.span / max(1, most)
        step = next((step for step in _STEPS if step >= wanted), _STEPS[-1])
        ahead = instants().offset_s(self.begin)
        at = ((self.begin + ahead) // step + 1) * step - ahead
        found: list[tuple[float, str]] = []
        while at < self.end:
            found.append((at, _label(at, step)))
            at += step
        return found


def _label(at: float, step: float) -> str:
    moment = instants().moment(at)
    midnight = (at + instants().offset_s(at)) % _DAY == 0
    if midnight or step >= _DAY:
        return f"{moment:%a} {moment.day}" if step < 28 * _DAY else f"{moment.day} {moment:%b}"
    return f"{moment:%H:%M}" if step >= 60 else f"{moment:%H:%M:%S}"
