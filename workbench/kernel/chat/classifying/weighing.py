"""What speaks for a function and what against it, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.kernel.chat.classifying.agreement import agreement
from workbench.kernel.chat.classifying.evidence import Evidence
from workbench.kernel.chat.classifying.function_words import FunctionWords
from workbench.kernel.chat.classifying.placing import weigh_arguments
from workbench.kernel.chat.classifying.ranking import Asked, Ranking
from workbench.kernel.chat.language.lexicon import Word
from workbench.kernel.chat.language.sentence import Sentence
from workbench.kernel.chat.language.stemming import is_plural

_GUESSED = 0.3
"""What a word counts that became an argument only because nothing else was left."""
_UNKNOWN = 0.7
"""What a word counts that no function knows."""
_LIKE = 0.5
"""A message that is less like an example than this is not like it at all."""
_ITSELF = 0.8
"""What the very word counts where its meanings do not meet."""
_CONTENT = 0.25
"""A word that counts no more than this names nothing: it is content."""
_POINTED = 0.75
"""How far a thing counts as said that is meant by an id or by *it*."""
_PLACED = re.compile(
    r"(?<!\w)(?:in|into|on|to|from|of|for|at|by|with|under|inside|в|во|на|из|с|от|для|к|по|под|у)"
    r"(?:\s+(?:the|a|an|my|our|this|that|all|моей|моём|мою|все))?\s+$",
    re.IGNORECASE,
)
"""What comes after one of these is where the thing is, or whose, and not the thing itself."""


def weigh(
    profile: FunctionWords,
    asked: Asked,
    ranking: Ranking,
    sentence: Sentence,
    args: Mapping[str, Any],
) -> Evidence:
    """Everything that speaks for or against ``profile``.

    ``sentence`` is the message after ``args`` were taken from it.
    """
    found = Evidence()
    found.pieces["meaning"] = asked.fits[profile.entry.tool]
    _weigh_verbs(found, profile, asked)
    _weigh_words(found, profile, asked, ranking, sentence)
    _weigh_name(found, profile, asked, ranking)
    _weigh_hints(found, profile, asked)
    weigh_arguments(found, profile, asked, ranking, sentence, args)
    return found


def _weigh_verbs(found: Evidence, profile: FunctionWords, asked: Asked) -> None:
    kind, much = agreement(profile, asked.command)
    found.pieces[kind] = much
    if asked.command.things and not any(m in profile.bag for m in asked.command.things):
        found.pieces["strange_command"] = 1.0
        found.against.append(f"nothing to do with {_names(asked.command.things)}")
    found.pieces["verb_itself"] = profile.stems.get(asked.command.stem, 0.0)
    said = ", ".join(sorted(v.removeprefix("v:") for v in asked.command.verbs))
    if kind in ("same", "told", "near") and said:
        found.because.append(said)
    elif kind == "also":
        found.because.append(_names(asked.command.also))
    elif kind in ("mentioned", "family", "wrong", "order_read", "look_write"):
        found.against.append(f"{said} is not what it does")
    elif kind in ("question_write", "question_destructive"):
        found.against.append("asked, not told to act")


def _weigh_words(
    found: Evidence, profile: FunctionWords, asked: Asked, ranking: Ranking, sentence: Sentence
) -> None:
    """How much of what is said the declaration speaks of; what became an argument is left out."""
    gained = total = alien = unknown = exact = 0.0
    for said in asked.words:
        worth = said.weight * ranking.rarity(said.known)
        best = max((profile.bag.get(m, 0.0) for m in said.known), default=0.0)
        itself = profile.stems.get(said.word.stem, 0.0)
        best = max(best, _ITSELF * itself)
        if not best and (said.word.faint or sentence.is_taken(said.word.start, said.word.end)):
            continue
        exact += said.weight * ranking.itself(said.word) * itself
        guessed = sentence.guessed
        if guessed is not None and guessed[0] <= said.word.start < guessed[1]:
            worth *= _GUESSED
        if best:
            gained += worth * best
            found.because.append(said.word.text)
        elif said.known or ranking.itself(said.word):
            alien += worth
        else:
            worth *= _UNKNOWN
            unknown += worth
        total += worth
    found.pieces["cover"] = gained / total if total else 0.0
    found.pieces["exact"] = min(exact, 2.0) / 2.0
    found.pieces["gained"] = min(gained, 3.0) / 3.0
    found.pieces["alien"] = min(alien, 3.0) / 3.0
    found.pieces["unknown"] = min(unknown, 3.0) / 3.0
    if not total:
        found.pieces["wordless"] = 1.0


def _weigh_name(found: Evidence, profile: FunctionWords, asked: Asked, ranking: Ranking) -> None:
    """How much of what the function is named for is said, or meant by an id or by *it*."""
    said = frozenset(m for s in asked.words if s.weight > _CONTENT for m in s.known)
    pointed = profile.keys if asked.ids else profile.keys & asked.recalled
    hit = missed = 0.0
    missing = []
    for meanings in profile.objects:
        worth = ranking.rarity(meanings)
        if meanings & said:
            hit += worth
        elif meanings & pointed:
            hit += worth * _POINTED
            found.because.append("an id" if asked.ids else "it")
        elif meanings not in profile.manner:
            missed += worth
            missing.append(min(meanings).removeprefix("v:"))
    if profile.objects:
        found.pieces["named"] = hit / (hit + missed) if hit + missed else 0.0
        found.pieces["unnamed"] = min(missed, 2.0) / 2.0
    else:
        found.pieces["nameless"] = 1.0
    if missing:
        found.against.append(f"nothing said of {', '.join(missing)}")
    _weigh_number(found, profile, asked)
    heads = [s for s in asked.words if s.known and s.weight > _CONTENT]
    head = next((s for s in heads if not _PLACED.search(asked.text[: s.word.start])), None)
    if head is not None and profile.objects:
        mine = any(head.known & meanings for meanings in profile.objects)
        found.pieces["head" if mine else "other_head"] = 1.0


def _weigh_number(found: Evidence, profile: FunctionWords, asked: Asked) -> None:
    """Many of a thing want a function that is named for many: *which campaigns*, *one campaign*."""
    for said in asked.words:
        if said.word.things and any(said.known & meanings for meanings in profile.objects):
            many = is_plural(said.word.text)
            if many is not None and profile.many is not None:
                found.pieces["number" if many == profile.many else "other_number"] = 1.0
            return


def _weigh_hints(found: Evidence, profile: FunctionWords, asked: Asked) -> None:
    """How like the message is to a phrase its author gave as an example."""
    words = [said.word for said in asked.words]
    best = max((_alike(words, hint) for hint in profile.hints), default=0.0)
    if best > _LIKE:
        found.pieces["hint"] = (best - _LIKE) / (1.0 - _LIKE)


def _alike(asked: Sequence[Word], example: Sequence[Word]) -> float:
    """How much of two texts meets (0..1): an author's example said again is a perfect match."""
    if not asked or not example:
        return 0.0
    said = sum(any(_meet(word, other) for other in example) for word in asked)
    heard = sum(any(_meet(word, other) for other in asked) for word in example)
    return (said + heard) / (len(asked) + len(example))


def _meet(one: Word, other: Word) -> bool:
    return one.stem == other.stem or bool(one.meanings & other.meanings)


def _names(verbs: frozenset[str]) -> str:
    return ", ".join(sorted(v.removeprefix("v:") for v in verbs))
