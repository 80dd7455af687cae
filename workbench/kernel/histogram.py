"""Durations counted in buckets that grow by two per cent: percentiles in bounded memory."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

_GROWTH: Final = 1.02
_LEAST_MS: Final = 0.001
_BEYOND: Final = 5
"""Runs there must be beyond a percentile before two of them are compared."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many runs took longer than `low_ms` and not longer than `high_ms`."""

    low_ms: float
    high_ms: float
    count: int


@dataclass(slots=True, eq=False)
class Histogram:
    """Real milliseconds of however many runs; percentiles are right within one per cent."""

    count: int = 0
    total_ms: float = 0.0
    max_ms: float = 0.0
    _buckets: Counter[int] = field(default_factory=Counter)

    def add(self, duration_ms: float) -> None:
        """Count one run."""
        self.count += 1
        self.total_ms += duration_ms
        self.max_ms = max(self.max_ms, duration_ms)
        self._buckets[_bucket(duration_ms)] += 1

    def percentile(self, percent: float) -> float:
        """The time `percent` per cent of the runs kept (nearest rank); 0 without any."""
        rank = max(1, math.ceil(self.count * percent / 100))
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen >= rank:
                return min(_middle(bucket), self.max_ms)
        return 0.0

    def bars(self, most: int) -> list[Bar]:
        """The runs from the quickest to the slowest in at most `most` bars, each as much wider
        than the one before it as that than its own."""
        if not self._buckets:
            return []
        first, last = min(self._buckets), max(self._buckets)
        wide = math.ceil((last - first + 1) / max(1, most))
        counts = [0] * math.ceil((last - first + 1) / wide)
        for bucket, count in self._buckets.items():
            counts[(bucket - first) // wide] += count
        edges = [_top(first - 1 + wide * number) for number in range(len(counts) + 1)]
        return [Bar(edges[n], edges[n + 1], count) for n, count in enumerate(counts)]


@dataclass(frozen=True, slots=True)
class Change:
    """A percentile of a build's runs beside that of the build before it, in milliseconds."""

    percentile: int
    before_ms: float
    after_ms: float
    before_runs: int
    after_runs: int

    @property
    def share(self) -> float:
        """How much longer it takes: 0.1 for a tenth; negative for less."""
        return self.after_ms / self.before_ms - 1 if self.before_ms else 0.0

    @property
    def needed(self) -> int:
        """How many runs of each build it takes to compare this percentile."""
        return math.ceil(_BEYOND / (1 - self.percentile / 100))

    @property
    def enough(self) -> bool:
        """Whether there were that many; with fewer a difference may be chance."""
        return min(self.before_runs, self.after_runs) >= self.needed


def _bucket(duration_ms: float) -> int:
    return math.ceil(math.log(max(duration_ms, _LEAST_MS) / _LEAST_MS, _GROWTH))


def _top(bucket: int) -> float:
    """The longest time that falls into a bucket."""
    return _LEAST_MS * _GROWTH**bucket if bucket >= 0 else 0.0


def _middle(bucket: int) -> float:
    """The value that is at most one per cent from everything in the bucket."""
    return _LEAST_MS * _GROWTH ** (bucket - 0.5) if bucket else _LEAST_MS
