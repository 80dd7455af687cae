"""A message while its arguments are found: what is said, and which stretches are spoken for."""

from __future__ import annotations

import re
from datetime import date

QUOTED = re.compile(
    r"\"(?P<a>[^\"]*)\"|“(?P<b>[^”]*)”|«(?P<c>[^»]*)»|„(?P<d>[^“”]*)[“”]|"
    r"(?<!\w)'(?P<e>[^']*)'(?!\w)|`(?P<f>[^`]*)`|‘(?P<g>[^’]*)’"
)
GONE = "\x00"
"""Stands for a letter that is spoken for."""


class Sentence:
    """One clause. ``left`` has the length of ``text``; taken letters are `GONE`.

    ``today`` is what *tomorrow* counts from; ``guessed`` is the stretch that became an argument
    only because nothing else was left.
    """

    def __init__(self, text: str, today: date) -> None:
        self.text = text.strip()
        self.today = today
        self.left = self.text
        self.quotes: list[tuple[str, int, int]] = []
        self.guessed: tuple[int, int] | None = None
        for match in QUOTED.finditer(self.text):
            value = next(group for group in match.groups() if group is not None)
            self.quotes.append((value, match.start(), match.end()))
            self.take(match.start(), match.end())

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as spoken for."""
        self.left = self.left[:start] + GONE * (end - start) + self.left[end:]

    def guess(self, value: str) -> None:
        """Mark a value that is merely what is left over."""
        start = self.left.find(value)
        if start >= 0:
            self.guessed = (start, start + len(value))

    def is_taken(self, start: int, end: int) -> bool:
        """True for a stretch that is spoken for."""
        return GONE in self.left[start:end]

    def quote_at(self, start: int) -> tuple[str, int, int] | None:
        """The quoted string that begins at ``start`` or after blanks there, if still open."""
        for quote in self.quotes:
            if quote[1] >= start and not self.text[start : quote[1]].strip(" :="):
                return quote
        return None

    def use(self, quote: tuple[str, int, int]) -> str:
        """Hand out a quoted string; it is no longer open."""
        self.quotes.remove(quote)
        return quote[0]

    def segments(self) -> list[str]:
        """What is not spoken for, in pieces."""
        return [part.strip() for part in self.left.split(GONE) if part.strip(" ,.;:!?—–-")]
