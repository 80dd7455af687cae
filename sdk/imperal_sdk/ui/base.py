"""The two values every panel is made of: nodes and actions.

A node is ``{"type", "props"}`` on the wire, an action is ``{"action", ...its parameters}``.
Neither checks its contents: what a component accepts is the renderer's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imperal_sdk import _provenance

MAX_DEPTH = 5_000
"""Levels of nesting after which a tree is taken to contain itself."""


class _Sourced:
    """Gives a node one slot for the author's ``file:line``, left unset unless the host records."""

    __slots__ = ("_src",)
    _src: str

    def _record_source(self) -> None:
        if source := _provenance.caller():
            self._src = f"{source[0]}:{source[1]}"


@dataclass(slots=True, init=False)
class UINode(_Sourced):
    """One component of a panel.

    ``type`` is the component's name as the renderer knows it, ``props`` its properties by
    wire name; both may be changed after construction. Two nodes with equal type and props
    are equal wherever they were made.
    """

    type: str
    props: dict[str, Any] = field(default_factory=dict)

    def __init__(self, type: str, props: dict[str, Any] | None = None) -> None:
        self.type = type
        self.props = {} if props is None else props
        if _provenance.enabled:
            self._record_source()

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form ``{"type", "props"}``; props that are None are left out.

        While the host records sources the form also carries ``"_src": "file:line"``.
        Raises RecursionError for a node that contains itself.
        """
        wire = _envelope(self)
        wire["props"] = serialize(wire["props"])
        return wire


@dataclass(slots=True)
class UIAction:
    """What happens on a click, a submit or a drop: ``action`` names it, ``params`` belong to it."""

    action: str
    params: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form: the parameters merged beside ``"action"``, not converted."""
        return {"action": self.action, **self.params}


def source_of(node: UINode) -> str | None:
    """Return the ``file:line`` recorded when ``node`` was made, or None."""
    return getattr(node, "_src", None)


def serialize(value: Any) -> Any:
    """Return ``value`` with every node, action and signal in it replaced by its wire form.

    Lists and dicts are walked, without recursion: a panel may be as deep as it likes.
    Tuples, and whatever else has no ``to_dict``, pass through untouched. Raises
    RecursionError when the nesting exceeds ``MAX_DEPTH``.
    """
    root: list[Any] = [None]
    pending: list[tuple[Any, Any, Any, int]] = [(root, 0, value, 0)]
    while pending:
        target, key, item, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise RecursionError(
                f"UI tree is nested deeper than {MAX_DEPTH} levels: does a node contain itself?"
            )
        if isinstance(item, UINode) and type(item).to_dict is UINode.to_dict:
            wire = _envelope(item)
            target[key] = wire
            pending.append((wire, "props", wire["props"], depth + 1))
        elif isinstance(item, list):
            copied: list[Any] = [None] * len(item)
            target[key] = copied
            pending.extend((copied, i, entry, depth + 1) for i, entry in enumerate(item))
        elif isinstance(item, dict):
            mapping: dict[Any, Any] = dict.fromkeys(item)
            target[key] = mapping
            pending.extend((mapping, name, entry, depth + 1) for name, entry in item.items())
        elif hasattr(item, "to_dict"):
            target[key] = item.to_dict()
        else:
            target[key] = item
    return root[0]


def _envelope(node: UINode) -> dict[str, Any]:
    """Return the node's outer form; the props in it are not converted yet."""
    props = {name: prop for name, prop in node.props.items() if prop is not None}
    wire: dict[str, Any] = {"type": node.type, "props": props}
    source = source_of(node)
    if source is not None:
        wire["_src"] = source
    return wire
