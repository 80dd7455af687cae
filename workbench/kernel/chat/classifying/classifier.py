"""Which functions a message asks for: the interface of all classifiers, and the local one.

The platform asks a language model. Offline the workbench weighs what a message means (`meaning`)
and what it says (`ranking`, `evidence`), always the same way: all functions of all extensions
compete, the arguments a message can give them count too, and what fits too little is not called at
all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any, Protocol

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.classifying.evidence import FLOOR, Evidence
from workbench.kernel.chat.classifying.function_words import FunctionWords
from workbench.kernel.chat.classifying.meaning.glossary import in_english
from workbench.kernel.chat.classifying.ranking import Asked, Ranking
from workbench.kernel.chat.classifying.recall import recall, things_of
from workbench.kernel.chat.classifying.weighing import weigh
from workbench.kernel.chat.facts import Fact
from workbench.kernel.chat.filling.arguments import fill_in
from workbench.kernel.chat.language.clauses import clauses
from workbench.kernel.chat.language.sentence import Sentence
from workbench.kernel.chat.plan import Plan, PlanStep, intent_of
from workbench.kernel.slow_imports import ready

_EXPLAINED = 6
_SURE = 0.75
"""Below this a part of a message is no wish of its own."""


@dataclass(frozen=True, slots=True)
class Given:
    """Everything a classifier is told: the functions, the last turns' facts, the skeletons.

    ``skeletons`` are the sections' snapshots by app, as the platform shows them to the model;
    ``now`` is virtual epoch seconds.
    """

    catalogue: Catalogue
    facts: Sequence[Fact] = ()
    skeletons: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    now: float = 0.0

    @property
    def today(self) -> date:
        """The day *tomorrow* counts from."""
        return datetime.fromtimestamp(self.now, UTC).date()

    def as_json(self) -> dict[str, Any]:
        """What was given, as the plan's record keeps it; manifests by what a model sees of them."""
        return {
            "functions": [_manifest(entry) for entry in self.catalogue.entries],
            "facts": [fact.as_json() for fact in self.facts],
            "skeletons": {app: dict(sections) for app, sections in self.skeletons.items()},
            "now": self.now,
        }


class Classifier(Protocol):
    """Turns a message into a plan over the functions that are loaded."""

    async def classify(self, text: str, given: Given) -> Plan:
        """The plan for ``text``; a plan without steps means the message asks for no function."""
        ...


class LocalClassifier:
    """The default classifier: meaning and words, weighed; deterministic and offline."""

    def __init__(self) -> None:
        self._known: tuple[tuple[Entry, ...], Ranking] | None = None

    async def classify(self, text: str, given: Given) -> Plan:
        """Match each clause of ``text``; several clauses that all match become a chain.

        All is weighed on a thread: the loop may be the window's.
        """
        await ready("onnxruntime")
        return await asyncio.to_thread(self._classified, text, given)

    def ranked(self, text: str, given: Given) -> list[Pick]:
        """The candidates for a message of one clause, best first."""
        return _ranked(text, self._ranking(given.catalogue), given, None)

    def _ranking(self, catalogue: Catalogue) -> Ranking:
        """The words of the functions; read again only when a build has changed them."""
        known = self._known
        entries = catalogue.entries
        same = known is not None and len(known[0]) == len(entries)
        if known is not None and same:
            pairs = zip(known[0], entries, strict=True)
            if all(a.app_id == b.app_id and a.declared is b.declared for a, b in pairs):
                return known[1]
        ranking = Ranking(catalogue)
        self._known = (entries, ranking)
        return ranking

    def _classified(self, text: str, given: Given) -> Plan:
        ranking = self._ranking(given.catalogue)
        picks, considered = _picks(text, ranking, given)
        steps: list[PlanStep] = []
        for number, pick in enumerate(picks, start=1):
            entry = pick.entry
            steps.append(
                PlanStep(
                    key=f"{number}:{entry.tool}",
                    app_id=entry.app_id,
                    function=entry.name,
                    args=pick.args,
                    depends_on=[steps[-1].key] if steps else [],
                    action_type=entry.action_type,
                )
            )
        return Plan(intent_of(steps), steps, "classifier", _reasons(text, considered, picks))


@dataclass(frozen=True, slots=True)
class Pick:
    """A function that may be meant, with the arguments it would get."""

    entry: Entry
    args: dict[str, Any]
    evidence: Evidence
    score: float


def _picks(text: str, ranking: Ranking, given: Given) -> tuple[list[Pick], list[Pick]]:
    """The functions to call, one for each clause, and the candidates in order of their score."""
    parts = clauses(text)
    if len(parts) > 1:
        chosen: list[Pick] = []
        seen: list[Pick] = []
        for part in parts:
            before = chosen[-1].entry if chosen else None
            ranked = _ranked(part, ranking, given, before)
            seen += ranked
            if not ranked or ranked[0].score < _SURE:
                break
            chosen.append(ranked[0])
        if len(chosen) == len(parts) and not _one_wish(chosen):
            return chosen, sorted(seen, key=lambda pick: -pick.score)
    ranked = _ranked(text, ranking, given, None)
    return [pick for pick in ranked[:1] if pick.score >= FLOOR], ranked


def _one_wish(picks: Sequence[Pick]) -> bool:
    """True when the clauses mean one call: each of the same function, none a whole call alone."""
    first = picks[0].entry
    required = frozenset((first.schema or {}).get("required") or ())
    same = all(pick.entry.tool == first.tool for pick in picks)
    return same and (
        any(required - pick.args.keys() for pick in picks)
        or any(pick.args.items() <= other.args.items() for pick, other in permutations(picks, 2))
    )


def _ranked(text: str, ranking: Ranking, given: Given, before: Entry | None) -> list[Pick]:
    """Candidates for one clause, best first; a later clause leaves ids to the step before it."""
    if not any(map(str.isalnum, text)):
        return []
    recalled = things_of(given.facts) if before is None else _produced_by(before)
    asked = ranking.read(text, given.today, recalled=recalled)
    picks = [
        _weighed(profile, asked, ranking, given, chained=before is not None)
        for profile in ranking.candidates(asked)
    ]
    return sorted(picks, key=lambda pick: -pick.score)


def _weighed(
    profile: FunctionWords, asked: Asked, ranking: Ranking, given: Given, *, chained: bool
) -> Pick:
    """A function with its arguments, and what speaks for and against it."""
    sentence = Sentence(asked.text, asked.today)
    args = fill_in(sentence, profile.fields, profile.entry.name)
    if not chained:
        args = recall(asked.text, profile.entry, args, given.facts)
    evidence = weigh(profile, asked, ranking, sentence, args)
    return Pick(profile.entry, args, evidence, evidence.score)


def _produced_by(entry: Entry) -> frozenset[str]:
    """The things *it* may mean after a step: those its name and its ids speak of."""
    return things_of([Fact("", "", entry.app_id, entry.name, {})])


def _reasons(text: str, considered: Sequence[Pick], picks: Sequence[Pick]) -> list[str]:
    """Why each candidate won or lost, best first; then what a Russian message was read as."""
    if not considered:
        return ["the message has no word in it, or nothing is loaded that could be called"]
    lines = []
    for pick in considered[:_EXPLAINED]:
        if pick in picks:
            verdict = "chosen"
        elif pick.score < FLOOR:
            verdict = f"below {FLOOR}"
        else:
            verdict = "another fits better"
        lines.append(f"{pick.entry.tool} {pick.score:.2f} ({pick.evidence.words()}) → {verdict}")
    english = in_english(text)
    return lines if english == text else [*lines, f"read as “{english}”"]


def _manifest(entry: Entry) -> dict[str, Any]:
    """A function as the model sees it (context channels: description, parameters, results)."""
    return {
        "tool": entry.tool,
        "description": entry.description,
        "action_type": entry.action_type,
        "params_schema": entry.schema,
        "return_schema": entry.declared.get("return_schema"),
    }
