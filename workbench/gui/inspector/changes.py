"""What a refresh changed about one element, prop by prop. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.gui.inspector.tree import Element, is_node
from workbench.gui.inspector.words import value_text
from workbench.kernel.differences import Difference, differences

_MOST = 500
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Change:
    """A prop that differs: its name, and both values in words; None where it was not there."""

    name: str
    before: str | None
    after: str | None


def changes(before: Element, after: Element) -> list[Change]:
    """The props of an element that differ; a node among them only where what it shows does."""
    found: list[Change] = []
    for difference in differences(_flat(before), _flat(after)):
        if len(found) == _MOST:
            break
        found.append(_change(difference))
    return found


def _change(difference: Difference) -> Change:
    old, new = difference.before, difference.after
    return Change(
        difference.path.removeprefix("props."),
        None if difference.kind == "added" else _said(old),
        None if difference.kind == "removed" else _said(new),
    )


class _Shown(str):
    """A node, in words."""

    __slots__ = ()


def _said(value: Any) -> str:
    return str(value) if isinstance(value, _Shown) else value_text(value)


def _flat(value: Any, depth: int = 0) -> Any:
    """An element with the nodes in it replaced by what they show: their changes are their own.

    Of a very long list the beginning, and how long it is.
    """
    if depth > _DEEPEST or (depth and is_node(value)):
        return _Shown(value_text(value))
    if isinstance(value, dict):
        return {key: _flat(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        rest = [_Shown(value_text(value))] if len(value) > _MOST else []
        return [*(_flat(part, depth + 1) for part in value[:_MOST]), *rest]
    return value
