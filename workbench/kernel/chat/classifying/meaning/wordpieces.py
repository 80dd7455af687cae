"""A text as the pieces of words that the encoder knows, by the longest piece that fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_TOKENS = re.compile(r"\w+|[^\w\s]")
_LONGEST = 24
"""No piece has more letters."""


class WordPieces:
    """The vocabulary of an encoder: one piece a line, ``##`` before those inside of a word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: n for n, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self._begin = self._numbers["[CLS]"]
        self._end = self._numbers["[SEP]"]

    def read(self, text: str, limit: int) -> list[int]:
        """The numbers of the pieces of ``text``, at most ``limit`` with the marks at both ends."""
        plain = unicodedata.normalize("NFD", text.casefold())
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
        tokens = _TOKENS.findall(plain.replace("_", " _ "))
        pieces = [number for token in tokens for number in self._cut(token)]
        return [self._begin, *pieces[: limit - 2], self._end]

    def _cut(self, word: str) -> list[int]:
        """A word in its longest pieces; unknown as a whole where one is missing."""
        found: list[int] = []
        start = 0
        while start < len(word):
            ends = range(min(len(word), start + _LONGEST), start, -1)
            mark = "##" if start else ""
            end = next((e for e in ends if mark + word[start:e] in self._numbers), None)
            if end is None:
                return [self._unknown]
            found.append(self._numbers[mark + word[start:end]])
            start = end
        return found
