"""The parts of a message: several wishes in one sentence, and where content begins."""

from __future__ import annotations

import re

from workbench.kernel.chat.language.command import gives_order
from workbench.kernel.chat.language.lexicon import content_words, read_words
from workbench.kernel.chat.language.sentence import QUOTED

_JOINT = re.compile(
    r"\s*(?:[,;.]?\s*(?:\band\s+then\b|\bthen\b|\bafter\s+that\b|\bи\s+затем\b|\bа?\s*затем\b|"
    r"\b(?:а|и)?\s*потом\b|\bпосле\s+этого\b)\s*,?\s+|;\s+|,?\s+and\s+(?:also\s+)?|,?\s+и\s+(?:ещ[её]\s+)?|"
    r"[.!]\s+)",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:called|named|titled|entitled|saying|that\s+says|about|regarding|concerning|containing|"
    r"mentioning|matching|with\s+(?:the\s+)?(?:text|content|title|name|body|word)|под\s+названием|"
    r"с\s+(?:названием|текстом|именем|заголовком|содержанием)|про|обо?|о)\s|(?<!\d):\s",
    re.IGNORECASE,
)

_PLACE = re.compile(r"\s(?:in|from|within|among|в|во|из|среди)\s", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """The wishes of a message, in order; a joint inside quotes or within a wish joins nothing.

    A part is a wish of its own only if it begins with a verb: *bread and butter* is one thing.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group())
        return f"\x01{len(held) - 1}\x01"

    masked = QUOTED.sub(hold, text)
    parts: list[str] = []
    joint = ""
    place = 0
    for match in [*_JOINT.finditer(masked), None]:
        part = masked[place : match.start() if match else len(masked)]
        if parts and not _begins_with_verb(part):
            parts[-1] += joint + part
        elif part.strip():
            parts.append(part)
        if match is not None:
            joint, place = match.group(), match.end()
    shown = [re.sub(r"\x01(\d+)\x01", lambda m: held[int(m[1])], part) for part in parts]
    return [part.strip(" ,;") for part in shown if part.strip(" ,;")]


def quiet_part(text: str) -> tuple[int, int] | None:
    """Where the content of a message stands: behind a cue or a colon, up to a place.

    *anything about the budget in my notes*: only *the budget* is content.
    """
    match = _CONTENT.search(text)
    if match is None:
        return None
    place = _PLACE.search(text, match.end())
    return match.end(), place.start() if place is not None else len(text)


def _begins_with_verb(part: str) -> bool:
    first = next(iter(content_words(part)), None)
    if first is None or not first.verbs or first.soft or first.leading or not gives_order(first):
        return False
    return any(not word.ignored for word in read_words(part)[:4])
