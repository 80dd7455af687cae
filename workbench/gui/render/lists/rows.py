"""Which rows of a list are on screen, how tall each is, and where it begins.

Pure arithmetic: filtering, grouping, paging and the running sum of heights. The view asks for the
row at a y and draws only those in the exposed rectangle, so cost follows the screen, not the list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from workbench.gui.render.brushwork import theme
from workbench.gui.render.lists.items import ListItems, Props

PADDING = 8
TITLE = 16
SUBTITLE = 18
HAIRLINE = 1
HEADING = 23
BADGE = 22
AVATARS = {"xs": 24, "sm": 32, "md": 40, "lg": 56}
LARGEST_PAGE = 200_000
"""Rows one surface may hold: a Qt widget is at most 16,777,215 px tall."""


@dataclass(frozen=True, slots=True)
class Row:
    """A visible row: the heading `heading`, or (heading is None) the item `item`."""

    item: int
    heading: str | None = None


@dataclass(slots=True)
class ListQuery:
    """What narrows the items to the rows on screen; `page` counts from 0."""

    text: str = ""
    page: int = 0
    page_size: int = 0


@dataclass(slots=True)
class ListRows:
    """The visible rows of a list with their offsets in px.

    `places` holds one integer per row: an item's index, or ``~n`` for heading number n.
    """

    places: list[int] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=lambda: [0])
    filtered: list[int] = field(default_factory=list)
    page: int = 0
    pages: int = 1

    def __len__(self) -> int:
        return len(self.places)

    @property
    def height(self) -> int:
        """Height of all rows together, px."""
        return self.offsets[-1]

    def row(self, row: int) -> Row:
        """What row number `row` shows."""
        place = self.places[row]
        return Row(place) if place >= 0 else Row(self.places[row + 1], self.headings[~place])

    def at(self, y: int) -> int:
        """The row under `y`, or -1 outside."""
        if y < 0 or y >= self.height:
            return -1
        return bisect_right(self.offsets, y) - 1

    def top(self, row: int) -> int:
        """Where row `row` begins, px from the top of the list."""
        return self.offsets[row]

    def size(self, row: int) -> int:
        """Height of row `row`, px."""
        return self.offsets[row + 1] - self.offsets[row]

    def between(self, top: int, bottom: int) -> range:
        """The rows that touch the strip from `top` to `bottom` inclusive."""
        if not self.places or bottom < 0 or top >= self.height:
            return range(0)
        last = self.at(min(bottom, self.height - 1))
        return range(max(self.at(max(top, 0)), 0), last + 1)


def arrange(items: ListItems, query: ListQuery, extra: Mapping[int, int]) -> ListRows:
    """Filter, page and group `items`; `extra` is the px an opened body adds below item i."""
    filtered = items.matching(query.text)
    size = min(query.page_size, LARGEST_PAGE) if query.page_size > 0 else LARGEST_PAGE
    pages = max(1, -(-len(filtered) // size))
    page = min(max(query.page, 0), pages - 1)
    shown = filtered if pages == 1 else filtered[page * size : (page + 1) * size]
    places, headings = _with_headings(items, shown)
    heights = _heights(items.raw, places)
    if extra:
        for row, place in enumerate(places):
            heights[row] += extra.get(place, 0)
    return ListRows(places, headings, [0, *accumulate(heights)], filtered, page, pages)


def _heights(raw: list[Props], places: list[int]) -> list[int]:
    # Most rows are a title over a subtitle; a call for each would cost more than painting.
    usual = TITLE + SUBTITLE + 2 * theme().space(PADDING) + HAIRLINE
    return [
        HEADING
        if place < 0
        else usual
        if (props := raw[place]).get("subtitle") and not props.get("avatar")
        else row_height(props)
        for place in places
    ]


def _with_headings(items: ListItems, shown: list[int]) -> tuple[list[int], list[str]]:
    if not shown or not items.group(shown[0]):
        return shown, []
    places: list[int] = []
    headings: list[str] = []
    for index in shown:
        group = items.group(index)
        if not headings or group != headings[-1]:
            places.append(~len(headings))
            headings.append(group)
        places.append(index)
    return places, headings


def row_height(props: Props) -> int:
    """Height of a closed row including its hairline, px."""
    badge = props.get("badge")
    if props.get("subtitle") or (badge and _live(badge)):
        text = TITLE + SUBTITLE
    else:
        text = BADGE if badge else TITLE
    avatar = props.get("avatar")
    if avatar:
        text = max(text, avatar_size(avatar))
    return text + 2 * theme().space(PADDING) + HAIRLINE


def _live(badge: Any) -> bool:
    """Whether a badge is a node other than a Badge: there is room for a small button then."""
    return isinstance(badge, dict) and badge.get("type") not in (None, "Badge")


def avatar_size(avatar: Any) -> int:
    """Edge of a row's avatar in px, 0 when it is no avatar node."""
    props = avatar.get("props", avatar) if isinstance(avatar, dict) else None
    if not isinstance(props, dict):
        return 0
    size = props.get("size", "md")
    return AVATARS.get(size, AVATARS["md"]) if isinstance(size, str) else AVATARS["md"]
