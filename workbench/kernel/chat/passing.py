"""Values that travel from one step of a chain to the next, and the trace of how they did.

A producer's fields reach a consumer by a ``$REF:app[n].path`` reference, a ``{{steps.N.data.key}}``
template, or by the rules of the target id, in this order: the function's ``id_projection``, a
parameter of the same name as a field of the producer's data, and the verb-prefix guess
(performance guide, id_projection). A guess that is no parameter drops the id; the trace says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.chat.references import MISSING, Produced, resolve

_IDLIKE = re.compile(r"(?:^id$|_id$)")
Rule = str
"""reference, id_projection, same_name or verb_prefix."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One decision: ``rule`` put ``value`` of the step ``source`` into ``field``, or dropped it.

    ``outcome`` is passed, kept (the plan had a value), dropped or lost (a reference led nowhere).
    """

    rule: Rule
    field: str
    outcome: str
    source: str = ""
    value: Any = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The decision as the journal and the command line show it."""
        return {
            "rule": self.rule,
            "field": self.field,
            "outcome": self.outcome,
            "source": self.source,
            "value": self.value,
            "reason": self.reason,
        }


@dataclass(slots=True)
class Passed:
    """Arguments with everything filled in, and every decision that made them."""

    args: dict[str, Any]
    trace: list[Passing] = field(default_factory=list)

    @property
    def injected(self) -> list[str]:
        """Names of the arguments that came from earlier steps."""
        return sorted({row.field for row in self.trace if row.outcome == "passed"})

    @property
    def lost(self) -> list[str]:
        """References that led nowhere."""
        return [str(row.value) for row in self.trace if row.outcome == "lost"]

    @property
    def dropped(self) -> list[Passing]:
        """Ids of earlier steps that found no parameter."""
        return [row for row in self.trace if row.outcome == "dropped"]


def pass_on(
    args: Mapping[str, Any],
    function: Mapping[str, Any],
    depends_on: Sequence[str],
    produced: Sequence[Produced],
) -> Passed:
    """Fill ``args`` of a step from what earlier steps ``produced``.

    ``function`` is the step's declaration. Only steps in ``depends_on`` feed the id rules;
    references may name any earlier step.
    """
    passed = Passed({})
    for name, value in args.items():
        lost: list[str] = []
        passed.args[name] = resolve(value, produced, lost)
        passed.trace += [Passing("reference", name, "lost", value=text) for text in lost]
        if not lost and passed.args[name] is not value:
            passed.trace.append(Passing("reference", name, "passed", value=passed.args[name]))
    sources = [item for item in produced if item.key in depends_on]
    if sources:
        _same_names(passed, function, sources)
        _target_id(passed, function, sources)
    return passed


def guessed_field(function: str) -> str:
    """The platform's guess for the target id's parameter: without the verb, with ``_id``.

    Right for ``delete_note``; ``delete_notes_from_folder`` becomes ``notes_from_folder_id``.
    """
    return (function.partition("_")[2] or function) + "_id"


def id_field(function: Mapping[str, Any]) -> tuple[str, Rule]:
    """The parameter that carries the target's id, and the rule that says so."""
    declared = function.get("id_projection")
    if declared:
        return str(declared), "id_projection"
    return guessed_field(str(function.get("name", ""))), "verb_prefix"


def _same_names(passed: Passed, function: Mapping[str, Any], sources: Sequence[Produced]) -> None:
    """Required parameters called like a field of the producer's data; newest source first."""
    for name in _required(function):
        if not _empty(passed.args.get(name)):
            continue
        for source in reversed(sources):
            value = _single(source.data).get(name, MISSING)
            if value is not MISSING and not _empty(value):
                passed.args[name] = value
                passed.trace.append(Passing("same_name", name, "passed", source.function, value))
                break


def _target_id(passed: Passed, function: Mapping[str, Any], sources: Sequence[Produced]) -> None:
    target, rule = id_field(function)
    if rule == "verb_prefix" and any(
        row.rule == "same_name" and _IDLIKE.search(row.field) for row in passed.trace
    ):
        return
    found = _produced_id(target, sources)
    if found is None:
        return
    source, value = found
    if target not in _properties(function):
        reason = f"{function.get('name')} has no parameter {target!r}"
        open_ids = [n for n in _properties(function) if _IDLIKE.search(n)]
        if rule == "verb_prefix" and not any(_empty(passed.args.get(n)) for n in open_ids):
            return
        passed.trace.append(Passing(rule, target, "dropped", source.function, value, reason))
        return
    if not _empty(passed.args.get(target)):
        if passed.args[target] != value:
            passed.trace.append(
                Passing(rule, target, "kept", source.function, value, "the plan has a value")
            )
        return
    passed.args[target] = value
    passed.trace.append(Passing(rule, target, "passed", source.function, value))


def _produced_id(target: str, sources: Sequence[Produced]) -> tuple[Produced, Any] | None:
    """The id in the newest source: the target's name, ``id``, or the only one there is."""
    for source in reversed(sources):
        data = _single(source.data)
        if not _empty(data.get(target)):
            return source, data[target]
        ids = [name for name in data if _IDLIKE.search(name) and not _empty(data[name])]
        if "id" in ids:
            return source, data["id"]
        if len(ids) == 1:
            return source, data[ids[0]]
    return None


def _single(data: Any) -> Mapping[str, Any]:
    """The record itself, also when a search wrapped one in a list."""
    if not isinstance(data, Mapping):
        return {}
    lists = [value for value in data.values() if isinstance(value, list)]
    if len(lists) == 1 and len(lists[0]) == 1 and isinstance(lists[0][0], Mapping):
        return {**lists[0][0], **{k: v for k, v in data.items() if not isinstance(v, list)}}
    return data


def _properties(function: Mapping[str, Any]) -> Mapping[str, Any]:
    found = (function.get("params_schema") or {}).get("properties")
    return found if isinstance(found, Mapping) else {}


def _required(function: Mapping[str, Any]) -> list[str]:
    return list((function.get("params_schema") or {}).get("required") or ())


def _empty(value: Any) -> bool:
    return value in (None, "") or (isinstance(value, str) and value.startswith("<"))
