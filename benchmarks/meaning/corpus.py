"""The corpus: made-up extensions, and what different people would say to each of their functions.

One file below ``corpus/`` for each extension::

    # name | what it is
    @ function | read | description | parameter: type, meaning; other: type
    an utterance
    @ none
    an utterance that no function of the extension serves
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from typing import Any

from workbench.kernel.chat.catalogue import Entry

FOLDER = Path(__file__).parent / "corpus"
_HELD_BACK = 9
"""One extension of so many is kept for validation."""
_KINDS = {"int": "integer", "float": "number", "decimal": "number", "bool": "boolean"}
_TYPES = ("integer", "number", "boolean", "array", "string")


@dataclass(slots=True)
class Extension:
    """An extension's functions; ``said`` pairs each utterance with a function's place or None."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    said: list[tuple[str, int | None]] = field(default_factory=list)

    @property
    def held_back(self) -> bool:
        """True for an extension that only measures the training."""
        return md5(self.name.encode()).digest()[0] % _HELD_BACK == _HELD_BACK - 2


def read(folder: Path = FOLDER) -> list[Extension]:
    """All extensions of the corpus."""
    return [_extension(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]


def _extension(text: str) -> Extension:
    lines = filter(None, map(str.strip, text.splitlines()))
    found = Extension(next(lines).removeprefix("#").split("|")[0].strip())
    place: int | None = None
    for line in lines:
        if line.startswith("@ none"):
            place = None
        elif line.startswith("@"):
            place = len(found.entries)
            found.entries.append(_entry(found.name, line[1:]))
        else:
            found.said.append((line, place))
    return found


def _entry(app: str, line: str) -> Entry:
    name, action, description, *rest = (part.strip() for part in line.split("|"))
    schema = {"type": "object", "properties": dict(_fields(" ".join(rest).split(";")))}
    return Entry(app, name, description, action, None, schema, {})


def _fields(parts: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in filter(None, map(str.strip, parts)):
        name, _, told = part.partition(":")
        kind, _, meaning = told.strip().partition(",")
        first = kind.lower().split(" ")[0].split("[")[0]
        first = "array" if first == "list" or kind.endswith("[]") else _KINDS.get(first, first)
        shape: dict[str, Any] = {"type": first if first in _TYPES else "string"}
        if first == "array":
            shape["items"] = {"type": "string"}
        yield name.strip(), {**shape, "description": meaning.strip()}
