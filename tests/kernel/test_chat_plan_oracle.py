"""Ten thousand random plans against an oracle that knows nothing of Kahn."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from workbench.kernel.chat.plan import PlanError, PlanStep, levels

PLANS = 10_000
LONGEST = 9


def longest_path(steps: Sequence[PlanStep]) -> dict[str, int] | None:
    """The level of each step by trying: one below the deepest it needs; None for a circle."""
    needs = {step.key: step.depends_on for step in steps}
    depth = dict.fromkeys(needs, 0)
    for _ in range(len(needs) + 1):
        moved = False
        for key, wanted in needs.items():
            below = max((depth[name] + 1 for name in wanted), default=0)
            if below != depth[key]:
                depth[key], moved = below, True
        if not moved:
            return depth
    return None


def random_plan(chance: random.Random) -> list[PlanStep]:
    """Any graph at all: with circles, in any order, of reads and writes."""
    names = [str(number) for number in range(chance.randint(1, LONGEST))]
    density = chance.choice((0.0, 0.1, 0.25, 0.5))
    backwards = chance.random() < 0.3
    steps = []
    for place, name in enumerate(names):
        others = names[:place] + (names[place + 1 :] if backwards else [])
        needs = [other for other in others if chance.random() < density]
        action = chance.choice(("read", "read", "write", "destructive"))
        steps.append(PlanStep(name, "app", f"f{name}", {}, needs, action))
    chance.shuffle(steps)
    return steps


def test_every_order_is_legal_with_reads_first_and_as_few_levels_as_there_can_be() -> None:
    chance = random.Random(20261121)
    circles = 0
    for _ in range(PLANS):
        steps = random_plan(chance)
        depth = longest_path(steps)
        if depth is None:
            circles += 1
            with pytest.raises(PlanError, match="wait for each other"):
                levels(steps)
            continue
        found = levels(steps)
        place = {step.key: number for number, level in enumerate(found) for step in level}
        assert place == depth
        assert len(found) == max(depth.values()) + 1
        for step in steps:
            assert all(place[need] < place[step.key] for need in step.depends_on)
        for level in found:
            assert [steps.index(step) for step in level] == sorted(map(steps.index, level))
    assert circles > PLANS / 50


def test_a_dependency_that_is_not_in_the_plan_is_named() -> None:
    with pytest.raises(PlanError, match="'ghost'"):
        levels([PlanStep("a", "app", "f", {}, ["ghost"])])
