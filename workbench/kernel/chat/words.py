"""Words of a message made comparable: lower case, no endings, synonyms folded together."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _listed("""
    a an the my your our their his her its this that these those of in on at by with from for to
    and or is are was be been do does did have has can could would should will please me i you we
    it so just all as into about called named titled current user given let lets
""")

_FOLDED = {
    "create": "create add make new insert write compose register",
    "list": "list show display view see get fetch give what which browse read",
    "search": "search find lookup query locate",
    "update": "update edit change modify rename set adjust",
    "delete": "delete remove trash erase drop discard",
    "send": "send mail email post submit",
    "complete": "complete finish done close resolve",
    "count": "count many number total",
    "summary": "summary summarize summarise overview digest",
}
_CANON = {word: verb for verb, words in _FOLDED.items() for word in words.split()}


VERBS = frozenset(_FOLDED)
"""What synonyms fold to; a verb alone says nothing about which extension is meant."""


def words(text: str) -> list[str]:
    """Content words of ``text`` in order: stop words dropped, endings cut, synonyms folded."""
    found = (match.group().lower() for match in _WORD.finditer(text.replace("_", " ")))
    return [fold(word) for word in found if word not in _STOP]


def fold(word: str) -> str:
    """One word in its comparable form: ``notes`` and ``note``, ``adding`` and ``create`` meet."""
    lowered = word.lower()
    if lowered in _CANON:
        return _CANON[lowered]
    stem = _stem(lowered)
    return _CANON.get(stem, stem)


def _stem(word: str) -> str:
    for ending, kept, floor in (("ies", "y", 5), ("ing", "", 6), ("ed", "", 5), ("es", "e", 5)):
        if word.endswith(ending) and len(word) >= floor:
            return word[: -len(ending)] + kept
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
