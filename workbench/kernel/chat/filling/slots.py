"""What the finders of arguments share: open fields, stretches that are taken, small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.filling.fields import Field
from workbench.kernel.chat.filling.typed import Args
from workbench.kernel.chat.language.lexicon import content_words
from workbench.kernel.chat.language.sentence import Sentence

INTO = r"(?:in|into|to|onto|under|inside|from|within|on|at|of|в|во|к|на|из|внутри|по)"
ARTICLE = r"(?:(?:the|my|a|an|our|his|her|их|мою|мой|мои|моей|моём|моем)\s+)?"
LAST_TO = re.compile(
    r"(?:\s|^)(?:to|into|as|в|во|на)\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$", re.IGNORECASE
)
TOPIC_LEAD = (
    r"^(?:(?:the|a|an|my|any)\s+)?(?:(?i:words?|texts?|terms?|phrases?|слов[оа]м?|словами)\s+)?"
)
"""What may stand before a topic and is no part of it; a capital *The* is part of a name."""
NAME = re.compile(
    r"(?<!\w)[A-ZА-ЯЁ][\w'’&.-]*(?:\s+(?:[A-ZА-ЯЁ0-9][\w'’&.-]*|(?:of|the|and|in|for)(?=\s+[A-ZА-ЯЁ])))*(?<![.])"
)
"""A name as it is written: words in capitals."""
EDGE = " \t,.;:!?—–-…"


def open_fields(fields: Sequence[Field], args: Args, *roles: str) -> list[Field]:
    """Text fields without a value, required ones first."""
    found = [f for f in fields if f.kind == "text" and f.name not in args]
    if roles:
        found = [f for f in found if f.role in roles]
    return sorted(found, key=lambda f: not f.required)


def named_fields(sentence: Sentence, fields: Sequence[Field]) -> list[Field]:
    """The fields whose own name is said in the sentence."""
    said = frozenset(m for word in content_words(sentence.text) for m in word.things)
    return [field for field in fields if field.things & said]


def give(
    sentence: Sentence, field: Field, match: re.Match[str], args: Args, without: str = ""
) -> None:
    value = match["value"].strip(EDGE if field.role != "body" else " \t").lstrip(EDGE)
    if without:
        value = re.sub(without, "", value)
    if value:
        args[field.name] = value
        sentence.take(match.start(), match.end())


def as_list(value: str) -> list[str]:
    return [part for part in re.split(r"\s*,\s*|\s+(?:and|и)\s+", value) if part]


def says_something(value: str, owners: frozenset[str]) -> bool:
    words = content_words(value)
    return any(not word.meanings & owners for word in words)


def drop_lead(sentence: Sentence, start: int) -> None:
    lead = re.search(rf"(?:\b|(?<=\x00)){INTO}\s+{ARTICLE}$|\bwith\s+{ARTICLE}$|\bс\s+$",
                     sentence.left[:start], re.IGNORECASE)  # fmt: skip
    if lead is not None:
        sentence.take(lead.start(), lead.end())


def is_placed(sentence: Sentence, quote: tuple[str, int, int]) -> bool:
    return (
        re.search(rf"\b{INTO}\s+{ARTICLE}$", sentence.text[: quote[1]], re.IGNORECASE) is not None
    )
