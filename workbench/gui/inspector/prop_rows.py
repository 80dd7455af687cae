"""An element's props as the rows of a tree, opened as far as a person opened them. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from workbench.gui.inspector.tree import ROWS, Element, Steps, is_node
from workbench.gui.inspector.words import ACTION, GROUP, NODE, kind_of, value_text

MOST: Final = 300
"""Entries of one group that are shown."""
_DEEPEST: Final = 30


@dataclass(frozen=True, slots=True)
class PropRow:
    """One row: `steps` lead from the element to the value. `kind` is how the value is set.

    `link` says that it is an element of its own, which can be inspected; `parts` that it can be
    opened, `open` that it is. `changed` says that the last refresh changed it, or something in it.
    """

    steps: Steps
    depth: int
    name: str
    text: str
    kind: str
    link: bool = False
    parts: bool = False
    open: bool = False
    changed: bool = False


def prop_rows(element: Element, opened: frozenset[Steps], changed: Iterable[str]) -> list[PropRow]:
    """The rows of an element; `changed` are paths as `Change.name` has them."""
    node = is_node(element)
    marks = tuple(changed)
    found: list[PropRow] = []
    for name, value in element.items():
        if node and name == "type":
            continue
        if node and name == "props":
            for prop, inner in value.items():
                _add(found, ("props", prop), prop, inner, opened, marks, _rows_of(element, prop))
        else:
            _add(found, (name,), name, value, opened, marks, False)
    return found


def _rows_of(element: Element, prop: str) -> bool:
    return ROWS.get(str(element.get("type", "")).lower()) == prop


def _add(
    found: list[PropRow],
    steps: Steps,
    name: str,
    value: Any,
    opened: frozenset[Steps],
    changed: tuple[str, ...],
    rows: bool,
    depth: int = 0,
) -> None:
    kind = kind_of(value)
    parts = kind in (GROUP, ACTION) and bool(value) and depth < _DEEPEST
    opens = parts and steps in opened
    path = _path(steps)
    touched = any(mark == path or mark.startswith((f"{path}.", f"{path}[")) for mark in changed)
    # A row of a list that is plain data is an element too.
    link = kind == NODE or (depth == 1 and rows and isinstance(value, dict))
    found.append(PropRow(steps, depth, name, value_text(value), kind, link, parts, opens, touched))
    if not opens:
        return
    entries = list(_entries(value))
    for key, inner in entries[:MOST]:
        label = str(key) if not isinstance(key, int) else f"{key + 1}"
        _add(found, (*steps, key), label, inner, opened, changed, rows, depth + 1)
    if len(entries) > MOST:
        rest = f"{len(entries) - MOST:,} more: see the JSON".replace(",", "\u202f")
        found.append(PropRow((*steps, "…"), depth + 1, "…", rest, "rest"))


def _entries(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from ((str(key), inner) for key, inner in value.items())
    else:
        yield from enumerate(value)


def _path(steps: Steps) -> str:
    """The steps as `kernel.differences` writes them, without the "props" of the element itself."""
    path = ""
    for step in steps[1:] if steps[0] == "props" else steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
