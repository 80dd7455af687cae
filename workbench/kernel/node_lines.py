"""Where the nodes of an answer were made: taken out of the tree, which is the platform's own again.

While it is asked to, a child's SDK notes the author's line of each UI node it makes, as ``_src``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Steps = tuple[str | int, ...]
"""The keys and positions that lead to a value."""

Lines = Mapping[Steps, tuple[str, int]]
"""File and line of each node, by where the node is."""

_MARK = "_src"


def take_lines(value: Any) -> Lines:
    """Remove every node's note from a JSON value; where the nodes are, and what the notes said."""
    found: dict[Steps, tuple[str, int]] = {}
    waiting: list[tuple[Steps, Any]] = [((), value)]
    while waiting:
        steps, part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("type"), str) and isinstance(part.get(_MARK), str):
                file, _, line = part.pop(_MARK).rpartition(":")
                found[steps] = (file, int(line))
            entries: Any = part.items()
        else:
            entries = enumerate(part) if isinstance(part, list) else ()
        waiting.extend(
            ((*steps, key), inner) for key, inner in entries if isinstance(inner, dict | list)
        )
    return found


def under(lines: Lines, name: str) -> Lines:
    """The lines of what stands under one key of a value, as seen from there."""
    return {steps[1:]: line for steps, line in lines.items() if steps[:1] == (name,)}
