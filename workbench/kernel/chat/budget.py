"""Where the time of a turn goes: the platform's own stages beside the measured handlers.

The stages before and after a handler are not run here; their cost is the middle of the documented
range (performance guide, Latency budget), and every such row says that it is simulated. Where the
profile asks for it the turn really waits that long, in virtual time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.kernel.chat.turn import Step
from workbench.kernel.profile import Profile, Span


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the budget; times are milliseconds, ``typical`` the documented range."""

    name: str
    ms: float
    simulated: bool
    owner: str
    typical: Span
    source: str = ""
    within: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The row as the turn's record and the command line show it."""
        return {
            "stage": self.name,
            "ms": round(self.ms, 3),
            "simulated": self.simulated,
            "owner": self.owner,
            "typical_ms": list(self.typical),
            "within": self.within,
            "source": self.source,
        }


def before_steps(profile: Profile) -> list[Stage]:
    """The stages before any handler: classification and scheduling."""
    return [
        _simulated("intent classification", "turn_classification_ms", profile),
        _simulated("workflow scheduling", "turn_scheduling_ms", profile),
    ]


def budget_of(steps: Sequence[Step], profile: Profile) -> list[dict[str, Any]]:
    """The whole table of a turn: its stages, each handler, and the sums along the chain.

    The handlers' sum is what the guide's chain costs when steps run one after another; steps of a
    level that ran side by side took less, which the turn's own duration tells.
    """
    rows = before_steps(profile)
    handlers = 0.0
    for step in steps:
        if step.duration_ms is None or step.mocked:
            continue
        spent = step.handler_ms if step.handler_ms is not None else step.duration_ms
        handlers += spent
        rows.append(_simulated(f"dispatch of {step.function}", "turn_dispatch_ms", profile))
        low, high = profile.turn_handler_ms
        rows.append(
            Stage(
                f"handler {step.function}", spent, False, "you", (low, high),
                profile.source("turn_handler_ms"), spent <= high,
            )
        )  # fmt: skip
    if handlers or steps:
        rows.append(_simulated("delivery", "turn_delivery_ms", profile))
    table = [row.as_json() for row in rows]
    total = sum(row.ms for row in rows)
    return [
        *table,
        _sum("handlers, in sum", handlers, simulated=False),
        _sum("whole turn, in sum", total, simulated=True),
    ]


def _simulated(name: str, setting: str, profile: Profile) -> Stage:
    low, high = getattr(profile, setting)
    return Stage(name, (low + high) / 2, True, "web-kernel", (low, high), profile.source(setting))


def _sum(name: str, ms: float, *, simulated: bool) -> dict[str, Any]:
    return {"stage": name, "ms": round(ms, 3), "simulated": simulated, "sum": True}
