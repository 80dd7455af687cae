"""Where two trees differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ABSENT = object()


@dataclass(frozen=True)
class Difference:
    """One place at which a tree differs from another; a side without it holds ABSENT."""

    path: str
    left: Any
    right: Any

    def __str__(self) -> str:
        left, right = _apart(_shown(self.left), _shown(self.right))
        return f"`{self.path or '.'}`: {left} ≠ {right}"


def differences(left: Any, right: Any, path: str = "") -> Iterator[Difference]:
    """Every place, outermost first; lists of unequal length differ as a whole."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in [*left, *(name for name in right if name not in left)]:
            yield from differences(
                left.get(name, ABSENT), right.get(name, ABSENT), f"{path}.{name}".lstrip(".")
            )
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (mine, theirs) in enumerate(zip(left, right, strict=True)):
            yield from differences(mine, theirs, f"{path}[{index}]")
    elif left != right:
        yield Difference(path, left, right)


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "(absent)"
    if isinstance(value, list):
        return f"{len(value)} items"
    if isinstance(value, dict):
        return str(value.get("type", "an object"))
    return str(value)


def _apart(left: str, right: str, longest: int = 40) -> tuple[str, str]:
    """Both texts, cut to where they start to differ."""
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    start = max(0, same - 12)
    return _cut(left, start, longest), _cut(right, start, longest)


def _cut(text: str, start: int, longest: int) -> str:
    before = "…" if start else ""
    after = "…" if len(text) > start + longest else ""
    return f"{before}{text[start : start + longest]}{after}"
