"""What comes nearest in JSON to a Python object that is not JSON, one level deep."""

from __future__ import annotations

import base64
import dataclasses
from collections import deque
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID


def nearest(item: Any) -> Any:
    """A simpler value for `item`, whose parts may need simplifying in turn.

    Raises TypeError if there is none, and whatever the object's own conversion raises.
    """
    for kind, convert in _BY_TYPE:
        if isinstance(item, kind):
            return convert(item)
    return _by_protocol(item)


def key_text(key: Any) -> str:
    """The name of an object's member for a dictionary's `key`, as the json module spells it."""
    if type(key) is str:
        return key
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key.value if isinstance(key, Enum) else key)


def _by_protocol(item: Any) -> Any:
    kind = type(item)
    node = next((base for base in kind.__mro__ if base.__name__ in _UI), None)
    if node is not None and getattr(kind, "to_dict", None) is getattr(node, "to_dict", None):
        return _UI[node.__name__](item)
    if hasattr(kind, "to_dict"):
        return item.to_dict()
    if hasattr(kind, "model_dump"):
        return _dump(item)
    if dataclasses.is_dataclass(item):
        return {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    if hasattr(kind, "tolist"):
        return item.tolist()
    raise TypeError("it has no form in JSON")


def _node(item: Any) -> dict[str, Any]:
    """A UI node as the SDK writes it, its children left as they are."""
    props = {name: value for name, value in item.props.items() if value is not None}
    source = getattr(item, "_src", None)
    return {"type": item.type, "props": props, **({"_src": source} if source else {})}


def _action(item: Any) -> dict[str, Any]:
    return {"action": item.action, **item.params}


_UI: dict[str, Callable[[Any], dict[str, Any]]] = {"UINode": _node, "UIAction": _action}


def _dump(model: Any) -> Any:
    try:
        return model.model_dump(mode="json")
    except (TypeError, ValueError):
        return model.model_dump()


def _text(data: bytes | bytearray | memoryview) -> str:
    plain = bytes(data)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(plain).decode("ascii")


def _sorted(items: set[Any] | frozenset[Any]) -> list[Any]:
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=repr)


_BY_TYPE: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, lambda item: item.value),
    (str, str.__str__),
    (int, int),
    (float, float),
    (datetime | date | time, lambda item: item.isoformat()),
    (timedelta, lambda item: item.total_seconds()),
    (Decimal | UUID | PurePath, str),
    (bytes | bytearray | memoryview, _text),
    (set | frozenset, _sorted),
    (Mapping, dict),
    (deque | range, list),
)
