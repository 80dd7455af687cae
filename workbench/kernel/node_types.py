"""The truth about UI nodes without Qt: which types exist, and what a tree is made of."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import orjson

from workbench import paths


@cache
def known_types() -> frozenset[str]:
    """Names a tree may use, lower-case, aliases included (``resources/node_types.json``)."""
    table = orjson.loads((paths.resources() / "node_types.json").read_bytes())
    names = {name.lower() for name in table}
    for entry in table.values():
        names.update(alias.lower() for alias in entry.get("aliases", ()))
    return frozenset(names)


def count_types(tree: object) -> Counter[str]:
    """How many nodes of each type stand in `tree`, wherever they are nested in props.

    A node is a dict with a string ``type`` and a dict ``props``. The walk is iterative and visits
    each container once, so that a deep tree is no danger.
    """
    found: Counter[str] = Counter()
    pending: list[object] = [tree]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if _is_node(value):
                found[value["type"]] += 1
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return found


def unknown_types(types: Counter[str]) -> list[str]:
    """The type names that no renderer of the platform would recognise, sorted.

    Types match exactly, then lower-case.
    """
    return sorted(name for name in types if name.lower() not in known_types())


def _is_node(value: dict[Any, Any]) -> bool:
    return isinstance(value.get("type"), str) and isinstance(value.get("props"), dict)
