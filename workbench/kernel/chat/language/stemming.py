"""The stems of words in English and Russian, what their endings tell, and how they sound."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache, lru_cache
from typing import Any

from workbench.paths import resources

_CYRILLIC = re.compile(r"[а-яё]")
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN_LETTERS = "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sch _ i _ e yu ya"
_LATIN = dict(zip(_CYRILLIC_LETTERS, _LATIN_LETTERS.split(), strict=True))
_SOUNDS = (
    ("ck", "k"), ("ph", "f"), ("oo", "u"), ("ee", "i"), ("ay", "ei"), ("ai", "ei"),
    ("w", "v"), ("c", "k"), ("q", "k"), ("x", "ks"), ("y", "i"), ("j", "dzh"),
)  # fmt: skip
_REFLEXIVE = ("ться", "тся", "лся", "лась", "лось", "лись", "йся", "йтесь", "ись", "ься")
"""A reflexive verb is another word: *записаться* makes no note."""
_STATES = ("ые", "ых", "ый", "ая", "ое", "ен", "ены", "ена", "ено", "аны", "ана", "ано", "ан", "ты")


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
        return russian_stem(folded) + own
    named = folded.removesuffix("s")
    if named in _named():
        return named
    return str(_engines()["en"].stemWord(_irregular().get(folded, folded)))


def row_words() -> list[str]:
    """Every word of the lexicon, as `stem` looks for it."""
    book = rows()
    texts = [*(row["words"] for row in book["verbs"].values()), *book["nouns"].values()]
    texts += [book[name]["words"] for name in ("soft", "leading", "faint")]
    folded = (part.casefold().replace("ё", "е") for text in texts for part in text.split())
    return sorted({piece for word in folded for piece in word.split("_") if piece})


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """A word as it sounds, in Latin letters: spellings of one name in two scripts meet here."""
    text = latin(stem(word))
    for spelled, sound in _SOUNDS:
        text = text.replace(spelled, sound)
    return re.sub(r"(.)\1+", r"\1", text)


def latin(word: str) -> str:
    """A word in lower case with its Cyrillic letters spelled in Latin ones."""
    return "".join(_LATIN.get(letter, letter) for letter in word).replace("_", "")


@lru_cache(maxsize=20_000)
def russian_stem(word: str) -> str:
    """The plain stem of a Russian word in lower case, with ``е`` for ``ё``."""
    return str(_engines()["ru"].stemWord(word))


@cache
def _irregular() -> dict[str, str]:
    """Forms that no ending explains: *wrote* is a form of *write*."""
    return {
        form: word for word, forms in rows()["irregular"].items() for form in str(forms).split()
    }


@cache
def _named() -> frozenset[str]:
    """Words in *-ing* that are things of their own: *settings* are no form of *set*."""
    return frozenset(rows()["named"]["words"].split())


@cache
def _kept_stems() -> dict[str, str]:
    return dict(json.loads((resources() / "chat" / "stems.json").read_text("utf-8")))


@cache
def rows() -> dict[str, Any]:
    """The rows of the lexicon (``resources/chat/lexicon.toml``), read once."""
    return tomllib.loads((resources() / "chat" / "lexicon.toml").read_text("utf-8"))


@cache
def _engines() -> dict[str, Any]:
    # Imported when the first message is read: nothing before that needs it.
    from snowballstemmer.english_stemmer import EnglishStemmer
    from snowballstemmer.russian_stemmer import RussianStemmer

    return {"en": EnglishStemmer(), "ru": RussianStemmer()}


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
