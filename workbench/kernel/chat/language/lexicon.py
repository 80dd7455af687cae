"""Words made comparable in English and Russian: stems, and which of them mean the same.

The rows are data (``resources/chat/lexicon.toml``); a word in no row stands for its own stem. A
word of another script or spelling still meets its twin through `skeleton`: *плейлист* and
*playlist*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from workbench.kernel.chat.language.stemming import rows, stem

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTICLES = frozenset(
    ("away", "off", "out", "up", "down", "on", "in", "back", "over", "offline", "live", "public")
)
_PLACING = frozenset(("on", "in", "up", "down", "over"))
"""Particles that are prepositions too: *put it on*, but *put it on my list*."""
_PART_REACH = 6
_ENDS_PART = re.compile(
    r"\s*(?:$|[^\w\s]|(?:please|and|for|from|to|with|then|now|again|when)\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, and everything it may mean.

    ``verbs`` are the actions it can name, ``things`` everything else; a ``soft`` verb (*what*,
    *all*) counts only where no other is said, a ``leading`` one (*new*) only at the beginning.
    A word is ``listed`` when the lexicon knows it; a ``faint`` one (*now*, *still*) says something
    only to a function that knows it. ``stem`` is the word itself.
    """

    text: str
    start: int
    end: int
    verbs: frozenset[str]
    things: frozenset[str]
    soft: bool = False
    ignored: bool = False
    leading: bool = False
    listed: bool = False
    faint: bool = False
    stem: str = ""

    @property
    def meanings(self) -> frozenset[str]:
        """Verbs and things together."""
        return self.verbs | self.things


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rows by stem, phrases as tuples of stems; what is ignored stands as it is written.

    ``parted`` are the particles by the verbs they may stand apart from: *throw it away*;
    ``written`` are the single words as they stand in the rows, with their stems.
    """

    verbs: dict[tuple[str, ...], frozenset[str]]
    things: dict[tuple[str, ...], frozenset[str]]
    family: dict[str, str]
    near: dict[str, frozenset[str]]
    ignored: frozenset[tuple[str, ...]]
    soft: frozenset[tuple[str, ...]]
    leading: frozenset[tuple[str, ...]]
    faint: frozenset[tuple[str, ...]]
    parted: dict[str, frozenset[str]]
    written: dict[str, str]
    longest: int

    def known(self, key: tuple[str, ...]) -> bool:
        """True when some row has the word or phrase."""
        return key in self.verbs or key in self.things


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    book = rows()
    verbs = _invert((f"v:{name}", row["words"]) for name, row in book["verbs"].items())
    things = _invert(book["nouns"].items())
    ignored = frozenset(tuple(w.split("_")) for w in book["ignored"]["words"].split())
    written = [*(row["words"] for row in book["verbs"].values()), *book["nouns"].values()]
    soft = frozenset(_keys(book["soft"]["words"]))
    leading = frozenset(_keys(book["leading"]["words"]))
    return Lexicon(
        verbs,
        things,
        {f"v:{name}": row["family"] for name, row in book["verbs"].items()},
        {
            f"v:{name}": frozenset(f"v:{other}" for other in row.get("near", ()))
            for name, row in book["verbs"].items()
        },
        ignored,
        soft,
        leading,
        frozenset(_keys(book["faint"]["words"])),
        _parted_verbs(verbs),
        {word: stem(word) for row in written for word in row.split() if "_" not in word},
        max(len(key) for key in (*verbs, *things, *ignored, *soft)),
    )


def read_words(text: str) -> list[Word]:
    """The words of ``text`` in order, phrases taken together, none left out."""
    book, found = lexicon(), list(_WORD.finditer(_parted(text)))
    said = [match.group().casefold().replace("’", "'") for match in found]
    stems = [stem(word) for word in said]
    runs = _runs(found, text)
    words: list[Word] = []
    place = 0
    while place < len(found):
        size = _phrase(stems, said, place, runs[place], book)
        start, end = found[place].start(), found[place + size - 1].end()
        key, exact = tuple(stems[place : place + size]), tuple(said[place : place + size])
        words.append(_word(key, exact, text[start:end], start, end, book))
        place += size
    return _rejoined(words, text, book)


def _rejoined(words: list[Word], text: str, book: Lexicon) -> list[Word]:
    """A verb and its particle put together where its object stands between: *throw it away*."""
    for place, word in enumerate(words):
        particles = book.parted.get(stem(word.text))
        if not particles:
            continue
        for further in range(place + 1, min(place + _PART_REACH, len(words))):
            other = words[further]
            particle = other.text.casefold()
            if text[other.end :].casefold().startswith(" of "):
                continue
            plain = particle not in _PLACING or _ENDS_PART.match(text, other.end)
            if particle in particles and plain:
                key = stem(word.text), stem(particle)
                things = book.things.get(key, frozenset())
                words[place] = replace(word, verbs=book.verbs[key], things=things, soft=False)
                words[further] = replace(other, verbs=frozenset(), ignored=True)
                break
    return words


def _parted_verbs(verbs: Mapping[tuple[str, ...], frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key in verbs:
        if len(key) == 2 and key[1] in _PARTICLES:
            found.setdefault(key[0], set()).add(key[1])
    return {verb: frozenset(particles) for verb, particles in found.items()}


def _runs(found: Sequence[re.Match[str]], text: str) -> list[int]:
    """How many words stand together from each one on, nothing but a blank or a hyphen between."""
    runs = [1] * len(found)
    for place in range(len(found) - 2, -1, -1):
        if text[found[place].end() : found[place + 1].start()] in (" ", "-", "_", " - "):
            runs[place] = runs[place + 1] + 1
    return runs


def _phrase(stems: list[str], said: list[str], place: int, run: int, book: Lexicon) -> int:
    """How many words from ``place`` on are one phrase of the lexicon."""
    for size in range(min(book.longest, run), 1, -1):
        end = place + size
        if book.known(tuple(stems[place:end])) or tuple(said[place:end]) in book.ignored:
            return size
    return 1


def content_words(text: str) -> list[Word]:
    """The words that say something: without articles, pronouns and politeness."""
    return [word for word in read_words(text) if not word.ignored]


def _parted(text: str) -> str:
    """Words joined by an underscore or a capital letter set apart, every place kept."""
    return text.replace("_", " ")


def split_name(name: str) -> str:
    """A function's or field's name as words: ``delete_note``, ``deleteNote``, ``delete-note``."""
    return _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ")


def _word(
    key: tuple[str, ...], exact: tuple[str, ...], text: str, start: int, end: int, book: Lexicon
) -> Word:
    verbs = book.verbs.get(key, frozenset())
    things = book.things.get(key, frozenset())
    if not verbs and not things:
        things = frozenset({" ".join(key)})
    return Word(
        text,
        start,
        end,
        verbs,
        things,
        key in book.soft,
        exact in book.ignored,
        key in book.leading,
        bool(book.verbs.get(key) or book.things.get(key)),
        key in book.faint,
        " ".join(key),
    )


def _keys(words: str) -> list[tuple[str, ...]]:
    return [tuple(stem(part) for part in word.split("_")) for word in words.split()]


def _invert(
    rows: Iterable[tuple[str, str]],
) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for meaning, words in rows:
        for key in _keys(words):
            found.setdefault(key, set()).add(meaning)
    return {key: frozenset(meanings) for key, meanings in found.items()}
