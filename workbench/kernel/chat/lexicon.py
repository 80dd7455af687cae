"""Words made comparable in English and Russian: stems, and which of them mean the same.

The rows are data (``resources/chat/lexicon.toml``); a word in no row stands for its own stem. A
word of another script or spelling still meets its twin through `skeleton`: *плейлист* and
*playlist*.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, and everything it may mean.

    ``verbs`` are the actions it can name, ``things`` everything else; a ``soft`` verb (*what*,
    *all*) counts only where no other is said, a ``leading`` one (*new*) only at the beginning.
    """

    text: str
    start: int
    end: int
    verbs: frozenset[str]
    things: frozenset[str]
    soft: bool = False
    ignored: bool = False
    leading: bool = False

    @property
    def meanings(self) -> frozenset[str]:
        """Verbs and things together."""
        return self.verbs | self.things


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rows by stem, phrases as tuples of stems; what is ignored stands as it is written."""

    verbs: dict[tuple[str, ...], frozenset[str]]
    things: dict[tuple[str, ...], frozenset[str]]
    family: dict[str, str]
    near: dict[str, frozenset[str]]
    ignored: frozenset[tuple[str, ...]]
    soft: frozenset[tuple[str, ...]]
    leading: frozenset[tuple[str, ...]]
    longest: int

    def known(self, key: tuple[str, ...]) -> bool:
        """True when some row has the word or phrase."""
        return key in self.verbs or key in self.things


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    rows = tomllib.loads((resources() / "chat" / "lexicon.toml").read_text("utf-8"))
    verbs = _invert((f"v:{name}", row["words"]) for name, row in rows["verbs"].items())
    things = _invert(rows["nouns"].items())
    ignored = frozenset(tuple(w.split("_")) for w in rows["ignored"]["words"].split())
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
        max(len(key) for key in (*verbs, *things, *ignored, *soft)),
    )


def read_words(text: str) -> list[Word]:
    """The words of ``text`` in order, phrases taken together, none left out."""
    book, found = lexicon(), list(_WORD.finditer(_parted(text)))
    said = [match.group().casefold().replace("’", "'") for match in found]
    stems = [stem(word) for word in said]
    words: list[Word] = []
    place = 0
    while place < len(found):
        size = _phrase(stems, said, place, book)
        start, end = found[place].start(), found[place + size - 1].end()
        key, exact = tuple(stems[place : place + size]), tuple(said[place : place + size])
        words.append(_word(key, exact, text[start:end], start, end, book))
        place += size
    return words


def _phrase(stems: list[str], said: list[str], place: int, book: Lexicon) -> int:
    """How many words from ``place`` on are one phrase of the lexicon."""
    for size in range(min(book.longest, len(stems) - place), 1, -1):
        end = place + size
        if book.known(tuple(stems[place:end])) or tuple(said[place:end]) in book.ignored:
            return size
    return 1


def content_words(text: str) -> list[Word]:
    """The words that say something: without articles, pronouns and politeness."""
    return [word for word in read_words(text) if not word.ignored]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, in lower case, by the rules of its script's language."""
    folded = word.casefold().replace("ё", "е").replace("’", "'")
    engine = _engines()["ru" if _CYRILLIC.search(folded) else "en"]
    return str(engine.stemWord(folded))


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """A word as it sounds, in Latin letters: spellings of one name in two scripts meet here."""
    text = "".join(_LATIN.get(letter, letter) for letter in stem(word))
    for spelled, sound in _SOUNDS:
        text = text.replace(spelled, sound)
    return re.sub(r"(.)\1+", r"\1", text)


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
