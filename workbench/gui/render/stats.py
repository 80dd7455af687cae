"""Stats: a row of figures that reflows on narrow panes."""

from __future__ import annotations

from workbench.gui.render import layout
from workbench.gui.render.container import ContainerView
from workbench.gui.render.plain import whole_of
from workbench.gui.render.registry import register

_GAP = 12
_LEAST = 128
_MOST_COLUMNS = 4


@register("Stats")
class StatsView(ContainerView):
    """An auto-fit grid: at most ``columns`` columns, none narrower than 128 px."""

    gap = _GAP

    def read_props(self) -> None:
        """The most columns there may be; 0 is up to four."""
        self.wanted = whole_of(self.node.props.get("columns"), 0, high=24)

    def _columns(self, width: int) -> int:
        count = len(self.body.present)
        wanted = self.wanted or min(count, _MOST_COLUMNS)
        fitting = layout.fitting_columns(width, max(wanted, 1), self.gap, _LEAST)
        return max(1, min(fitting, count))

    def measure_natural(self) -> int:
        """All wanted columns at the width of the widest figure."""
        columns = max(1, min(self.wanted or _MOST_COLUMNS, len(self.body.present)))
        return max(super().measure_natural(), _LEAST) * columns + self.gap * (columns - 1)

    def measure_minimum(self) -> int:
        """One column."""
        return min(_LEAST, self.natural())

    def measure_height(self, width: int) -> int:
        """All rows."""
        return layout.grid_height(self.body.present, width, self._columns(width), self.gap)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the figures."""
        super(ContainerView, self).place(x, y, w, h)
        layout.place_grid(self.body.present, (x, y, w, h), self._columns(w), self.gap)
