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
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.fields import fields_of
from workbench.kernel.chat.lexicon import (
    Word,
    content_words,
    lexicon,
    read_words,
    skeleton,
    split_name,
)
from workbench.kernel.chat.sentence import QUOTED, Sentence
from workbench.kernel.chat.typed import ids_said

NAME, EXAMPLE, DESCRIPTION, PARAMETER, APP = 1.0, 0.85, 0.6, 0.5, 0.45
"""How much a word counts by where in the declaration it stands."""

SAME_VERB, TOLD_VERB, NEAR_VERB, MENTIONED_VERB = 1.0, 0.9, 0.8, 0.75
"""How well verbs agree: in the name, heading the description, close in meaning, mentioned."""
FAMILY = {"look": 0.6, "change": 0.3, "make": 0.3, "run": 0.3, "send": 0.3, "remove": 0.2}
"""Verbs of one family that are not close: reading alike is harmless, removing alike is not."""
WRONG_VERB = 0.12
NO_VERB = {"read": 0.75, "write": 0.5, "destructive": 0.35}
QUESTION = {"read": 0.9, "write": 0.15, "destructive": 0.1}

_EXAMPLE = re.compile(
    r"(?:e\.g\.|examples?|for example|such as|например)\s*:?\s*(?P<rest>[^\n]+)", re.IGNORECASE
)
_POINTS = re.compile(
    r"\b(?:it|that|this|them|one|её|ее|его|их|эту|этот|это|последн\w+|ту)\b", re.IGNORECASE
)
_ANY = frozenset({"#"})
"""Stands for every thing that has an id: the message holds one."""
TOLD_THING = 0.5
"""What the description's words are worth in place of the name's."""
ENOUGH = 0.5
"""Less than this weight of known things is not enough to go by."""
OTHER_HEAD = 0.8
"""For a function named for something else than the first thing said: *notes in a folder*."""
POINTED = 0.75
"""How much a thing counts that is meant by an id or by *it* instead of its name."""
_SHORTEST_TYPO = 5
_TYPO = 0.79
_REACH = (1.0, 1.0, 1.0, 0.7, 0.5, 0.4)
_FAR = 0.3
_AS_VERB = 0.2
"""What is left of a thing whose word is the verb of the message: *book a flight*."""
_DETERMINERS = frozenset(
    ("the", "a", "an", "my", "your", "our", "his", "her", "its", "this", "that", "is", "are")
)
_ARTICLES = frozenset({"a", "an"})


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


@dataclass(slots=True)
class _Profile:
    """One function by its words."""

    entry: Entry
    objects: list[frozenset[str]] = field(default_factory=list)
    verbs: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    bag: dict[str, float] = field(default_factory=dict)
    examples: list[list[frozenset[str]]] = field(default_factory=list)

    def add(self, meanings: Iterable[str], weight: float) -> None:
        """Count meanings at the best place they stand."""
        for meaning in meanings:
            self.bag[meaning] = max(self.bag.get(meaning, 0.0), weight)


class Ranking:
    """Every loaded function by its words, ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._profiles = [_profile(entry) for entry in catalogue.entries]
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
        self, text: str, *, quiet_from: int | None = None, recalled: frozenset[str] = frozenset()
    ) -> Asked:
        """What ``text`` asks; words from ``quiet_from`` on are content and count little.

        ``recalled`` are the things whose ids the last turns brought: *it* may mean one of them.
        """
        raw = read_words(QUOTED.sub(lambda match: " " * len(match.group()), text))
        words = [self._heard(word) for word in raw if not word.ignored]
        verb, soft = _verb_of(words, called=_called(raw))
        things: list[tuple[Word, frozenset[str], float]] = []
        for place, word in enumerate(w for w in words if w is not verb or w.things):
            known = frozenset(m for m in word.meanings if m in self._shared)
            weight = _REACH[place] if place < len(_REACH) else _FAR
            if word is verb and _has_object(raw, word):
                weight = _AS_VERB
            if quiet_from is not None and word.start >= quiet_from:
                weight *= 0.25
            if known:
                things.append((word, known, weight))
        pointed = recalled if _POINTS.search(text) else frozenset()
        if ids_said(Sentence(text, date.min)):
            pointed |= _ANY
        verbs = verb.verbs if verb is not None else frozenset()
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
            near = process.extractOne(
                sound, self._sounds.keys(), scorer=Levenshtein.normalized_similarity,
                score_cutoff=_TYPO,
            )  # fmt: skip
            found = self._sounds[near[0]] if near and near[0][:1] == sound[:1] else None
        if found is None:
            return word
        verbs = frozenset(m for m in found if m.startswith("v:"))
        return Word(word.text, word.start, word.end, verbs, frozenset(found) - verbs)

    def _match(self, profile: _Profile, asked: Asked) -> Match:
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
        agreed, told = _agreement(profile, asked)
        if agreed >= NEAR_VERB and told:
            met.insert(0, told)
        elif told:
            against.append(told)
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


def _called(raw: Sequence[Word]) -> bool:
    """True when the first content word can be a command: no article or copula before it."""
    for word in raw:
        if not word.ignored:
            return True
        if word.text.casefold() in _DETERMINERS:
            return False
    return False


def _has_object(raw: Sequence[Word], verb: Word) -> bool:
    """True for a verb with an article after it: what it does it to comes next."""
    after = next((word for word in raw if word.start >= verb.end), None)
    return after is not None and after.text.casefold() in _ARTICLES


def _verb_of(words: Sequence[Word], *, called: bool) -> tuple[Word | None, bool]:
    """The word that says what to do, and whether it is only that of a question.

    A word that may be a verb or a thing (*note*, *book*) is the verb where it begins the message;
    one that describes (*done*) where it begins or ends it.
    """
    if words and words[0].verbs and not words[0].soft and (called or not words[0].things):
        return words[0], False
    plain = [w for w in words if w.verbs and not w.soft and not w.leading]
    only = [w for w in plain if not w.things]
    soft = next((w for w in words if w.soft and w.verbs), None)
    if soft is not None and soft is words[0]:
        strong = next((w for w in only if _commands(w)), None)
        return (strong, False) if strong is not None else (soft, True)
    if only:
        return only[0], False
    if plain and called:
        return plain[0], False
    if soft is None and len(words) > 1 and words[-1].leading and words[-1].verbs:
        return words[-1], False
    return soft, soft is not None


def _commands(word: Word) -> bool:
    """A verb that still commands in a sentence that begins like a question."""
    families = {lexicon().family[verb] for verb in word.verbs}
    return families.isdisjoint({"change"})


def _agreement(profile: _Profile, asked: Asked) -> tuple[float, str]:
    """How well the verbs agree (0..1), and what to say of it."""
    action = profile.entry.action_type
    if not asked.verbs:
        return NO_VERB.get(action, 0.5), ""
    said = ", ".join(sorted(v.removeprefix("v:") for v in asked.verbs))
    if asked.soft:
        return QUESTION.get(action, 0.5), "" if action == "read" else "asked, not told to act"
    if asked.verbs & profile.verbs:
        return SAME_VERB, said
    if asked.verbs & profile.told:
        return TOLD_VERB, said
    book = lexicon()
    if any(book.near[verb] & profile.verbs for verb in asked.verbs):
        return NEAR_VERB, said
    if asked.verbs & profile.mentioned:
        return MENTIONED_VERB, f"{said} is only mentioned"
    own = profile.verbs or profile.told
    if not own and action == "read" and any(book.family[v] == "look" for v in asked.verbs):
        return NEAR_VERB, said
    families = {book.family[verb] for verb in own} & {book.family[verb] for verb in asked.verbs}
    if families:
        return max(FAMILY[family] for family in families), f"{said} is not what it does"
    return WRONG_VERB, f"{said} is not what it does"


def _heads(profile: _Profile, asked: Asked) -> bool:
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


def _profile(entry: Entry) -> _Profile:
    profile = _Profile(entry)
    name = content_words(split_name(entry.name))
    verb = next((w for w in name if w.verbs and not w.things), None)
    if verb is None and name and name[0].verbs and len(name) > 1:
        verb = name[0]
    profile.verbs = verb.verbs if verb is not None else frozenset()
    profile.objects = [w.things or w.verbs for w in name if w is not verb]
    for word in name:
        profile.add(word.meanings if word is not verb else word.verbs, NAME)
    prose = f"{entry.description}\n{entry.declared.get('docstring') or ''}"
    _describe(profile, prose)
    for example in _examples(entry, prose):
        words = [word.meanings for word in content_words(example)]
        profile.examples.append(words)
        profile.add((m for meanings in words for m in meanings), EXAMPLE)
    for meaning in _parameters(entry):
        profile.add((meaning,), PARAMETER)
    fields = fields_of(entry.schema, entry.name)
    profile.keys = frozenset(m for f in fields if f.kind == "id" for m in f.things)
    apps = content_words(split_name(entry.app_id))
    profile.add((m for w in apps for m in w.things), APP)
    return profile


def _describe(profile: _Profile, prose: str) -> None:
    """Words of the description: those of its first sentence count fully, later ones less."""
    first, _, rest = prose.partition(".")
    heads = content_words(first)
    if heads and heads[0].verbs:
        profile.told = heads[0].verbs
    words = content_words(rest)
    plain = [w for w in heads[:8] if not w.soft and not w.things]
    profile.mentioned = frozenset(verb for word in plain for verb in word.verbs)
    profile.add((m for w in heads for m in w.meanings), DESCRIPTION)
    profile.add((m for w in words for m in w.things), DESCRIPTION / 2)


def _examples(entry: Entry, prose: str) -> list[str]:
    found = [match.group("rest") for match in _EXAMPLE.finditer(prose)]
    return found + [str(example) for example in entry.declared.get("examples") or ()]


def _parameters(entry: Entry) -> Iterable[str]:
    """Meanings of parameter names, of what is written about them, and of their values."""
    schema = entry.schema or {}
    for name, spec in (schema.get("properties") or {}).items():
        texts = [split_name(name), str(spec.get("description") or "")]
        texts += [str(choice) for choice in spec.get("enum") or () if isinstance(choice, str)]
        for text in texts:
            for word in content_words(text):
                yield from word.things
