"""A word nobody knows, taken for the one it sounds like or misspells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.kernel.chat.language.lexicon import Word, lexicon
from workbench.kernel.chat.language.stemming import skeleton

_SHORTEST = 5
"""A shorter word has too many neighbours to be a slip of one of them."""
_TWO_SLIPS = 8


class Spelling:
    """The words that mean something to some function, by their letters and by their sound."""

    def __init__(self, meanings: Iterable[str]) -> None:
        book, shared = lexicon(), frozenset(meanings)
        self._known: dict[str, frozenset[str]] = {m: frozenset({m}) for m in shared}
        for rows in (book.verbs, book.things):
            for key, found in rows.items():
                if len(key) == 1 and (rows is book.verbs or found & shared):
                    self._known[key[0]] = self._known.get(key[0], frozenset()) | found
        self._sounds: dict[str, frozenset[str]] = {}
        for written, found in self._known.items():
            sound = skeleton(written)
            self._sounds[sound] = self._sounds.get(sound, frozenset()) | found
        rooted = {w: self._known.get(root) for w, root in book.written.items()}
        self._spelled = {w: known for w, known in self._known.items() if " " not in w}
        self._spelled |= {w: known for w, known in rooted.items() if known}
        self._written = [word for word in self._spelled if len(word) >= _SHORTEST - 1]

    def heard(self, word: Word) -> Word:
        """The word with the meanings of the one it stands for, or as it is."""
        found = self._sounds.get(skeleton(word.text))
        if found is None and len(word.text) >= _SHORTEST and word.text.isalpha():
            found = self._slip(word)
        if found is None:
            return word
        verbs = frozenset(m for m in found if m.startswith("v:"))
        return replace(word, verbs=verbs, things=found - verbs)

    def _distance(self, near: tuple[str, float, int]) -> tuple[float, bool]:
        """Nearer words first, and of equally near ones those that name a thing."""
        return near[1], all(m.startswith("v:") for m in self._spelled[near[0]])

    def _slip(self, word: Word) -> frozenset[str] | None:
        """The meanings of the word it misspells; a name in the middle of a sentence is no slip."""
        if word.start and word.text[:1].isupper():
            return None
        # Imported when the first word is misspelt: it takes 40 ms.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(word.text) >= _TWO_SLIPS else 1
        found = []
        for written in {word.text.casefold(): None, word.stem: None}:
            near = process.extract(
                written, self._written, scorer=OSA.distance, score_cutoff=most, limit=None
            )
            found += [row for row in near if _may_be(written, str(row[0]), len(word.text))]
        return self._spelled[min(found, key=self._distance)[0]] if found else None


def _may_be(written: str, other: str, length: int) -> bool:
    """False for a pair that differs by more than a slip of the hand: in the first letter, or, in a
    short word, by another letter in its place."""
    swapped = sorted(other) == sorted(written)
    if other[:1] != written[:1]:
        return swapped
    return swapped or length > _SHORTEST or len(other) != len(written) or other == written
