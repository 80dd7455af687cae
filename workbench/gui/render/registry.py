"""Which class draws which node type; families are imported when one of their types is first met."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from workbench.gui.render.containment import contain_overrides
from workbench.gui.render.families import ALIASES, FAMILIES, PARTS

if TYPE_CHECKING:
    from workbench.gui.render.view import NodeView

V = TypeVar("V", bound="type[NodeView]")

_views: dict[str, type[NodeView]] = {}
_names: dict[str, str] = {}
_met: set[str] = set()
_homes: dict[str, str] = {
    name.lower(): module for module, names in FAMILIES.items() for name in names
} | PARTS


def register(*names: str) -> Callable[[V], V]:
    """Class decorator: the view draws these node types (matched without regard to case)."""

    def enter(view: V) -> V:
        for name in names:
            _views[name.lower()] = view
            _names[name.lower()] = name
        return view

    return enter


def register_part(kind: str) -> Callable[[V], V]:
    """Class decorator for a view that only other views make; its type is not offered to trees."""

    def enter(view: V) -> V:
        _views[kind] = view
        return view

    return enter


def view_class(kind: str) -> type[NodeView] | None:
    """The class for a lower-case type name, or None when nothing here can draw it."""
    name = ALIASES.get(kind, kind)
    found = _views.get(name)
    home = _homes.get(name)
    if found is None and home is not None and importlib.util.find_spec(home) is not None:
        importlib.import_module(home)
        found = _views.get(name)
    if name not in _met:  # whoever imported its module
        _met.add(name)
        contain_overrides()
    return found


def registered_types() -> frozenset[str]:
    """Names of all node types that can be drawn, spelled as the SDK spells them."""
    known = set(_names.values())
    for module, names in FAMILIES.items():
        if importlib.util.find_spec(module) is not None:
            known.update(names)
    return frozenset(known)
