"""Lines of values in a JSON text, which the standard parser does not keep."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass
class _Open:
    """An object or a list that is being read, and where in it the reader is."""

    is_object: bool
    key: str | None = None
    index: int = 0

    @property
    def step(self) -> str | int:
        return (self.key or "") if self.is_object else self.index


def lines(text: str) -> dict[Path, int]:
    """Return the 1-based line of each key and list entry of a valid JSON text, by its path."""
    found: dict[Path, int] = {(): 1}
    opened: list[_Open] = []
    line, read = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", read, match.start())
        read = match.start()
        token = match.group()
        if token in "}]":
            opened.pop()
        elif token == ",":
            opened[-1].index += 1
            opened[-1].key = None
        elif token != ":":
            inside = opened[-1] if opened else None
            if inside is not None and inside.is_object and inside.key is None:
                inside.key = json.loads(token)
            found.setdefault(tuple(entry.step for entry in opened), line)
            if token in "{[":
                opened.append(_Open(token == "{"))
    return found


def line_of(found: dict[Path, int], path: Path) -> int:
    """Return the line of ``path``, or of the nearest thing around it that is there."""
    while path not in found:
        path = path[:-1]
    return found[path]
