"""Where the keyboard stops among the rows of a list: at items, never at headings."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

from workbench.gui.render.lists.model import ListModel

NOWHERE: Final = -1
STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_Home: -10_000_000,
    Qt.Key.Key_End: 10_000_000,
}
"""How many rows a key goes on."""
_LOOKED_AT: Final = 200
"""Rows among which the one that is highlighted is looked for."""


def first_stop(model: ListModel) -> int:
    """The row to begin at: the one that is highlighted, else the first."""
    rows = model.rows
    stops = [row for row in range(min(len(rows), _LOOKED_AT)) if rows.places[row] >= 0]
    for row in stops:
        entry = model.entry(row)
        if entry is not None and entry.selected:
            return row
    return stops[0] if stops else NOWHERE


def next_stop(model: ListModel, current: int, step: int) -> int:
    """The row so many steps on, or the next item behind it; `NOWHERE` where there is none."""
    rows = model.rows
    last = len(rows) - 1
    target = min(max(current + step, 0), last)
    way = 1 if step > 0 else -1
    while 0 <= target <= last and rows.places[target] < 0:
        target += way
    return target if 0 <= target <= last else NOWHERE


def row_of(model: ListModel, key: str | None) -> int:
    """The row of the item with a key; `NOWHERE` where it is not shown."""
    if key is None:
        return NOWHERE
    for row, place in enumerate(model.rows.places):
        if place >= 0 and model.items.key(place) == key:
            return row
    return NOWHERE
