"""What a message tells to do, and how well that agrees with what a function does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.function_words import FunctionWords
from workbench.kernel.chat.lexicon import Word, lexicon

SAME_VERB, TOLD_VERB, NEAR_VERB, MENTIONED_VERB = 1.0, 0.9, 0.8, 0.75
"""How well verbs agree: in the name, heading the description, close in meaning, mentioned."""
FAMILY = {"look": 0.5, "change": 0.3, "make": 0.3, "run": 0.3, "send": 0.3, "remove": 0.2}
"""Verbs of one family that are not close: reading alike is harmless, removing alike is not."""
WRONG_VERB = 0.12
NO_VERB = {"read": 0.75, "write": 0.5, "destructive": 0.35}
QUESTION = {"read": 0.9, "write": 0.15, "destructive": 0.1}
_DETERMINERS = frozenset(
    ("the", "a", "an", "my", "your", "our", "his", "her", "its", "this", "that", "is", "are")
)
_ASKING = frozenset(["is", "are", "was", "were", "does", "do", "did", "has", "have", "can"])
CHECKING = frozenset({"v:check"})
"""What a question without a verb of its own asks for."""
_FIRST_ID = re.compile(r"\s*\w+\s+#?(?=[\w-]*\d)[\w-]+", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an"})


def can_command(raw: Sequence[Word]) -> bool:
    """True when the first content word can be a command: no article or copula before it."""
    for word in raw:
        if not word.ignored:
            return True
        if word.text.casefold() in _DETERMINERS:
            return False
    return False


def is_question(text: str, raw: Sequence[Word]) -> bool:
    """True for what ends or begins like a question (*is it in stock?*)."""
    first = raw[0].text.casefold() if raw else ""
    return text.rstrip().endswith("?") or first in _ASKING


def names_an_id(text: str) -> bool:
    """True where the first word is followed by an id: *order o-3 was sent* does not order."""
    return _FIRST_ID.match(text) is not None


def has_object(raw: Sequence[Word], verb: Word) -> bool:
    """True for a verb with an article after it: what it does it to comes next."""
    after = next((word for word in raw if word.start >= verb.end), None)
    return after is not None and after.text.casefold() in _ARTICLES


def verb_of(words: Sequence[Word], *, called: bool) -> tuple[Word | None, bool]:
    """The word that says what to do, and whether it is only that of a question.

    A word that may be a verb or a thing (*note*, *book*) is the verb where it begins the message;
    one that describes (*done*) where it begins or ends it.
    """
    if words and words[0].verbs and not words[0].soft and (called or not words[0].things):
        return words[0], False
    plain = [w for w in words if w.verbs and not w.soft and not w.leading]
    only = [w for w in plain if not w.things or (called and w is words[0])]
    soft = next((w for w in words if w.soft and w.verbs), None)
    if soft is not None and soft is words[0]:
        strong = next((w for w in only if _commands(w)), None)
        return (strong, False) if strong is not None else (soft, True)
    if only:
        return only[0], False
    if soft is None and len(words) > 1 and words[-1].leading and words[-1].verbs:
        return words[-1], False
    return soft, soft is not None


def _commands(word: Word) -> bool:
    """A verb that still commands in a sentence that begins like a question."""
    families = {lexicon().family[verb] for verb in word.verbs}
    return families.isdisjoint({"change", "run"})


def agreement(
    profile: FunctionWords, said_verbs: frozenset[str], soft: bool, first: frozenset[str]
) -> tuple[float, str]:
    """How well the verbs agree (0..1), and what to say of it.

    ``first`` is what the first word means: a verb nobody listed is one if a function's name begins
    with it.
    """
    action = profile.entry.action_type
    if not said_verbs:
        if first & profile.lead:
            return SAME_VERB, min(first)
        return NO_VERB.get(action, 0.5), ""
    said = ", ".join(sorted(v.removeprefix("v:") for v in said_verbs))
    if soft:
        return QUESTION.get(action, 0.5), "" if action == "read" else "asked, not told to act"
    if said_verbs & profile.verbs:
        return SAME_VERB, said
    if said_verbs & profile.told:
        return TOLD_VERB, said
    book = lexicon()
    if any(book.near[verb] & profile.verbs for verb in said_verbs):
        return NEAR_VERB, said
    if said_verbs & profile.mentioned:
        return MENTIONED_VERB, f"{said} is only mentioned"
    own = profile.verbs or profile.told
    if not own and action == "read" and any(book.family[v] == "look" for v in said_verbs):
        return NEAR_VERB, said
    families = {book.family[verb] for verb in own} & {book.family[verb] for verb in said_verbs}
    if families:
        return max(FAMILY[family] for family in families), f"{said} is not what it does"
    return WRONG_VERB, f"{said} is not what it does"
