"""Words made comparable in English and Russian: stems, and which of them mean the same.

The rows are data (``resources/chat/lexicon.toml``); a word in no row stands for its own stem. A
word of another script or spelling still meets its twin through `skeleton`: *плейлист* and
*playlist*.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from workbench.paths import resources

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CYRILLIC = re.compile(r"[а-яё]")
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN_LETTERS = "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sch _ i _ e yu ya"
_LATIN = dict(zip(_CYRILLIC_LETTERS, _LATIN_LETTERS.split(), strict=True))
_SOUNDS = (
    ("_", ""), ("ck", "k"), ("ph", "f"), ("oo", "u"), ("ee", "i"), ("ay", "ei"), ("ai", "ei"),
    ("w", "v"), ("c", "k"), ("q", "k"), ("x", "ks"), ("y", "i"), ("j", "dzh"),
)  # fmt: skip
_REFLEXIVE = ("ться", "тся", "лся", "лась", "лось", "лись", "йся", "йтесь", "ись", "ься")
"""A reflexive verb is another word: *записаться* makes no note."""
_STATES = ("ые", "ых", "ый", "ая", "ое", "ен", "ены", "ена", "ено", "аны", "ана", "ано", "ан", "ты")
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
    rows = _rows()
    verbs = _invert((f"v:{name}", row["words"]) for name, row in rows["verbs"].items())
    things = _invert(rows["nouns"].items())
    ignored = frozenset(tuple(w.split("_")) for w in rows["ignored"]["words"].split())
    written = [*(row["words"] for row in rows["verbs"].values()), *rows["nouns"].values()]
    soft = frozenset(_keys(rows["soft"]["words"]))
    leading = frozenset(_keys(rows["leading"]["words"]))
    return Lexicon(
        verbs,
        things,
        {f"v:{name}": row["family"] for name, row in rows["verbs"].items()},
        {
            f"v:{name}": frozenset(f"v:{other}" for other in row.get("near", ()))
            for name, row in rows["verbs"].items()
        },
        ignored,
        soft,
        leading,
        frozenset(_keys(rows["faint"]["words"])),
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


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, in lower case, by the rules of its script's language.

    The stems of the lexicon's own words are kept (``resources/chat/stems.json``): only a word that
    is in no row is worked out.
    """
    folded = word.casefold().replace("ё", "е").replace("’", "'")
    kept = _kept_stems().get(folded)
    return worked_out(folded) if kept is None else kept


def worked_out(folded: str) -> str:
    """The stem of a word in lower case."""
    if _CYRILLIC.search(folded):
        own = "ся" if len(folded) > 5 and folded.endswith(_REFLEXIVE) else ""
        return str(_engines()["ru"].stemWord(folded)) + own
    named = folded.removesuffix("s")
    if named in _named():
        return named
    return str(_engines()["en"].stemWord(_irregular().get(folded, folded)))


def row_words() -> list[str]:
    """Every word of the lexicon, as `stem` looks for it."""
    rows = _rows()
    texts = [*(row["words"] for row in rows["verbs"].values()), *rows["nouns"].values()]
    texts += [rows[name]["words"] for name in ("soft", "leading", "faint")]
    folded = (part.casefold().replace("ё", "е") for text in texts for part in text.split())
    return sorted({piece for word in folded for piece in word.split("_") if piece})


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """A word as it sounds, in Latin letters: spellings of one name in two scripts meet here."""
    text = "".join(_LATIN.get(letter, letter) for letter in stem(word))
    for spelled, sound in _SOUNDS:
        text = text.replace(spelled, sound)
    return re.sub(r"(.)\1+", r"\1", text)


@cache
def _irregular() -> dict[str, str]:
    """Forms that no ending explains: *wrote* is a form of *write*."""
    return {
        form: word for word, forms in _rows()["irregular"].items() for form in str(forms).split()
    }


@cache
def _named() -> frozenset[str]:
    """Words in *-ing* that are things of their own: *settings* are no form of *set*."""
    return frozenset(_rows()["named"]["words"].split())


@cache
def _kept_stems() -> dict[str, str]:
    return dict(json.loads((resources() / "chat" / "stems.json").read_text("utf-8")))


@cache
def _rows() -> dict[str, Any]:
    return tomllib.loads((resources() / "chat" / "lexicon.toml").read_text("utf-8"))


@cache
def _engines() -> dict[str, Any]:
    # Imported when the first message is read: nothing before that needs it.
    from snowballstemmer.english_stemmer import EnglishStemmer
    from snowballstemmer.russian_stemmer import RussianStemmer

    return {"en": EnglishStemmer(), "ru": RussianStemmer()}


def _parted(text: str) -> str:
    """Words joined by an underscore or a capital letter set apart, every place kept."""
    return text.replace("_", " ")


def split_name(name: str) -> str:
    """A function's or field's name as words: ``delete_note``, ``deleteNote``, ``delete-note``."""
    return _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ")


def is_plural(word: str) -> bool | None:
    """True for the form for many things, False for one, None where the form does not tell."""
    folded = word.casefold()
    if _CYRILLIC.search(folded):
        return True if folded.endswith(("ы", "и", "ов", "ев", "ей")) else None
    if not folded.isalpha() or folded.endswith(("ss", "us", "is", "news")):
        return None
    return folded.endswith("s") or folded in _irregular()


def is_participle(word: str) -> bool:
    """True for a form that tells a state: *paid*, *shipped*, *оплачены*."""
    folded = word.casefold()
    if _CYRILLIC.search(folded):
        return folded.endswith(_STATES)
    return folded.endswith(("ed", "en")) or folded in _irregular()


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
