"""Turns what a handler answered into JSON, without recursion and within the wire's limits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from workbench.host.nearest import key_text, nearest
from workbench.wire.frames import JSON, MAX_FRAME

MOST_LEVELS = 900
"""How deep lists and objects may nest."""
MOST_NODES = 200_000
"""How many values an answer may hold, containers counted too."""
MOST_BYTES = MAX_FRAME - 256 * 1024
"""How long an answer may be as JSON; the rest of the frame needs a little room."""
_MOST_CONVERTED = 20
_MOST_CONVERSIONS = 8
_LONGEST_PATH = 240
_PLAIN = frozenset({str, int, bool, type(None)})
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


class Json(NamedTuple):
    """An answer as JSON text, what had to be converted for it, and why it is not whole.

    `cut` says which limit on the whole answer was reached, and where; None if none was.
    """

    payload: bytes
    converted: list[dict[str, str]]
    cut: str | None = None


def to_json(value: Any) -> Json:
    """Encode `value`.

    Models, dataclasses, dates, decimals, sets and bytes become the JSON that comes nearest. What
    has none, contains itself or is over a limit becomes an error node
    ``{"type": "Error", "props": {"message", "title", "path", "reason"}}`` in its place; when a
    limit on the whole is reached, what comes after that place is left out.
    """
    quick = _as_it_is(value)
    if quick is not None:
        return Json(quick, [])
    walk = _Walk()
    payload, cut = JSON.dumps(walk.convert(value)), walk.cut
    if len(payload) > MOST_BYTES:
        cut = f"the answer is {len(payload):,} bytes long"
        payload = JSON.dumps(error_node("size", cut, ""))
    return Json(payload, walk.converted, cut)


def error_node(reason: str, message: str, path: str) -> dict[str, Any]:
    """The UI node that stands where a value could not be sent."""
    where = f" (at {path})" if path else ""
    props = {"title": "Not sent", "message": message + where, "path": path, "reason": reason}
    return {"type": "Error", "props": props}


def _as_it_is(value: Any) -> bytes | None:
    """`value` as JSON if it is plain JSON within the limits already; None if it needs the walk."""
    try:
        payload = JSON.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return None
    if len(payload) > MOST_BYTES:
        return None
    containers = payload.count(b"{") + payload.count(b"[")
    if containers <= MOST_LEVELS and containers + payload.count(b",") <= MOST_NODES:
        return payload
    return payload if _is_within(_STRING.sub(b"", payload)) else None


def _is_within(structure: bytes) -> bool:
    """Whether JSON text without its strings keeps to the limits on nodes and levels."""
    nodes = structure.count(b",") + structure.count(b"{") + structure.count(b"[")
    if nodes > MOST_NODES:
        return False
    level = deepest = 0
    for byte in re.sub(rb"[^\[\]{}]+", b"", structure):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        else:
            level -= 1
    return deepest <= MOST_LEVELS


class _FullError(Exception):
    """A limit on the whole answer is reached at the current place."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class _Level:
    """A container that is being converted."""

    __slots__ = ("identity", "items", "key", "target")

    def __init__(self, source: Any, identity: int) -> None:
        self.identity = identity
        self.key: str | int = ""
        self.target: dict[str, Any] | list[Any]
        self.items: Iterator[tuple[str | int, Any]]
        if isinstance(source, dict):
            self.target = {}
            self.items = iter([(key_text(key), value) for key, value in source.items()])
        else:
            self.target = []
            self.items = iter(enumerate(source))

    def put(self, value: Any) -> None:
        if isinstance(self.target, dict):
            self.target[str(self.key)] = value
        else:
            self.target.append(value)


class _Walk:
    """One conversion: a depth-first walk in document order with a stack of its own."""

    def __init__(self) -> None:
        self.converted: list[dict[str, str]] = []
        self.cut: str | None = None
        self._stack: list[_Level] = []
        self._open: set[int] = set()
        self._nodes = 0
        self._bytes = 0

    def convert(self, value: Any) -> Any:
        """`value` as plain JSON."""
        top: list[Any] = []
        root = _Level([value], 0)
        root.target = top
        self._stack.append(root)
        while self._stack:
            if not self._level(self._stack[-1]):
                break
        return top[0]

    def _level(self, level: _Level) -> bool:
        """Go on with a container until it ends or another begins in it; False if all is full."""
        for key, item in level.items:
            level.key = key
            try:
                inner, result = self._one(item)
            except _FullError as full:
                node = error_node(full.reason, str(full), self._path())
                self.cut = node["props"]["message"]
                level.put(node)
                return False
            level.put(result)
            if inner is not None:
                self._open.add(inner.identity)
                self._stack.append(inner)
                return True
        self._stack.pop()
        self._open.discard(level.identity)
        return True

    def _one(self, item: Any) -> tuple[_Level | None, Any]:
        """Convert `item`; a container comes back empty, with the level that will fill it."""
        identity = id(item)
        original = item
        for _ in range(_MOST_CONVERSIONS):
            kind = type(item)
            if kind in _PLAIN or (kind is float and math.isfinite(item)):
                return None, self._scalar(item)
            if isinstance(item, dict | list | tuple):
                return self._container(item, identity)
            try:
                simpler = None if kind is float else nearest(item)
            except Exception as error:
                return None, self._refused(original, error)
            self._note(item)
            item = simpler
        return None, self._refused(original, TypeError("it turns into ever new objects"))

    def _scalar(self, item: Any) -> Any:
        size = 8
        if type(item) is str:
            size = len(item) if item.isascii() else len(item.encode("utf-8", "replace"))
        self._count(size)
        return item

    def _container(self, item: Any, identity: int) -> tuple[_Level | None, Any]:
        if identity in self._open or id(item) in self._open:
            return None, self._instead(item, "cycle", "this value contains itself")
        if len(self._stack) > MOST_LEVELS:
            message = f"values nest more than {MOST_LEVELS} levels deep"
            return None, self._instead(item, "depth", message)
        self._count(2)
        level = _Level(item, identity)
        return level, level.target

    def _instead(self, item: Any, reason: str, message: str) -> Any:
        """An error node for a container, in a place where a node may stand."""
        node = error_node(reason, message, self._path())
        if not isinstance(item, dict):
            return [node]
        return {"children": [node]} if self._stack[-1].key == "props" else node

    def _count(self, size: int) -> None:
        self._nodes += 1
        self._bytes += size + 4
        if self._nodes > MOST_NODES:
            raise _FullError("nodes", f"the answer holds more than {MOST_NODES:,} values")
        if self._bytes > MOST_BYTES:
            raise _FullError("size", f"the answer is longer than {MOST_BYTES // 2**20} MB")

    def _note(self, item: Any) -> None:
        if len(self.converted) < _MOST_CONVERTED:
            self.converted.append({"path": self._path(), "type": type(item).__name__})

    def _refused(self, item: Any, error: Exception) -> Any:
        kind = type(item)
        name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
        return error_node("type", f"a {name} is not JSON: {error}"[:500], self._path())

    def _path(self) -> str:
        """Where the walk is, as in ``ui.props.children[3]``."""
        keys = [level.key for level in self._stack[1:]]
        parts = [f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys]
        path = "".join(parts).removeprefix(".")
        return path if len(path) <= _LONGEST_PATH else f"{path[:100]}…{path[-100:]}"
