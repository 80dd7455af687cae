"""Which items of a list are checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.gui.render.lists.items import ListItems


class Selection:
    """The checked items by key, with the ids that bulk actions are given; only items with one."""

    def __init__(self) -> None:
        self._ids: dict[str, object] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def ids(self) -> list[object]:
        """The ids, in the order they were checked."""
        return list(self._ids.values())

    def toggle(self, items: ListItems, number: int) -> None:
        """Check an item, or no longer."""
        key = items.key(number)
        if self._ids.pop(key, None) is None:
            self._ids[key] = items.raw[number].get("id")

    def toggle_all(self, items: ListItems, numbers: Sequence[int]) -> None:
        """Check all of these, or none if they are checked already."""
        if len(self._ids) >= len(numbers):
            self._ids.clear()
        else:
            self._ids = {items.key(number): items.raw[number].get("id") for number in numbers}

    def clear(self) -> None:
        """Check none."""
        self._ids.clear()


def checkable(items: ListItems, numbers: Iterable[int]) -> list[int]:
    """Those of the items that have an id."""
    return [number for number in numbers if items.raw[number].get("id") is not None]
