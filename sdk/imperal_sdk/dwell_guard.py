"""Notice when a long piece of work goes round in circles.

Each step has a gap, the sum of three parts: how much of the whole is missing, the error of
the step itself, and a barrier that rises with every step spent beyond the limit on one entity
without gain. The guard alarms on too deep subtasks, on dwelling, and on a gap that grows
while dwelling.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

GROWTH_LIMIT = 0.05
"""How much the gap may grow in one step before it counts as growing."""

SETTLED_AFTER = 5
"""Steps on one entity after which growth is no longer taken for a start."""


@dataclass
class DwellGuardStep:
    """One step as the guard saw it; ``v_total`` is the gap, ``delta_v`` its change."""

    step: int
    timestamp: float
    active_entity_id: str
    macro_coverage: float
    micro_error: float
    dwell_steps: int
    v_macro: float
    v_micro: float
    v_barrier: float
    v_total: float
    delta_v: float
    is_limit_cycle: bool
    alarm_reason: str | None = None


class DwellGuard:
    """Scores steps; ``alpha``, ``beta`` and ``gamma`` weigh the three parts of the gap."""

    def __init__(
        self,
        alpha: float = 10.0,
        beta: float = 1.0,
        gamma: float = 5.0,
        max_dwell_steps: int = 12,
        max_subtask_depth: int = 2,
    ) -> None:
        self.alpha = alpha
        self.beta = beta
        self.gamma = gamma
        self.max_dwell_steps = max_dwell_steps
        self.max_subtask_depth = max_subtask_depth
        self.history: list[DwellGuardStep] = []

    def step(
        self,
        macro_coverage: float,
        active_entity_id: str,
        micro_error: float = 0.0,
        subtask_depth: int = 1,
    ) -> DwellGuardStep:
        """Score one step: the share done (0 to 1), what it works on, its error, its depth."""
        previous = self.history[-1] if self.history else None
        dwell = _dwell(previous, active_entity_id, macro_coverage)
        v_macro = self.alpha * max(0.0, 1.0 - macro_coverage) ** 2
        v_micro = self.beta * micro_error**2
        v_barrier = self.gamma * max(0.0, dwell - self.max_dwell_steps) ** 2
        total = v_macro + v_micro + v_barrier
        delta = total - previous.v_total if previous else 0.0
        reason = self._alarm(active_entity_id, dwell, delta, subtask_depth)
        scored = DwellGuardStep(
            step=len(self.history) + 1,
            timestamp=time.time(),
            active_entity_id=active_entity_id,
            macro_coverage=macro_coverage,
            micro_error=micro_error,
            dwell_steps=dwell,
            v_macro=v_macro,
            v_micro=v_micro,
            v_barrier=v_barrier,
            v_total=total,
            delta_v=delta,
            is_limit_cycle=reason is not None,
            alarm_reason=reason,
        )
        self.history.append(scored)
        return scored

    def _alarm(self, entity: str, dwell: int, delta: float, depth: int) -> str | None:
        if depth > self.max_subtask_depth:
            return (
                f"Subtask depth {depth} is over the limit of {self.max_subtask_depth}: "
                "note what blocks, and go back up"
            )
        if dwell > self.max_dwell_steps:
            return (
                f"{dwell} steps on {entity!r} without gain, {self.max_dwell_steps} are allowed: "
                "go on with something else"
            )
        if dwell > SETTLED_AFTER and delta > GROWTH_LIMIT:
            return f"The gap grew by {delta:.3f} while staying on {entity!r}"
        return None


def _dwell(previous: DwellGuardStep | None, entity: str, coverage: float) -> int:
    if previous is None or previous.active_entity_id != entity:
        return 1
    return 1 if coverage > previous.macro_coverage else previous.dwell_steps + 1


GNCLyapunovGuard = DwellGuard
"""Older name of :class:`DwellGuard`."""

GNCEnergyState = DwellGuardStep
"""Older name of :class:`DwellGuardStep`."""
