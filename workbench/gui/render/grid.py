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
_ROOMY = 240
"""Column width in px from which nobody need ask whether the cells fit."""


@register("Grid")
class GridView(ContainerView):
    """Cells in equal columns; all cells of a row are as tall as the tallest."""

    see_through = True

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
        """One column: a grid gives up columns before it breaks words."""
        return super().measure_minimum()

    def _columns(self, width: int) -> int:
        """As many columns as asked for, or fewer where words would be broken to fit."""
        share = (width - self.gap * (self.columns - 1)) / self.columns
        if share >= _ROOMY or self.columns == 1:
            return self.columns
        least = max((view.minimum() for view in self.body.present), default=0)
        return layout.fitting_columns(width, self.columns, self.gap, max(least, 1))

    def measure_height(self, width: int) -> int:
        """All rows."""
        columns = self._columns(width)
        return layout.grid_height(self.body.present, width, columns, self.gap)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Place the cells."""
        super(ContainerView, self).place(x, y, w, h)
        layout.place_grid(self.body.present, (x, y, w, h), self._columns(w), self.gap)
