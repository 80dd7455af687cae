"""What a message tells to do: its verb, and whether it asks or tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.kernel.chat.language.lexicon import Word, lexicon

_QUESTION = re.compile(
    r"\W*(?:(?:and|so|but|hey|hi|а|и|ну)[,\s]+)?(?:(?:what|which|who|whose|whom|where|when|why|how)(?:'?s|'re|'d|'ve)?|"
    r"(?:is|are|was|were|am|does|did|has|had|have|isn't|aren't|doesn't|didn't|haven't|hasn't)(?=\s+(?!a\s|an\s))|"
    r"do(?=\s+(?:i|we|you|they|my|our|the|any|people)\b)|(?:can|could|will|would|should|may|might)(?!\s+(?:you|we|i)\b)|"
    r"что|какой|какая|какое|какие|каких|какую|каков\w*|кто|кому|кого|чей|чья|где|куда|откуда|когда|почему|зачем|сколько|"
    r"как(?!\s*-)|есть\s+ли|\w+\s+ли|из\s+каких|в\s+как\w+|на\s+как\w+|у\s+как\w+|от\s+кого|о\s+чём|о\s+чем)(?!\w)",
    re.IGNORECASE,
)
"""A message that begins like this asks: the verbs in it are no orders."""
_DETERMINERS = frozenset(
    ("the", "a", "an", "my", "your", "our", "his", "her", "its", "this", "that", "is", "are")
)
_NO_ORDER = re.compile(
    r"^(?:[a-z]+(?<![su])s|[a-z]{2,}(?<!e)ed|[а-яё]+(?:ые|ых|ым|ыми|ого|ому|ая|ую|ее|ла|ло|но|на|ны|ен|ет|ют|ит|ят))$",
    re.IGNORECASE,
)
"""Forms that tell or describe and give no order: *owns*, *shipped*, *выполненные*."""
_FIRST_ID = re.compile(r"\s*\w+\s+#?(?=[\w-]*\d)[\w-]+", re.IGNORECASE)
_ASKS_TO = re.compile(
    r"(?:\b(?:please|kindly|just|(?:could|can|would|will)\s+(?:you|we|i)|would\s+you\s+mind|let's|let\s+us|"
    r"(?:i|we)(?:\s+would|'d)?\s+(?:like|love|want|wanna|need)(?:\s+you)?\s+to|help\s+me(?:\s+to)?|go\s+ahead\s+and|"
    r"time\s+to|be\s+so\s+kind\s+(?:as\s+to|and)|(?:is\s+it\s+)?possible\s+to|how\s+do\s+i|so)|"
    r"(?<!\w)(?:пожалуйста|плиз|(?:не\s+)?(?:мог(?:ла|ли)?|можешь|можете)(?:\s+бы)?(?:\s+(?:ты|вы))?|можно|"
    r"хочу|хотел(?:а|ось)?(?:\s+бы)?|нужно|надо|давай(?:те)?|будь(?:те)?\s+добр\w+))[\s,]+(?=(\w+))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """What a message tells to do: ``verbs`` its main verb may mean, ``also`` the other verbs said.

    ``soft`` means that it only asks; ``start`` is where the main verb stands, -1 without one;
    ``stem`` is the verb itself, ``things`` what it is about by itself (*remind me*).
    """

    verbs: frozenset[str]
    also: frozenset[str]
    soft: bool
    start: int
    first: frozenset[str] = frozenset()
    stem: str = ""
    things: frozenset[str] = frozenset()


def command_of(text: str, words: Sequence[Word], quiet: tuple[int, int] | None) -> Command:
    """The command of a message; a verb in its ``quiet`` stretch is content.

    The word after *please*, *could you*, *I want to* is its verb if it can be one; else the first
    word; else the first verb that is no question word. In a question no verb orders. A word that
    may be a verb or a thing (*note*, *book*) is the verb only where it begins the message; one that
    describes (*done*) where it begins or ends it.
    """
    if quiet is not None:
        words = [word for word in words if not quiet[0] <= word.start < quiet[1]]
    said = [word for word in words if not word.ignored]
    first = said[0].meanings if said else frozenset()
    verb = _asked_for(text, said) or _main(text, words, said)
    hard = [
        w for w in said if w.verbs and w is not verb and (not _looks(w) if w.soft else not w.things)
    ]
    also = frozenset(v for w in hard for v in w.verbs)
    if verb is None:
        asks = text.rstrip().endswith("?") or _QUESTION.match(text) is not None
        return Command(frozenset(), also, asks, -1, first)
    soft = verb.soft and _looks(verb)
    things = verb.things if " " in verb.text and not verb.soft else frozenset()
    return Command(verb.verbs, also, soft, verb.start, first, verb.stem, things)


def _asked_for(text: str, said: Sequence[Word]) -> Word | None:
    """The verb right after a word that asks for something."""
    for match in _ASKS_TO.finditer(text):
        verb = next((w for w in said if w.start == match.start(1)), None)
        if verb is not None and verb.verbs and not verb.soft and gives_order(verb):
            return verb
    return None


def gives_order(word: Word) -> bool:
    """True for a verb in a form that may be an order; *new* and *done* may, beginning a message."""
    return word.leading or " " in word.text or _NO_ORDER.match(word.text) is None


def _main(text: str, words: Sequence[Word], said: Sequence[Word]) -> Word | None:
    if _QUESTION.match(text):
        return next((w for w in said if w.soft and w.verbs and _looks(w)), None)
    called = _can_command(words) and _FIRST_ID.match(text) is None
    if said and said[0].verbs and not said[0].soft and (called or not said[0].things):
        return said[0] if gives_order(said[0]) else None
    plain = [w for w in said if w.verbs and not w.soft and not w.leading and gives_order(w)]
    only = [w for w in plain if not w.things or (called and w is said[0])]
    soft = next((w for w in said if w.soft and w.verbs), None)
    if only:
        return only[0]
    if soft is None and len(said) > 1 and said[-1].leading and said[-1].verbs:
        return said[-1]
    return soft


def _can_command(words: Sequence[Word]) -> bool:
    """True when the first content word can be a command: no article or copula before it."""
    for word in words:
        if not word.ignored:
            return True
        if word.text.casefold() in _DETERMINERS:
            return False
    return False


def _looks(word: Word) -> bool:
    return any(lexicon().family[verb] == "look" for verb in word.verbs)
