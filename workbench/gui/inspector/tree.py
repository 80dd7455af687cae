"""Places in a panel's tree as it was sent: nodes, and the rows some nodes are made of. Qt-free.

An *element* is a node ``{type, props}`` or a row (of a List, a DataTable); its place is the keys
and positions that lead to it from the root, such as ``("props", "children", 0)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

Steps = tuple[str | int, ...]
Element = Mapping[str, Any]

ROOT: Final[Steps] = ()

ROWS: Final = {"list": "items", "datatable": "rows"}
"""The prop of a node that holds its rows, by type; a row may be plain data."""

_MOST = 5_000


def is_node(value: Any) -> bool:
    """Whether a value is a node."""
    return isinstance(value, dict) and bool(value.get("type")) and type(value.get("props")) is dict


def at(tree: Any, steps: Steps) -> Any:
    """What stands at a place, None where nothing does."""
    value = tree
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def below(element: Element) -> Iterator[tuple[Steps, Element]]:
    """The elements directly under one, with their places relative to it, in the order sent."""
    rows = ROWS.get(str(element.get("type", "")).lower()) if is_node(element) else None
    waiting: list[tuple[Steps, Any]] = [(ROOT, element)]
    for _ in range(_MOST):
        if not waiting:
            return
        steps, value = waiting.pop()
        if steps and (is_node(value) or _is_row(rows, steps, value)):
            yield steps, value
        elif isinstance(value, dict):
            inner = [((*steps, key), part) for key, part in value.items()]
            waiting.extend(pair for pair in reversed(inner) if isinstance(pair[1], dict | list))
        elif isinstance(value, list):
            inner = [((*steps, number), part) for number, part in enumerate(value[:_MOST])]
            waiting.extend(pair for pair in reversed(inner) if isinstance(pair[1], dict | list))


def _is_row(rows: str | None, steps: Steps, value: Any) -> bool:
    return len(steps) == 3 and steps[:2] == ("props", rows) and isinstance(value, dict)


def trail(tree: Any, steps: Steps) -> list[Steps]:
    """The places of the elements from the root to one, both included."""
    found = [ROOT]
    element = tree
    for end in range(1, len(steps) + 1):
        inner = steps[len(found[-1]) : end]
        value = at(element, inner)
        rows = ROWS.get(str(element.get("type", "")).lower()) if is_node(element) else None
        if is_node(value) or _is_row(rows, inner, value):
            found.append(steps[:end])
            element = value
    return found


def name_of(tree: Any, steps: Steps) -> str:
    """The type of an element; "row" for plain data."""
    element = at(tree, steps)
    if is_node(element):
        return str(element["type"])
    return "item" if steps[-2:-1] == ("items",) else "row"


def follow(before: Any, steps: Steps, after: Any) -> Steps | None:
    """Where an element of one tree is in the next, None where it is gone.

    As the platform matches them: by key or id, else by type and place among its siblings.
    """
    there: Steps = ROOT
    if not isinstance(after, dict):
        return None
    places = trail(before, steps)
    for upper, place in pairwise(places):
        found = _match(at(before, place), place[len(upper) :], at(after, there))
        if found is None:
            return None
        there = (*there, *found)
    return there


def _match(wanted: Element, inner: Steps, parent: Any) -> Steps | None:
    """Where among the elements under `parent` the one that stood at `inner` is now."""
    if not isinstance(inner[-1], int):
        return inner if _alike(wanted, at(parent, inner)) else None
    siblings = at(parent, inner[:-1])
    identity = identity_of(wanted)
    if identity is None:
        return inner if _alike(wanted, at(parent, inner)) else None
    for number, sibling in enumerate(siblings if isinstance(siblings, list) else ()):
        if isinstance(sibling, dict) and identity_of(sibling) == identity:
            return (*inner[:-1], number) if _alike(wanted, sibling) else None
    return None


def _alike(wanted: Element, found: Any) -> bool:
    return isinstance(found, dict) and found.get("type") == wanted.get("type")


def identity_of(element: Element) -> str | None:
    """What an author named an element: its key, else its id, of the node or in its props."""
    props = element.get("props")
    for holder in (element, props if isinstance(props, dict) else {}):
        for name in ("key", "id"):
            value = holder.get(name)
            if isinstance(value, str | int) and not isinstance(value, bool):
                return str(value)
    return None


def remaining(before: Any, steps: Steps, after: Any) -> Steps | None:
    """The innermost element on the way to one of a tree that the next tree still has."""
    for place in reversed(trail(before, steps)):
        found = follow(before, place, after)
        if found is not None:
            return found
    return None


# -- walking


def parent_of(tree: Any, steps: Steps) -> Steps | None:
    """The element over one, None for the root."""
    places = trail(tree, steps)
    return places[-2] if len(places) > 1 else None


def first_child(tree: Any, steps: Steps) -> Steps | None:
    """The first element under one."""
    found = next(below(at(tree, steps)), None)
    return None if found is None else (*steps, *found[0])


def sibling(tree: Any, steps: Steps, by: int) -> Steps | None:
    """The element so many places further among those under the same parent."""
    upper = parent_of(tree, steps)
    if upper is None:
        return None
    last = steps[-1]
    beside = (*steps[:-1], last + by) if isinstance(last, int) and last + by >= 0 else ()
    if beside and trail(tree, beside)[-1] == beside:
        return beside
    around = [(*upper, *inner) for inner, _ in below(at(tree, upper))]
    place = around.index(steps) + by if steps in around else -1
    return around[place] if 0 <= place < len(around) else None
