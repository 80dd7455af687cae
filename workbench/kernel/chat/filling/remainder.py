"""The rest of a sentence once its command and what is spoken for are taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.filling.slots import ARTICLE, EDGE, INTO, TOPIC_LEAD
from workbench.kernel.chat.language.lexicon import Word, content_words, read_words
from workbench.kernel.chat.language.sentence import Sentence

_LINKS = frozenset(
    (
        "to", "that", "for", "with", "about", "is", "are", "would", "as", "of",
        "и", "чтобы", "про", "о", "на", "с", "от", "по", "для", "в",
    )
)  # fmt: skip
_TRAILING = re.compile(
    r"(?:\s+(?:with|and)(?:\s+the)?\s+(?:text|content|contents|title|name|body|description|message|words?))?"
    r"(?:\s+(?:at|for|to|is|are|on|in|into|with|and|from|as|of|under|by|saying|за|на|по|в|во|с|со|и|под|из|к|"
    r"для|price|costs?))*\s*$",
    re.IGNORECASE,
)
"""Small words that led to what is spoken for."""


def remainder(sentence: Sentence, name: Sequence[Word]) -> str:
    """The longest piece not spoken for, without the words that only name the function."""
    command = _Command(frozenset(m for word in name for m in word.meanings))
    return max((command.strip(piece) for piece in sentence.segments()), key=len, default="")


class _Command:
    """Takes the command off the pieces of a sentence: its verb, the function's things, politeness.

    A second verb begins what the sentence is about: *add task finish the report*.
    """

    def __init__(self, owners: frozenset[str]) -> None:
        self._owners = owners
        self._over = False
        self._commanded = False
        self._named = False

    def strip(self, piece: str) -> str:
        """One piece, in the order of the sentence, without what belongs to the command."""
        start = 0
        words = read_words(piece)
        for place, word in enumerate(words):
            if not self._belongs(word) or _begins_name(word, words[place + 1 : place + 2]):
                self._over = True
                break
            start = word.end
        rest = re.sub(TOPIC_LEAD, "", piece[start:].strip(EDGE))
        return _without_tail(rest, self._owners)

    def _belongs(self, word: Word) -> bool:
        if word.ignored or word.text.casefold() in _LINKS:
            return True
        if self._over:
            return False
        if word.faint and not word.verbs:
            return True
        if word.things & self._owners or (word.verbs & self._owners and not self._named):
            self._commanded = self._commanded or bool(word.verbs)
            self._named = self._named or bool(word.things & self._owners)
            return True
        if word.verbs and not (self._commanded or self._named):
            self._commanded = True
            return True
        listing = "v:list" in word.verbs and self._commanded
        return (word.soft or listing) and not self._named


def _begins_name(word: Word, after: Sequence[Word]) -> bool:
    """True for a small word that a name begins with: *put The Hobbit on a shelf*."""
    named = any(w.text[:1].isupper() for w in after)
    return word.ignored and word.start > 0 and word.text[:1].isupper() and named


def _without_tail(text: str, owners: frozenset[str]) -> str:
    """*buy milk to my list*, *milk notes*: the end may name the function's things again."""
    tail = re.search(rf"\s+{INTO}\s+{ARTICLE}(?P<rest>[\w -]+)$", text, re.IGNORECASE)
    if tail is not None:
        words = content_words(tail["rest"])
        if words and all(w.meanings & (owners | {"task", "v:list"}) for w in words):
            text = text[: tail.start()]
    text = _TRAILING.sub("", text)
    words = read_words(text)
    while words and (words[-1].things & owners or words[-1].ignored) and len(words) > 1:
        if words[-1].ignored and words[-1].text.casefold() not in (
            "please",
            "пожалуйста",
            "for",
            "me",
        ):
            break
        text = text[: words.pop().start].strip(EDGE)
    return text.strip(EDGE)
