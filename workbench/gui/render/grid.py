"""Grid: equal columns."""

from __future__ import annotations

from workbench.gui.render import layout
from workbench.gui.render.container import ContainerView
from workbench.gui.render.plain import whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.stack import gap_px

_COLUMNS = frozenset({1, 2, 3, 4, 5, 6, 12})
_DEFAULT_COLUMNS = 2
_DEFAULT_GAP = 4


@register("Grid")
class GridView(ContainerView):
    """Cells in equal columns; all cells of a row are as tall as the tallest."""

    def read_props(self) -> None:
        """Columns and gap."""
        get = self.node.props.get
        columns = whole_of(get("columns"), _DEFAULT_COLUMNS)
        self.columns = columns if columns in _COLUMNS else _DEFAULT_COLUMNS
        self.gap = gap_px(get("gap"), _DEFAULT_GAP)

    def _across(self, widest: int) -> int:
        return widest * self.columns + self.gap * (self.columns - 1)

    def measure_natural(self) -> int:
        """Every column as wide as the widest cell."""
        return self._across(super().measure_natural())

    def measure_minimum(self) -> int:
        """Columns can shrink to nothing; the gaps stay."""
        return min(self._across(0), self.natural())

    def measure_height(self, width: int) -> int:
        """All rows."""
        return layout.grid_height(self.body.present, width, self.columns, self.gap)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the cells."""
        super(ContainerView, self).place(x, y, w, h)
        layout.place_grid(self.body.present, (x, y, w, h), self.columns, self.gap)
