"""The two values every panel is made of: nodes and actions.

A node is ``{"type", "props"}`` on the wire, an action is ``{"action", ...its parameters}``.
Neither checks its contents: what a component accepts is the renderer's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from imperal_sdk import _provenance

MAX_DEPTH = 5_000
"""Levels of nesting after which a tree is taken to contain itself."""

_SCALARS = frozenset({str, int, float, bool, type(None)})


class _Sourced:
    """Gives a node one slot for the author's ``file:line``, left unset unless the host records."""

    __slots__ = ("_src",)
    _src: str

    def __post_init__(self) -> None:
        if not _provenance.enabled:
            return
        # Two frames lie between: this one and the generated __init__, which has no file.
        source = _provenance.caller(2)
        if source is not None:
            self._src = f"{source[0]}:{source[1]}"


@dataclass(slots=True)
class UINode(_Sourced):
    """One component of a panel.

    ``type`` is the component's name as the renderer knows it, ``props`` its properties by
    wire name; both may be changed after construction. Two nodes with equal type and props
    are equal wherever they were made.
    """

    type: str
    props: dict[str, Any] = field(default_factory=dict)

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
    root: list[Any] = [value]
    pending: list[tuple[list[Any] | dict[Any, Any], int]] = [(root, 0)]
    while pending:
        holder, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise RecursionError(
                f"UI tree is nested deeper than {MAX_DEPTH} levels: does a node contain itself?"
            )
        entries: Iterable[tuple[Any, Any]]
        entries = enumerate(holder) if isinstance(holder, list) else holder.items()
        for key, item in entries:
            if type(item) in _SCALARS:
                continue
            copied, inner = _shallow(item)
            holder[key] = copied
            if inner is not None:
                pending.append((inner, depth + 1))
    return root[0]


def _shallow(item: Any) -> tuple[Any, list[Any] | dict[Any, Any] | None]:
    """Return a copy of ``item`` one level deep, and the part of it that is still to be walked."""
    if isinstance(item, UINode) and type(item).to_dict is UINode.to_dict:
        wire = _envelope(item)
        return wire, wire["props"]
    if isinstance(item, list):
        entries = list(item)
        return entries, entries
    if isinstance(item, dict):
        mapping = dict(item)
        return mapping, mapping
    if hasattr(item, "to_dict"):
        return item.to_dict(), None
    return item, None


def _envelope(node: UINode) -> dict[str, Any]:
    """Return the node's outer form; the props in it are not converted yet."""
    props = {name: prop for name, prop in node.props.items() if prop is not None}
    wire: dict[str, Any] = {"type": node.type, "props": props}
    source = source_of(node)
    if source is not None:
        wire["_src"] = source
    return wire
