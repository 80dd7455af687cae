"""A UI node as the renderer reads it: a type, props and an identity, out of any JSON value.

The tree comes from somebody's code. Nothing here raises: what is no node is told apart from what
is one, and comparisons survive trees deeper than Python's own recursion.
"""

from __future__ import annotations

from typing import Any

from workbench.gui.render.plain import list_of

WHOLE = "‹whole›"
_MAX_TYPE = 64
_NOTHING: dict[str, Any] = {}


class CannotDrawError(Exception):
    """A view refuses its node, for a reason the author should read."""


class Node:
    """One node: ``type`` as written, ``kind`` in lower case, ``props`` always a dict.

    ``problem`` says why the node cannot be drawn (props missing or not an object), or is empty.
    ``raw`` is the value it was read from; two reads of equal values compare as `same`. ``whole``
    has the props of which ``props`` holds only the beginning (see `limits`).
    """

    __slots__ = ("id", "key", "kind", "problem", "props", "raw", "revision", "type", "whole")

    def __init__(self, raw: dict[str, Any]) -> None:
        name = raw.get("type")
        self.raw = raw
        self.type: str = name[:_MAX_TYPE] if isinstance(name, str) else ""
        self.kind = self.type.lower()
        props = raw.get("props")
        self.problem = ""
        if isinstance(props, dict):
            self.props: dict[str, Any] = props
        else:
            self.props = {}
            self.problem = "props is missing" if props is None else "props is not an object"
        self.id = _identifier(raw.get("id"))
        self.key = _identifier(raw.get("key"))
        self.revision = _identifier(raw.get("revision"))
        self.whole: dict[str, Any] = raw.get(WHOLE, _NOTHING)

    def get(self, name: str, default: Any = None) -> Any:
        """A prop, or ``default`` where it is absent (a prop sent as null stays None)."""
        return self.props.get(name, default)

    def first(self, *names: str) -> Any:
        """The first of these props that is neither absent, null nor an empty string."""
        for name in names:
            value = self.props.get(name)
            if value is not None and value != "":
                return value
        return None

    def identity(self, index: int) -> tuple[str, str]:
        """What this node is among its siblings: its key, else its id, else its type and place."""
        if self.key is not None:
            return ("key", self.key)
        if self.id is not None:
            return ("id", self.id)
        return (self.kind, str(index))

    def renewed(self, before: Node) -> bool:
        """Whether local state must start afresh: a new id, key, type or revision."""
        return (
            self.kind != before.kind
            or self.id != before.id
            or self.key != before.key
            or self.revision != before.revision
        )


def _identifier(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def read(value: Any) -> Node | None:
    """The node in a JSON value, or None when it is not an object with a type."""
    if isinstance(value, dict) and isinstance(value.get("type"), str) and value["type"]:
        return Node(value)
    return None


def child_values(value: Any) -> list[Any]:
    """The children in a prop: a list, a lone node, or nothing."""
    return list_of(value)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; False where they are too deep to compare."""
    if one is other:
        return True
    try:
        return bool(one == other)
    except RecursionError:
        return False
