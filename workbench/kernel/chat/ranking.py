"""How well each function fits a message, by the words of its declaration, and why.

A function is known by its name, its description, its parameters and their values, the examples its
author wrote, and its app. Each word weighs by how few functions share it (inverse document
frequency over everything loaded). The verb of the message and the verb of the function must agree;
a verb alone chooses nothing, because every extension can *show* or *delete* something.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.function_words import FunctionWords, words_of
from workbench.kernel.chat.lexicon import Word, lexicon, read_words, skeleton
from workbench.kernel.chat.sentence import QUOTED, Sentence
from workbench.kernel.chat.typed import ids_said
from workbench.kernel.chat.verbs import (
    CHECKING,
    NEAR_VERB,
    SAME_VERB,
    agreement,
    can_command,
    has_object,
    is_question,
    names_an_id,
    verb_of,
)

_POINTS = re.compile(
    r"\b(?:it|that|this|them|one|её|ее|его|их|эту|этот|это|последн\w+|ту)\b", re.IGNORECASE
)
_ANY = frozenset({"#"})
"""Stands for every thing that has an id: the message holds one."""
TOLD_THING = 0.5
"""What the description's words are worth in place of the name's."""
ONLY_VERB = 0.55
"""For a function whose name is a verb and nothing else, when just that is said: *search*."""
ENOUGH = 0.5
"""Less than this weight of known things is not enough to go by."""
OTHER_HEAD = 0.75
"""For a function named for something else than the first thing said: *notes in a folder*."""
POINTED = 0.75
"""How much a thing counts that is meant by an id or by *it* instead of its name."""
_SHORTEST_TYPO = 5
_TYPO = 0.79
_REACH = (1.0, 1.0, 1.0, 0.7, 0.5, 0.4)
_FAR = 0.3
_AS_VERB = 0.2
"""What is left of a thing whose word is the verb of the message: *book a flight*."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well one function fits: ``score`` is 0..1, ``because`` the words that met, ``against``
    what spoke against it."""

    entry: Entry
    score: float
    because: tuple[str, ...]
    against: tuple[str, ...] = ()

    def reason(self) -> str:
        """The verdict in one line, as a plan's record shows it."""
        against = f"; but {', '.join(self.against)}" if self.against else ""
        return f"{self.entry.tool} {self.score:.2f} ({', '.join(self.because)}{against})"


@dataclass(slots=True)
class Asked:
    """What a message asks: its verbs, whether they are a question's only, and weighted things.

    ``pointed`` are things that are meant without being named: by an id, or by *it*.
    """

    verbs: frozenset[str]
    soft: bool
    pointed: frozenset[str]
    things: list[tuple[Word, frozenset[str], float]]
    words: list[frozenset[str]]


class Ranking:
    """Every loaded function by its words, ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._profiles = [words_of(entry) for entry in catalogue.entries]
        shared: Counter[str] = Counter()
        self._sounds: dict[str, set[str]] = {}
        for profile in self._profiles:
            shared.update(profile.bag.keys())
        for meaning in shared:
            self._sounds.setdefault(skeleton(meaning), set()).add(meaning)
        for key, verbs in lexicon().verbs.items():
            if len(key) == 1:
                self._sounds.setdefault(skeleton(key[0]), set()).update(verbs)
        self._shared = shared
        self._total = max(len(self._profiles), 1)

    def read(
        self,
        text: str,
        *,
        quiet: tuple[int, int] | None = None,
        recalled: frozenset[str] = frozenset(),
    ) -> Asked:
        """What ``text`` asks; words in the ``quiet`` stretch are content and count little.

        ``recalled`` are the things whose ids the last turns brought: *it* may mean one of them.
        """
        raw = read_words(QUOTED.sub(lambda match: " " * len(match.group()), text))
        words = [self._heard(word) for word in raw if not word.ignored]
        verb, soft = verb_of(words, called=can_command(raw) and not names_an_id(text))
        things: list[tuple[Word, frozenset[str], float]] = []
        for place, word in enumerate(w for w in words if w is not verb or w.things):
            known = frozenset(m for m in word.meanings if m in self._shared)
            weight = _REACH[place] if place < len(_REACH) else _FAR
            if word is verb and " " not in word.text and has_object(raw, word):
                weight = _AS_VERB
            if quiet is not None and quiet[0] <= word.start < quiet[1]:
                weight *= 0.25
            if known:
                things.append((word, known, weight))
        pointed = recalled if _POINTS.search(text) else frozenset()
        if ids_said(Sentence(text, date.min)):
            pointed |= _ANY
        verbs = verb.verbs if verb is not None else frozenset()
        if verb is None and is_question(text, raw):
            verbs, soft = CHECKING, True
        return Asked(verbs, soft, pointed, things, [word.meanings for word in words])

    def matches(self, asked: Asked) -> list[Match]:
        """All functions that share a word with the message, best first, ties as declared."""
        scored = [self._match(profile, asked) for profile in self._profiles]
        return sorted((m for m in scored if m.because), key=lambda m: -m.score)

    def rarity(self, meanings: Iterable[str]) -> float:
        """The weight of a word: that of its rarest meaning that some function shares."""
        counts = [self._shared[m] for m in meanings if m in self._shared]
        return 1.0 + math.log(self._total / min(counts)) if counts else 1.0

    def _heard(self, word: Word) -> Word:
        """A word nobody knows, taken for the one it sounds like or misspells."""
        if any(m in self._shared or m.startswith("v:") for m in word.meanings):
            return word
        sound = skeleton(word.text)
        found = self._sounds.get(sound)
        if found is None and len(sound) >= _SHORTEST_TYPO:
            near = _nearest(sound, self._sounds)
            found = self._sounds[near] if near and near[:1] == sound[:1] else None
        if found is None:
            return word
        verbs = frozenset(m for m in found if m.startswith("v:"))
        return Word(word.text, word.start, word.end, verbs, frozenset(found) - verbs)

    def _match(self, profile: FunctionWords, asked: Asked) -> Match:
        met: list[str] = []
        against: list[str] = []
        gained = possible = 0.0
        for word, known, weight in asked.things:
            worth = weight * self.rarity(known)
            possible += worth
            best = max((profile.bag.get(m, 0.0) for m in known), default=0.0)
            gained += worth * best
            if best:
                met.append(word.text)
        said = frozenset(m for _, known, weight in asked.things for m in known if weight > 0.25)
        named = sum(self.rarity(meanings) for meanings in profile.objects)
        pointed = profile.keys if asked.pointed & _ANY else profile.keys & asked.pointed
        hit = sum(
            self.rarity(m) * (1.0 if m & said else POINTED)
            for m in profile.objects
            if m & (said | pointed)
        )
        cover = gained / possible if possible else float(bool(pointed)) * POINTED
        cover *= min(1.0, sum(weight for _, _, weight in asked.things) / ENOUGH + bool(pointed))
        if pointed and not met and hit:
            met.append("an id" if asked.pointed & _ANY else "it")
        objects = max(hit / named, TOLD_THING * cover) if named else cover
        first = asked.words[0] if asked.words else frozenset()
        agreed, told = agreement(profile, asked.verbs, asked.soft, first)
        if agreed >= NEAR_VERB and told:
            met.insert(0, told)
        elif told:
            against.append(told)
        if agreed == SAME_VERB and not profile.objects and not asked.soft:
            return Match(profile.entry, max(ONLY_VERB, objects), tuple(met), tuple(against))
        if not met or cover == 0.0:
            return Match(profile.entry, 0.0, tuple(met), ("nothing but a verb in common",))
        missing = [min(m) for m in profile.objects if not m & (said | pointed)]
        if missing:
            against.append(f"nothing said of {', '.join(missing)}")
        score = (0.55 * objects + 0.45 * cover) * agreed
        if asked.things and profile.objects and not _heads(profile, asked):
            score *= OTHER_HEAD
        alike = max((_alike(asked.words, example) for example in profile.examples), default=0.0)
        if alike > score:
            score, against = alike, ["only its example is like it"]
        return Match(profile.entry, min(score, 1.0), tuple(met), tuple(against))


def _nearest(sound: str, known: Iterable[str]) -> str | None:
    """The known sound that is nearest to one nobody knows, if it is near enough for a slip."""
    # Imported when the first word is misspelt: it takes 40 ms.
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    near = process.extractOne(
        sound, list(known), scorer=Levenshtein.normalized_similarity, score_cutoff=_TYPO
    )
    return str(near[0]) if near is not None else None


def _heads(profile: FunctionWords, asked: Asked) -> bool:
    """True when the first thing the message names is one that the function is named for."""
    first = next((known for _, known, weight in asked.things if weight > _AS_VERB), frozenset())
    return any(first & meanings for meanings in profile.objects) or bool(
        asked.pointed & _ANY and first.isdisjoint(m for p in profile.objects for m in p)
    )


def _alike(asked: Sequence[frozenset[str]], example: Sequence[frozenset[str]]) -> float:
    """How much of two texts meets (0..1): an author's example said again is a perfect match."""
    if not asked or not example:
        return 0.0
    said = sum(any(word & other for other in example) for word in asked)
    heard = sum(any(word & other for other in asked) for word in example)
    return 0.95 * (said + heard) / (len(asked) + len(example))
