"""Which functions a message asks for, decided locally, without a model and always the same way.

The platform asks a language model. Offline the workbench compares words: a function's name counts
most, then the examples its author wrote, then its description, each word weighted by how rare it is
among everything installed. All functions of all extensions compete without their extension's name,
as they do on the platform; a verb alone (*show*, *delete*) chooses none of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.kernel.chat.arguments import Message, fill
from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.facts import Fact, recalled
from workbench.kernel.chat.plan import Plan, PlanStep, intent_of
from workbench.kernel.chat.words import VERBS, words

NAME_WEIGHT = 3.0
EXAMPLE_WEIGHT = 2.0
DESCRIPTION_WEIGHT = 1.0
FLOOR = 0.34
"""Below this share of the message's weight a match is a guess, and the turn asks instead."""

_JOINTS = re.compile(
    r"\s*(?:[,;.]?\s+and then\s+|[,;.]?\s+then\s+|;\s*|,?\s+and\s+)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)|`[^`]*`")
_EXAMPLE = re.compile(
    r"(?:e\.g\.|examples?|for example|such as)\s*:?\s*(?P<rest>[^\n]+)", re.IGNORECASE
)


class Classifier(Protocol):
    """Turns a message into a plan over the functions that are loaded."""

    async def classify(self, text: str, catalogue: Catalogue, facts: Sequence[Fact]) -> Plan:
        """The plan for ``text``; a plan without steps means the message asks for no function.

        ``facts`` are what the user's last turns brought, oldest first.
        """
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """How well one function fits a message: ``score`` is 0..1, ``because`` the words that met."""

    entry: Entry
    score: float
    because: tuple[str, ...]


class LocalClassifier:
    """The default classifier: deterministic word matching."""

    async def classify(self, text: str, catalogue: Catalogue, facts: Sequence[Fact] = ()) -> Plan:
        """Match each clause of ``text``; several clauses that all match become a chain."""
        index = _Index(catalogue)
        picks = _picks(text, index)
        steps: list[PlanStep] = []
        for number, (clause, match) in enumerate(picks, start=1):
            entry = match.entry
            args = fill(Message(clause), entry.schema, entry.name)
            if not steps:
                required = (entry.schema or {}).get("required") or ()
                args |= recalled(facts, entry.app_id, required, args)
            previous = [steps[-1].key] if steps else []
            steps.append(
                PlanStep(
                    key=f"{number}:{entry.tool}",
                    app_id=entry.app_id,
                    function=entry.name,
                    args=args,
                    depends_on=previous,
                    action_type=entry.action_type,
                )
            )
        return Plan(intent_of(steps), steps, "classifier", _reasons(index.matches(text)))


def _picks(text: str, index: _Index) -> list[tuple[str, Match]]:
    clauses = _clauses(text)
    if len(clauses) > 1:
        found = [(clause, index.best(clause)) for clause in clauses]
        sure = [(clause, match) for clause, match in found if match is not None]
        if len(sure) == len(clauses):
            return sure
    whole = index.best(text)
    return [(text, whole)] if whole is not None else []


def _clauses(text: str) -> list[str]:
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group())
        return f"\x00{len(held) - 1}\x00"

    masked = _QUOTED.sub(hold, text)
    parts = [part.strip() for part in _JOINTS.split(masked) if part.strip()]
    return [re.sub(r"\x00(\d+)\x00", lambda m: held[int(m.group(1))], part) for part in parts]


def _reasons(matches: Sequence[Match]) -> list[str]:
    return [
        f"{match.entry.tool} {match.score:.2f} ({', '.join(match.because)})"
        for match in matches[:5]
        if match.because
    ]


class _Index:
    """Words of every function, weighted by how few functions share them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._rows = [(entry, *_words_of(entry)) for entry in catalogue.entries]
        shared: Counter[str] = Counter()
        for _, name, examples, description in self._rows:
            shared.update(name | examples | description)
        self._shared = shared
        self._total = max(len(self._rows), 1)

    def best(self, text: str) -> Match | None:
        """The one match good enough to act on, or None."""
        ranked = self.matches(text)
        return ranked[0] if ranked and ranked[0].score >= FLOOR else None

    def matches(self, text: str) -> list[Match]:
        """All functions that share a word with ``text``, best first, ties in declaration order."""
        asked = set(words(_QUOTED.sub(" ", text)))
        scored = [self._match(row, asked) for row in self._rows]
        return sorted((m for m in scored if m.because), key=lambda m: -m.score)

    def _match(self, row: tuple[Entry, set[str], set[str], set[str]], asked: set[str]) -> Match:
        entry, name, examples, description = row
        gained = 0.0
        for word in asked:
            if word in name:
                gained += NAME_WEIGHT * self._rarity(word)
            elif word in examples:
                gained += EXAMPLE_WEIGHT * self._rarity(word)
            elif word in description:
                gained += DESCRIPTION_WEIGHT * self._rarity(word)
        met = tuple(sorted(asked & (name | examples | description)))
        if name - VERBS and VERBS.issuperset(met):
            return Match(entry, 0.0, met)
        named = sum(self._rarity(word) for word in name) * NAME_WEIGHT
        known = sum(self._rarity(word) for word in asked if word in self._shared) * NAME_WEIGHT
        best_possible = max(min(named, known) if name else known, 1e-9)
        covered = len(name & asked) / max(len(name), 1)
        return Match(entry, min(gained / best_possible, 1.0) * (0.5 + 0.5 * covered), met)

    def _rarity(self, word: str) -> float:
        return 1.0 + math.log(self._total / max(self._shared.get(word, 1), 1))


def _words_of(entry: Entry) -> tuple[set[str], set[str], set[str]]:
    docstring = str(entry.declared.get("docstring") or "")
    prose = f"{entry.description}\n{docstring}"
    examples: set[str] = set()
    for match in _EXAMPLE.finditer(prose):
        examples.update(words(match.group("rest")))
    for example in entry.declared.get("examples") or ():
        examples.update(words(str(example)))
    return set(words(entry.name)), examples, set(words(prose))
