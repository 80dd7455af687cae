"""A measured figure: samples, their median and spread, the target, and the table they make."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Samples of one quantity.

    Parameters: `name` what was measured; `unit` e.g. ``ms`` or ``µs``; `samples` in that unit;
    `target` the largest acceptable value of `statistic` (``p50``, ``p95``, ``p99`` or ``max``);
    `baseline` says that it is what the others are compared with.
    """

    name: str
    unit: str
    samples: Sequence[float]
    target: float | None = None
    statistic: str = "p50"
    baseline: bool = False

    def quantile(self, share: float) -> float:
        """The value that `share` (0–1) of the samples do not exceed."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]

    @property
    def measured(self) -> float:
        """The statistic that the target is about."""
        if self.statistic == "max":
            return max(self.samples)
        return self.quantile(int(self.statistic[1:]) / 100)

    @property
    def verdict(self) -> str:
        """``ok``, ``over``, or nothing where there is no target."""
        if self.target is None:
            return ""
        return "ok" if self.measured <= self.target else "over"

    def as_json(self) -> dict[str, Any]:
        """For the result file: the summary and every sample."""
        return {
            "name": self.name,
            "unit": self.unit,
            "count": len(self.samples),
            "p50": statistics.median(self.samples),
            "p95": self.quantile(0.95),
            "p99": self.quantile(0.99),
            "min": min(self.samples),
            "max": max(self.samples),
            "target": self.target,
            "statistic": self.statistic,
            "verdict": self.verdict,
            "baseline": self.baseline,
            "samples": list(self.samples),
        }


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| what | n | p50 | p95 | p99 | max | unit | target | |",
        "|---|---:|---:|---:|---:|---:|---|---|---|",
    ]
    for figure in figures:
        target = f"{figure.statistic} ≤ {figure.target:g}" if figure.target is not None else ""
        numbers = " | ".join(
            f"{value:.1f}"
            for value in (
                statistics.median(figure.samples),
                figure.quantile(0.95),
                figure.quantile(0.99),
                max(figure.samples),
            )
        )
        name = f"{figure.name} (baseline)" if figure.baseline else figure.name
        count, unit = len(figure.samples), figure.unit
        lines.append(f"| {name} | {count} | {numbers} | {unit} | {target} | {figure.verdict} |")
    return "\n".join(lines)
