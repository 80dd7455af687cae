"""A plan: which functions a turn will call, with which arguments, and what waits for what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.references import referred


class PlanError(Exception):
    """A plan that cannot be run: an unknown tool or dependency, a cycle, arguments not JSON."""


@dataclass(slots=True)
class PlanStep:
    """One planned call.

    ``depends_on`` holds keys of the steps whose results this one needs; ``retries`` are a script's
    answers to the parameter model's complaints.
    """

    key: str
    app_id: str
    function: str
    args: dict[str, Any]
    depends_on: list[str] = field(default_factory=list)
    action_type: str = "read"
    retries: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The step as the journal and the command line show it."""
        return {
            "key": self.key,
            "tool": f"{self.app_id}.{self.function}",
            "app_id": self.app_id,
            "function": self.function,
            "args": self.args,
            "depends_on": list(self.depends_on),
            "action_type": self.action_type,
        }


@dataclass(slots=True)
class Plan:
    """What a turn means to do.

    ``intent`` is one of none, read, write, destructive, chain; ``source`` says who made the plan
    (classifier or script); ``reasons`` explains the choice in words, best candidate first.
    ``said_intent`` is what the maker of the plan called it, which the intent gate compares.
    """

    intent: str
    steps: list[PlanStep]
    source: str
    reasons: list[str] = field(default_factory=list)
    said_intent: str | None = None

    def step(self, key: str) -> PlanStep:
        """The planned step of a key; KeyError for one that is not in the plan."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def as_json(self) -> dict[str, Any]:
        """The plan as the journal and the command line show it."""
        return {
            "intent": self.intent,
            "source": self.source,
            "action_plans": [step.as_json() for step in self.steps],
            "reasons": list(self.reasons),
        }


def intent_of(steps: Sequence[PlanStep]) -> str:
    """The intent a set of steps amounts to: the one step's action type, or ``chain``."""
    if not steps:
        return "none"
    return steps[0].action_type if len(steps) == 1 else "chain"


def plan_from_script(script: object, catalogue: Catalogue, source: str = "script") -> Plan:
    """Read a written plan: a list of steps, or the platform's ``{"intent", "action_plans"}``.

    A step is ``{"tool", "args", "depends_on"}``; ``args`` may be an object or a JSON string, as the
    platform sends it. A step that names no ``depends_on`` waits for the one before it; an explicit
    list, even an empty one, is taken as it stands (performance guide, Chain patterns).

    Raises:
        PlanError: the script does not describe steps, or names something that is not there.
    """
    rows = _rows(script)
    entries = [_entry(row, catalogue) for row in rows]
    keys = _keys(entries)
    steps = []
    for index, (row, entry) in enumerate(zip(rows, entries, strict=True)):
        steps.append(
            PlanStep(
                key=keys[index],
                app_id=entry.app_id,
                function=entry.name,
                args=_args(row, entry),
                depends_on=_dependencies(row, index, keys, entries, catalogue),
                action_type=entry.action_type,
                retries=[dict(retry) for retry in row.get("retries") or ()],
            )
        )
    plan = Plan(intent_of(steps), steps, source, said_intent=_said_intent(script))
    levels(plan.steps)
    _check_references(plan.steps)
    return plan


def levels(steps: Sequence[PlanStep]) -> list[list[PlanStep]]:
    """Group steps into levels that can run one after another (Kahn's topological sort).

    Plan order is kept inside a level, and a step stands one level below the last thing it needs,
    whatever the order of the list (performance guide, Chain patterns).

    Raises:
        PlanError: a dependency names no step, or the steps wait for each other in a circle.
    """
    known = {step.key for step in steps}
    for step in steps:
        missing = [key for key in step.depends_on if key not in known]
        if missing:
            raise PlanError(f"{step.function} depends on {missing[0]!r}, which is not in the plan")
    done: set[str] = set()
    waiting = list(steps)
    result: list[list[PlanStep]] = []
    while waiting:
        ready = [step for step in waiting if done.issuperset(step.depends_on)]
        if not ready:
            circle = ", ".join(step.function for step in waiting)
            raise PlanError(f"these steps wait for each other: {circle}")
        result.append(ready)
        done.update(step.key for step in ready)
        waiting = [step for step in waiting if step.key not in done]
    return result


def dependents(steps: Iterable[PlanStep], failed: str) -> set[str]:
    """Keys of all steps that need ``failed``, directly or through another step."""
    rows = list(steps)
    lost = {failed}
    grew = True
    while grew:
        found = {step.key for step in rows if lost.intersection(step.depends_on)} - lost
        lost |= found
        grew = bool(found)
    return lost - {failed}


def _said_intent(script: object) -> str | None:
    said = script.get("intent") if isinstance(script, Mapping) else None
    return said if isinstance(said, str) else None


def _check_references(steps: Sequence[PlanStep]) -> None:
    """Every ``$REF:app[n]`` must name a step that can have run by then.

    Raises:
        PlanError: the app has no such step, or it runs only later.
    """
    order = [step for level in levels(steps) for step in level]
    place = {step.key: number for number, step in enumerate(order)}
    for step in steps:
        for app_id, index in referred(step.args):
            own = [other for other in steps if other.app_id == app_id and other is not step]
            if index >= len(own):
                raise PlanError(f"{step.function} refers to $REF:{app_id}[{index}], no such step")
            if place[own[index].key] > place[step.key]:
                raise PlanError(
                    f"{step.function} refers to $REF:{app_id}[{index}], which runs after it"
                )


def _rows(script: object) -> list[Mapping[str, Any]]:
    if isinstance(script, Mapping):
        script = script.get("action_plans", script.get("steps"))
    if not isinstance(script, Sequence) or isinstance(script, str | bytes):
        raise PlanError("a plan is a list of steps, or an object with action_plans")
    rows: list[Mapping[str, Any]] = []
    for row in script:
        if not isinstance(row, Mapping) or not isinstance(row.get("tool"), str):
            raise PlanError(f"a step needs a tool name, got {row!r:.80}")
        rows.append(row)
    return rows


def _entry(row: Mapping[str, Any], catalogue: Catalogue) -> Entry:
    entry = catalogue.resolve(row["tool"])
    if entry is None:
        raise PlanError(f"no loaded extension has the tool {row['tool']!r}")
    return entry


def _keys(entries: Sequence[Entry]) -> list[str]:
    return [f"{index}:{entry.app_id}.{entry.name}" for index, entry in enumerate(entries, start=1)]


def _args(row: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    args = row.get("args", {})
    if isinstance(args, str):
        try:
            args = json.loads(args or "{}")
        except ValueError as problem:
            raise PlanError(f"the args of {entry.name} are not JSON: {problem}") from problem
    if not isinstance(args, dict):
        raise PlanError(f"the args of {entry.name} must be an object")
    return dict(args)


def _dependencies(
    row: Mapping[str, Any],
    index: int,
    keys: Sequence[str],
    entries: Sequence[Entry],
    catalogue: Catalogue,
) -> list[str]:
    named = row.get("depends_on")
    if named is None:
        return [keys[index - 1]] if index else []
    if not isinstance(named, Sequence) or isinstance(named, str):
        raise PlanError(f"depends_on of {entries[index].name} must be a list")
    return [_dependency(name, index, keys, entries, catalogue) for name in named]


def _dependency(
    name: object,
    index: int,
    keys: Sequence[str],
    entries: Sequence[Entry],
    catalogue: Catalogue,
) -> str:
    if isinstance(name, int) and not isinstance(name, bool) and 0 <= name < len(keys):
        return keys[name]
    if name in keys:
        return str(name)
    target = catalogue.resolve(name) if isinstance(name, str) else None
    places = [i for i, entry in enumerate(entries) if i != index and entry is target]
    earlier = [i for i in places if i < index]
    if not places:
        raise PlanError(f"{entries[index].name} depends on {name!r}, which is not in the plan")
    return keys[earlier[-1] if earlier else places[0]]
