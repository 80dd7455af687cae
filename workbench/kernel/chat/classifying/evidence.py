"""What speaks for a function, what against it, and how much all that comes to.

Each piece of evidence is a number with a name, mostly 0..1 (the *meaning* is the logarithm of
odds); their weights are data, the same for
every extension. The sum of all pieces becomes a score of 0..1 through the logistic function: at
0.5 a function is as likely meant as nothing at all. `weighing` finds the pieces.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from workbench.paths import resources

FLOOR = 0.65
"""Below this a match is a guess, and the turn asks instead."""
_PIECES = 4
"""How many pieces are told with their numbers."""
_TOLD = 0.3
"""A piece that moved the score by less is not worth telling."""


@cache
def weights() -> Mapping[str, float]:
    """How much each piece counts (``resources/chat/weights.toml``): one without a row, nothing."""
    rows = tomllib.loads((resources() / "chat" / "weights.toml").read_text("utf-8"))
    return {name: float(weight) for name, weight in rows["weights"].items()}


@dataclass(slots=True)
class Evidence:
    """The pieces of evidence by name, and what they are in words."""

    pieces: dict[str, float] = field(default_factory=dict)
    because: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """How well the function fits (0..1)."""
        weight = weights()
        total = weight["bias"] + sum(weight.get(n, 0.0) * much for n, much in self.pieces.items())
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))

    def words(self) -> str:
        """The evidence in one line, as a plan's record shows it."""
        told = ", ".join(dict.fromkeys(self.because)) or "no word in common"
        whole = f"{told}; but {', '.join(self.against)}" if self.against else told
        return f"{whole} | {', '.join(self._strongest())}"

    def _strongest(self) -> list[str]:
        """The pieces that moved the score the most, with what they came to."""
        worth = {n: weights().get(n, 0.0) * much for n, much in self.pieces.items()}
        told = sorted((n for n in worth if abs(worth[n]) >= _TOLD), key=lambda n: -abs(worth[n]))
        return [f"{name.replace('_', ' ')} {worth[name]:+.1f}" for name in told[:_PIECES]]
