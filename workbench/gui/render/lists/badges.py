"""What a row's badge is when it is no pill: a line of several, a button, any node at all.

Such a badge is a surface of its own. It stands at the right of its row, or, where it would take
more than half of the width, on a line below the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QRect

from workbench.gui.render import mirror
from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.rows import HAIRLINE, ListRows, row_height
from workbench.gui.render.surface import Surface

MARGIN, GAP, UNDER = 12, 8, 4
_MOST = 300
"""Badges of this kind that are drawn live; those of later rows show their text as a pill."""
_WIDEST = 0.5
Room = tuple[QRect, int]


class RowBadges:
    """Live badges by item number. `make(node)` builds a surface, `end(surface)` ends it."""

    def __init__(self, make: Callable[[Any], Surface], end: Callable[[Surface], None]) -> None:
        self._make = make
        self._end = end
        self._badges: dict[int, Surface] = {}

    def __bool__(self) -> bool:
        return bool(self._badges)

    def follow(self, items: ListItems, shown: Iterable[int]) -> None:
        """Have a surface for each live badge among the items shown, and for no other."""
        wanted = {}
        for number in shown:
            if number >= 0 and items.live_badge(number) is not None:
                wanted[number] = items.live_badge(number)
                if len(wanted) == _MOST:
                    break
        for number in [number for number in self._badges if number not in wanted]:
            self._end(self._badges.pop(number))
        for number, node in wanted.items():
            badge = self._badges.get(number)
            if badge is None:
                self._badges[number] = self._make(node)
            else:
                badge.set_content(node)

    def below(self, width: int) -> dict[int, int]:
        """The px that badges on a line of their own add to their rows at a width."""
        return {
            number: badge.heightForWidth(_inner(width)) + UNDER
            for number, badge in self._badges.items()
            if badge.natural_width() > width * _WIDEST
        }

    def beside(self, number: int, width: int) -> int:
        """The px a live badge takes at the right of its row; 0 when it stands below, or is none."""
        badge = self._badges.get(number)
        wanted = badge.natural_width() if badge is not None else 0
        return wanted if wanted <= width * _WIDEST else 0

    def has(self, number: int) -> bool:
        """Whether an item's badge is live."""
        return number in self._badges

    def place(self, items: ListItems, rows: ListRows, room: Callable[[int], Room]) -> None:
        """Stand in the rows; `room(row)` has a row's head, and where a badge in it may end."""
        if not self._badges:
            return
        shown = {number: row for row, number in enumerate(rows.places) if number in self._badges}
        for number, badge in self._badges.items():
            badge.setVisible(number in shown)
            if number in shown:
                head, right = room(shown[number])
                mirror.lay_in(badge, _room(badge, items, number, head, right))

    def dispose(self) -> None:
        """End all."""
        for badge in self._badges.values():
            self._end(badge)
        self._badges.clear()


def _inner(width: int) -> int:
    return max(width - 2 * MARGIN, 1)


def _room(badge: Surface, items: ListItems, number: int, head: QRect, right: int) -> QRect:
    upper = row_height(items.raw[number]) - HAIRLINE
    wide = badge.natural_width()
    if wide <= head.width() * _WIDEST:
        tall = min(badge.heightForWidth(wide), upper)
        return QRect(right - wide, head.top() + (upper - tall) // 2, wide, tall)
    wide = _inner(head.width())
    top = head.top() + upper - GAP + UNDER
    return QRect(head.left() + MARGIN, top, wide, badge.heightForWidth(wide))
