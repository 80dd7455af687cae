"""The opened bodies of a list's expandable rows: surfaces of nodes, made when a row is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QRect

from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.rows import ListRows, row_height

PADDING_X = 12
PADDING_Y = 8
HAIRLINE = 1


class Body(Protocol):
    """What a body must be able to do; a `Surface` is one."""

    def heightForWidth(self, width: int, /) -> int:
        """Its height at a width."""

    def setGeometry(self, rect: QRect, /) -> None:
        """Take a place."""

    def setVisible(self, visible: bool, /) -> None:
        """Appear or not."""

    def set_content(self, value: Any) -> None:
        """Draw other nodes."""

    def dispose(self) -> None:
        """End."""


class ListBodies:
    """Opened rows by key. `make(content)` builds the surface of one body, `end(body)` ends it."""

    def __init__(self, make: Callable[[Any], Body], end: Callable[[Body], None]) -> None:
        self._make = make
        self._end = end
        self._bodies: dict[str, Body] = {}

    def keys(self) -> set[str]:
        """The keys of the opened rows."""
        return set(self._bodies)

    def toggle(self, key: str, content: Iterable[Any]) -> bool:
        """Open or close the row `key`; True when it is open afterwards."""
        body = self._bodies.pop(key, None)
        if body is not None:
            self._end(body)
            return False
        self._bodies[key] = self._make(list(content))
        return True

    def follow(self, items: ListItems) -> None:
        """Give the opened rows their refreshed content; rows that are gone are closed."""
        if not self._bodies:
            return
        places = {items.key(number): number for number in range(len(items))}
        for key in list(self._bodies):
            number = places.get(key)
            entry = items.entry(number) if number is not None else None
            if entry is None or not entry.expandable:
                self._end(self._bodies.pop(key))
            else:
                self._bodies[key].set_content(list(entry.content))

    def extra(self, items: ListItems, width: int) -> dict[int, int]:
        """The px each opened body adds below its item at a width."""
        if not self._bodies:
            return {}
        inner = max(width - 2 * PADDING_X, 0)
        return {
            number: body.heightForWidth(inner) + 2 * PADDING_Y + HAIRLINE
            for number in range(len(items))
            if (body := self._bodies.get(items.key(number))) is not None
        }

    def place(self, items: ListItems, rows: ListRows, below: Mapping[int, int], width: int) -> None:
        """Stand in the room that each opened row has under its head; `below` is what a badge adds
        to that. Those of rows on other pages disappear."""
        if not self._bodies:
            return
        rooms: dict[str, QRect] = {}
        for row, number in enumerate(rows.places):
            key = items.key(number) if number >= 0 else ""
            if key in self._bodies:
                head = row_height(items.raw[number]) + below.get(number, 0)
                rooms[key] = QRect(0, rows.top(row) + head, width, rows.size(row) - head)
        for key, body in self._bodies.items():
            room = rooms.get(key)
            body.setVisible(room is not None)
            if room is not None:
                body.setGeometry(
                    room.adjusted(PADDING_X, PADDING_Y, -PADDING_X, -PADDING_Y - HAIRLINE)
                )

    def dispose(self) -> None:
        """Close all."""
        for body in self._bodies.values():
            self._end(body)
        self._bodies.clear()
