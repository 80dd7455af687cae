"""The rows of a list at every width they were asked for."""

from __future__ import annotations

from workbench.gui.render.lists.badges import RowBadges
from workbench.gui.render.lists.bodies import ListBodies
from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.rows import ListQuery, ListRows, arrange

_ANY_WIDTH = -1


class Arrangement:
    """Computes the rows for a width once; opened bodies and live badges make it count.

    `forget` has to be called when anything but the width has changed.
    """

    def __init__(self, query: ListQuery, bodies: ListBodies, badges: RowBadges) -> None:
        self._query = query
        self._bodies = bodies
        self._badges = badges
        self._rows: dict[int, ListRows] = {}

    @property
    def follows_width(self) -> bool:
        """Whether rows are taller or lower at another width."""
        return bool(self._bodies.keys() or self._badges)

    def rows(self, items: ListItems, width: int) -> ListRows:
        """The rows of these items at a width."""
        key = width if self.follows_width else _ANY_WIDTH
        found = self._rows.get(key)
        if found is None:
            extra = self._bodies.extra(items, width)
            for number, tall in self._badges.below(width).items():
                extra[number] = extra.get(number, 0) + tall
            found = self._rows[key] = arrange(items, self._query, extra)
        return found

    def forget(self) -> None:
        """Compute them anew when they are asked for."""
        self._rows.clear()
