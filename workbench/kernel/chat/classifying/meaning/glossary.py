"""Russian words in English, one by one: the encoder knows English only.

The glossary (``resources/chat/meaning/russian.tsv``) has a row for each word: the word, its
English, and the stems of its forms. Where forms of two words share a stem, the more frequent word
has it.
"""

from __future__ import annotations

import re
from functools import cache

from workbench.kernel.chat.language.stemming import latin, russian_stem
from workbench.paths import resources

_WORDS = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)


def in_english(text: str) -> str:
    """``text`` with each Russian word replaced by its English; an unknown one is spelled over."""
    return _WORDS.sub(lambda match: _english(match.group()), text)


def _english(word: str) -> str:
    words, stems = _glossary()
    plain = word.casefold().replace("ё", "е")
    known = words.get(plain) or stems.get(russian_stem(plain))
    if known is not None:
        return known
    if "-" in plain:
        return " ".join(_english(part) for part in plain.split("-"))
    return latin(plain)


@cache
def _glossary() -> tuple[dict[str, str], dict[str, str]]:
    """English by word and by stem, read once."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    path = resources() / "chat" / "meaning" / "russian.tsv"
    for row in path.read_text("utf-8").splitlines():
        word, english, *own = row.split("\t")
        words[word] = english
        stems.update(dict.fromkeys(own, english))
    return words, stems
