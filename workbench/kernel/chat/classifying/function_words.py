"""A function by the words of its declaration, each at the best place it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.filling.fields import Field, fields_of
from workbench.kernel.chat.language.lexicon import Word, content_words, lexicon, split_name
from workbench.kernel.chat.language.stemming import is_plural

NAME, HINT, DESCRIPTION, PARAMETER, ASIDE, APP = 1.0, 0.9, 0.65, 0.5, 0.35, 0.3
"""How much a word counts by where in the declaration it stands."""
_BREAK = re.compile(r"(?<=[.!?;])\s+|\n+|\s+(?:[—–]|--)\s+")
_HINT = re.compile(
    r"\b(?:use(?:\s+(?:this|it|only))*\s+(?:for|when|to\s+answer)|e\.g\.|examples?|for\s+example|such\s+as|"
    r"triggers?(?:\s+on)?|когда|например|(?:user|they)\s+(?:says?|asks?|wants?)(?:\s+(?:for|to|about))?)\s*:?\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<!\w)[\"'“«]([^\"'”»]+)[\"'”»](?!\w)")
_OTHERS = re.compile(
    r"\binstead\b|\bNOT\b|\b(?:do\s+not|don't|never)\b|\bне\s+для\b", re.IGNORECASE
)
_SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_HALF = 0.7
"""What half of a closed compound (*bookshop*) counts."""
_LEAST_LETTERS = 3
"""A shorter part of a name (*sp*, *fn*) is a mark of its author's, unless the lexicon knows it."""


@dataclass(slots=True)
class FunctionWords:
    """One function by its words.

    ``objects`` are what its name names beside the ``verbs`` in it, ``manner`` those of them that
    are seldom said (*now*); ``many`` tells whether they are many things or one. ``told`` are the
    verbs at the head of its description, ``mentioned`` those further on; ``hints`` are whole
    phrases its author gave as examples; ``bag`` weighs every meaning, ``stems`` the very words.
    """

    entry: Entry
    fields: list[Field]
    objects: list[frozenset[str]] = field(default_factory=list)
    verbs: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    bag: dict[str, float] = field(default_factory=dict)
    manner: list[frozenset[str]] = field(default_factory=list)
    many: bool | None = None
    stems: dict[str, float] = field(default_factory=dict)
    hints: list[list[Word]] = field(default_factory=list)

    def hear(self, words: Iterable[Word], weight: float, *, verbs: bool = True) -> None:
        """Count words at the best place they stand: what they mean, and the words themselves."""
        for word in words:
            self.add(word.meanings if verbs and not word.things else word.things, weight)
            for part in (word.stem, *_halves(word)):
                self.stems[part] = max(self.stems.get(part, 0.0), weight)
            for half in _halves(word):
                self.add(lexicon().things.get((half,), ()), weight * _HALF)

    def add(self, meanings: Iterable[str], weight: float) -> None:
        """Count meanings at the best place they stand."""
        for meaning in meanings:
            self.bag[meaning] = max(self.bag.get(meaning, 0.0), weight)


def words_of(entry: Entry) -> FunctionWords:
    """The words of one function."""
    profile = FunctionWords(entry, fields_of(entry.schema, entry.name))
    name = [w for w in content_words(split_name(entry.name)) if _is_word(w)]
    verb = next((w for w in name if w.verbs and not w.things), None)
    if verb is None and name and name[0].verbs and len(name) > 1:
        verb = name[0]
    profile.verbs = verb.verbs if verb is not None else frozenset()
    profile.lead = name[0].things if len(name) > 1 and verb is None else frozenset()
    profile.objects = [w.things or w.verbs for w in name if w is not verb]
    profile.manner = [w.things or w.verbs for w in name if w.faint]
    named = [w.text for w in name if w is not verb and w.things]
    profile.many = any(is_plural(text) for text in named) if named else None
    for word in name:
        profile.hear([word], NAME)
        profile.add(word.meanings if word is not verb else word.verbs, NAME)
    _describe(profile, entry.description)
    _aside(profile, str(entry.declared.get("docstring") or ""))
    for example in entry.declared.get("examples") or ():
        _hint(profile, str(example))
    for text in _parameters(entry.schema or {}):
        profile.hear(content_words(text), PARAMETER, verbs=False)
    profile.keys = frozenset(m for f in profile.fields if f.kind == "id" for m in f.things)
    apps = content_words(split_name(entry.app_id))
    profile.add((m for w in apps for m in w.things), APP)
    return profile


def _is_word(word: Word) -> bool:
    return len(word.text) >= _LEAST_LETTERS or bool(word.verbs) or word.listed


def _describe(profile: FunctionWords, prose: str) -> None:
    """Words of the description: those of its first sentence count fully, later ones less.

    A sentence about another function (*use search_notes instead*) says nothing of this one.
    """
    own = {field.name for field in profile.fields}
    parts = [part for part in _BREAK.split(prose) if part.strip()]
    for place, part in enumerate(parts):
        if place and (_OTHERS.search(part) or set(_SNAKE.findall(part)) - own):
            continue
        hint = _HINT.search(part)
        plain = part if hint is None else part[: hint.start()]
        if hint is not None:
            _hints(profile, part[hint.end() :])
        words = content_words(plain)
        if place:
            profile.hear(words, ASIDE, verbs=False)
            continue
        if words and words[0].verbs:
            profile.told = words[0].verbs
        strong = [w for w in words[:8] if not w.soft and not w.things]
        profile.mentioned = frozenset(verb for word in strong for verb in word.verbs)
        profile.hear(words, DESCRIPTION)


def _aside(profile: FunctionWords, prose: str) -> None:
    """The docstring: for its author, but it may hold examples and other words for the thing."""
    for place, part in enumerate(_BREAK.split(prose)):
        hint = _HINT.search(part)
        if hint is not None:
            _hints(profile, part[hint.end() :])
        if place == 0:
            profile.hear(content_words(part), ASIDE, verbs=False)


def _hints(profile: FunctionWords, listed: str) -> None:
    """The phrases of *use for: a, b, c*, or the quoted ones among them."""
    quoted = _QUOTED.findall(listed)
    for phrase in quoted or re.split(r"[,;|]\s*|\s+or\s+(?=['\"])", listed):
        _hint(profile, phrase)


def _hint(profile: FunctionWords, phrase: str) -> None:
    words = content_words(phrase)
    if words:
        profile.hints.append(words)
        profile.hear(words, HINT)


def _parameters(schema: Mapping[str, Any]) -> Iterable[str]:
    """Parameter names, what is written about them, and the values they take."""
    for name, spec in (schema.get("properties") or {}).items():
        yield split_name(name)
        yield _BREAK.split(str(spec.get("description") or ""))[0]
        yield from (str(choice) for choice in spec.get("enum") or () if isinstance(choice, str))


def _halves(word: Word) -> tuple[str, ...]:
    """The two words of a closed compound that no row has: *bookshop*, *blacklist*."""
    text, book = word.text.casefold(), lexicon()
    if (
        word.listed
        or len(text) < 2 * _LEAST_LETTERS + 1
        or not text.isascii()
        or not text.isalpha()
    ):
        return ()
    for place in range(len(text) - _LEAST_LETTERS, _LEAST_LETTERS - 1, -1):
        halves = text[:place], text[place:]
        if all(half in book.written for half in halves):
            return tuple(book.written[half] for half in halves)
    return ()
