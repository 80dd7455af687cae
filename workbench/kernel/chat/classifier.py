"""Which functions a message asks for: the interface of all classifiers, and the local one.

The platform asks a language model. Offline the workbench compares words (`ranking`), always the
same way: all functions of all extensions compete, the arguments a message can give them count too,
and what fits too little is not called at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from workbench.kernel.chat.arguments import fill
from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.clauses import clauses, quiet_part
from workbench.kernel.chat.facts import Fact
from workbench.kernel.chat.fields import fields_of
from workbench.kernel.chat.plan import Plan, PlanStep, intent_of
from workbench.kernel.chat.ranking import Match, Ranking
from workbench.kernel.chat.recall import recall, things_of
from workbench.kernel.chat.sentence import QUOTED, Sentence
from workbench.kernel.chat.typed import ids_said

FLOOR = 0.42
"""Below this a match is a guess, and the turn asks instead."""

_CONSIDERED = 6
_EXPLAINED = 6


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
    """The default classifier: words, weighed by how rare they are; deterministic and offline."""

    def __init__(self) -> None:
        self._known: tuple[tuple[Entry, ...], Ranking] | None = None

    async def classify(self, text: str, given: Given) -> Plan:
        """Match each clause of ``text``; several clauses that all match become a chain.

        The words are weighed on a thread: the loop may be the window's.
        """
        return await asyncio.to_thread(self._classified, text, given)

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
            entry = pick.match.entry
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
        return Plan(intent_of(steps), steps, "classifier", _reasons(considered, picks))


@dataclass(frozen=True, slots=True)
class _Pick:
    """A function that may be meant, with the arguments it would get and the score they leave it."""

    match: Match
    args: dict[str, Any]
    score: float
    note: str = ""


def _picks(text: str, ranking: Ranking, given: Given) -> tuple[list[_Pick], list[_Pick]]:
    """The functions to call, one for each clause, and the candidates in order of their score."""
    parts = clauses(text)
    if len(parts) > 1:
        chosen: list[_Pick] = []
        seen: list[_Pick] = []
        for part in parts:
            before = chosen[-1].match.entry if chosen else None
            ranked = _ranked(part, ranking, given, before)
            seen += ranked
            if not ranked or ranked[0].score < FLOOR:
                break
            chosen.append(ranked[0])
        if len(chosen) == len(parts):
            return chosen, sorted(seen, key=lambda pick: -pick.score)
    ranked = _ranked(text, ranking, given, None)
    return [pick for pick in ranked[:1] if pick.score >= FLOOR], ranked


def _ranked(text: str, ranking: Ranking, given: Given, before: Entry | None) -> list[_Pick]:
    """Candidates for one clause, best first; a later clause leaves ids to the step before it."""
    recalled = things_of(given.facts) if before is None else _produced_by(before)
    asked = ranking.read(text, quiet=quiet_part(text), recalled=recalled)
    matches = [match for match in ranking.matches(asked)[:_CONSIDERED] if match.score > 0]
    picks = [_weighed(text, match, given, chained=before is not None) for match in matches]
    return sorted(picks, key=lambda pick: -pick.score)


def _weighed(text: str, match: Match, given: Given, *, chained: bool) -> _Pick:
    """A match with its arguments: what stays missing, or stays unused, counts against it."""
    entry = match.entry
    args = fill(text, entry.schema, entry.name, given.today)
    if not chained:
        args = recall(text, entry, args, given.facts)
    required = [f.name for f in fields_of(entry.schema, entry.name) if f.required]
    missing = [name for name in required if name not in args]
    score, notes = match.score, []
    if missing:
        score *= 1 - (0.06 if chained else 0.12) * len(missing) / len(required)
        notes.append(f"no value for {', '.join(missing)}")
    ids = [value for value, _, _ in ids_said(Sentence(text, given.today))]
    taken = _ids(entry, args)
    if ids and not any(value in taken for value in ids):
        score *= 0.8
        notes.append(f"no place for {ids[0]}")
    quotes = [next(g for g in m.groups() if g is not None) for m in QUOTED.finditer(text)]
    if quotes and not any(quote in _texts(args) for quote in quotes):
        score *= 0.9
        notes.append("no place for what is quoted")
    return _Pick(match, args, score, "; ".join(notes))


def _ids(entry: Entry, args: Mapping[str, Any]) -> list[Any]:
    """The arguments that went to id parameters, or to lists."""
    fields = fields_of(entry.schema, entry.name)
    return _texts({f.name: args[f.name] for f in fields if f.name in args and f.kind != "text"})


def _texts(args: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for value in args.values():
        found += value if isinstance(value, list) else [value]
    return found


def _produced_by(entry: Entry) -> frozenset[str]:
    """The things *it* may mean after a step: those its name and its ids speak of."""
    return things_of([Fact("", "", entry.app_id, entry.name, {})])


def _reasons(considered: Sequence[_Pick], picks: Sequence[_Pick]) -> list[str]:
    """Why each candidate won or lost, best first."""
    if not considered:
        return ["no function shares a word with the message"]
    lines = []
    for pick in considered[:_EXPLAINED]:
        if pick in picks:
            verdict = "chosen"
        elif pick.score < FLOOR:
            verdict = f"below {FLOOR}"
        else:
            verdict = "another fits better"
        note = f"; {pick.note}" if pick.note else ""
        lines.append(f"{pick.match.reason()}{note} → {pick.score:.2f} {verdict}")
    return lines


def _manifest(entry: Entry) -> dict[str, Any]:
    """A function as the model sees it (context channels: description, parameters, results)."""
    return {
        "tool": entry.tool,
        "description": entry.description,
        "action_type": entry.action_type,
        "params_schema": entry.schema,
        "return_schema": entry.declared.get("return_schema"),
    }
