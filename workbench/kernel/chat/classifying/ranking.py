"""What a message asks, in the words of everything that is loaded, and who comes into question.

A word weighs by how few functions share it (inverse document frequency over everything loaded).
What speaks for and against one function in detail is `evidence`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.function_words import FunctionWords, words_of
from workbench.kernel.chat.classifying.meaning import texts
from workbench.kernel.chat.classifying.meaning.encoder import fits
from workbench.kernel.chat.filling.ids import ids_said, plain_numbers
from workbench.kernel.chat.filling.typed import ADDRESS
from workbench.kernel.chat.language.clauses import quiet_part
from workbench.kernel.chat.language.command import Command, command_of
from workbench.kernel.chat.language.lexicon import Word, read_words
from workbench.kernel.chat.language.sentence import QUOTED, Sentence
from workbench.kernel.chat.language.spelling import Spelling

_POINTS = re.compile(
    r"\b(?:it|that|this|them|one|её|ее|его|их|эту|этот|это|последн\w+|ту)\b", re.IGNORECASE
)
_HAS_OBJECT = re.compile(r"\s+an?\s", re.IGNORECASE)
"""After a verb that may be a thing too: *book a flight* speaks of no book."""
_CONSIDERED = 12
"""How many functions by meaning, and how many by words, are weighed in detail."""
_QUIET = 0.25
"""What a word counts that is content, not a wish: *create a note about orders*."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a message with what it means to the functions and how much it counts (0..1)."""

    word: Word
    known: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks: its command, its things, and what is meant without being named.

    ``recalled`` are the things the last turns brought, if the message points at one (*it*);
    ``fits`` tells how well each tool fits by its meaning.
    """

    text: str
    today: date
    command: Command
    words: tuple[Said, ...]
    recalled: frozenset[str]
    ids: tuple[str, ...]
    quotes: tuple[str, ...]
    addresses: tuple[str, ...]
    numbers: bool
    fits: Mapping[str, float]


def _share_choices(profiles: Sequence[FunctionWords]) -> None:
    """A parameter takes the values that an app lists for one of the same name elsewhere."""
    listed: dict[tuple[str, str], tuple[Any, ...]] = {}
    for profile in profiles:
        for field in profile.fields:
            if field.choices and field.kind in ("text", "choice"):
                listed.setdefault((profile.entry.app_id, field.name), field.choices)
    for profile in profiles:
        profile.fields = [
            replace(field, choices=listed.get((profile.entry.app_id, field.name), ()))
            if field.kind == "text" and not field.choices
            else field
            for field in profile.fields
        ]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class Ranking:
    """Every loaded function by its words, ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.profiles = [words_of(entry) for entry in catalogue.entries]
        self._lines = {entry.tool: texts.function(entry) for entry in catalogue.entries}
        _share_choices(self.profiles)
        shared: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        for profile in self.profiles:
            shared.update(profile.bag.keys())
            self._stems.update(profile.stems.keys())
        self._shared = shared
        self.keys = frozenset(m for profile in self.profiles for m in profile.keys)
        self._spelling = Spelling(shared)
        self._most = 1.0 + math.log(max(len(self.profiles), 1))

    def read(self, text: str, today: date, *, recalled: frozenset[str] = frozenset()) -> Asked:
        """What ``text`` asks; ``recalled`` are the things whose ids the last turns brought."""
        sentence = Sentence(text, today)
        plain = ADDRESS.sub(_blank, QUOTED.sub(_blank, sentence.text))
        raw = [self._heard(word) for word in read_words(plain)]
        quiet = quiet_part(sentence.text)
        command = command_of(sentence.text, raw, quiet)
        said = []
        for word in self._joined([w for w in raw if not w.ignored]):
            if word.start == command.start and not word.things:
                continue
            known = frozenset(m for m in word.meanings if m in self._shared)
            if word.start == command.start and _HAS_OBJECT.match(plain, word.end):
                known = frozenset(m for m in known if m.startswith("v:"))
            if word.faint and not known and word.stem not in self._stems:
                continue
            weight = _QUIET if quiet and quiet[0] <= word.start < quiet[1] else 1.0
            said.append(Said(word, known, weight))
        return Asked(
            sentence.text,
            today,
            command,
            tuple(said),
            recalled if _POINTS.search(text) else frozenset(),
            tuple(value for value, _, _ in ids_said(sentence)) or self._numbered(sentence, raw),
            tuple(value for value, _, _ in sentence.quotes),
            tuple(match.group() for match in ADDRESS.finditer(sentence.text)),
            bool(plain_numbers(sentence)),
            dict(zip(self._lines, fits(text, self._lines.values()), strict=True)),
        )

    def _numbered(self, sentence: Sentence, words: Sequence[Word]) -> tuple[str, ...]:
        """Plain numbers right behind a thing that has ids: *campaign 2384*."""
        for value, start, _ in plain_numbers(sentence):
            word = next((w for w in words[::-1] if w.end <= start), None)
            near = word is not None and not sentence.text[word.end : start].strip()
            if word is not None and near and word.things & self.keys:
                return (value,)
        return ()

    def rarity(self, meanings: Iterable[str]) -> float:
        """The weight of a word (0..1): that of its rarest meaning that some function shares."""
        counts = [self._shared[m] for m in meanings if m in self._shared]
        if not counts:
            return 1.0
        return 1.0 - math.log(min(counts)) / self._most

    def itself(self, word: Word) -> float:
        """The weight (0..1) of a very word, whatever it means."""
        count = self._stems.get(word.stem, 0)
        return 1.0 - math.log(count) / self._most if count else 0.0

    def candidates(self, asked: Asked) -> list[FunctionWords]:
        """The functions to weigh in detail: those nearest in meaning, and in words."""
        near = sorted(self.profiles, key=lambda profile: -asked.fits[profile.entry.tool])
        like = sorted(self.profiles, key=lambda profile: -self._promise(profile, asked))
        some = near[:_CONSIDERED] + like[:_CONSIDERED]
        return [profile for profile in self.profiles if any(profile is one for one in some)]

    def _promise(self, profile: FunctionWords, asked: Asked) -> float:
        """A cheap guess of how well a function fits, to weigh only the best ones in detail."""
        bag, command = profile.bag, asked.command
        shared = sum(
            self.rarity(said.known)
            * said.weight
            * max((bag.get(m, 0.0) for m in said.known), default=0.0)
            for said in asked.words
        )
        shared += 0.7 * sum(
            self.itself(said.word) * said.weight * profile.stems.get(said.word.stem, 0.0)
            for said in asked.words
        )
        known = frozenset(m for said in asked.words for m in said.known)
        shared += sum(bool(m & known) for m in profile.objects) / max(len(profile.objects), 1)
        verbs = profile.verbs | profile.told
        agree = bool(command.verbs & verbs) + 0.5 * bool(command.also & verbs)
        places = any(f.kind in ("url", "email", "host") for f in profile.fields)
        held = bool(asked.ids and profile.keys) + bool(asked.addresses and places)
        return shared + agree + 0.5 * held

    def _heard(self, word: Word) -> Word:
        """A word nobody knows, taken for the one it sounds like or misspells."""
        if word.ignored or word.listed or any(m in self._shared for m in word.meanings):
            return word
        return self._spelling.heard(word)

    def _joined(self, words: list[Word]) -> list[Word]:
        """Two words that a function writes as one: *page speed* for ``pagespeed``."""
        joined = list(words)
        for first, second in pairwise(words):
            whole = (first.text + second.text).casefold()
            if whole in self._shared and whole not in first.meanings | second.meanings:
                place = joined.index(first)
                joined[place] = replace(first, things=first.things | {whole})
        return joined
