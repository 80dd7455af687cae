"""Rows that a view paints by itself: which one is at a point of the screen, and where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from workbench.gui.inspector.tree import Steps
from workbench.gui.render.lists.view import ListNodeView
from workbench.gui.render.tables.view import DataTableView

if TYPE_CHECKING:
    from workbench.gui.render.view import NodeView

ITEMS, ROWS = "items", "rows"


def row_at(view: NodeView, point: QPoint) -> Steps | None:
    """The prop and the place in it of the row at a point, None beside them."""
    if isinstance(view, ListNodeView):
        surface = view.surface
        y = surface.viewport().mapFromGlobal(point).y()
        entry = surface.entry_at(surface.rows_model.rows.at(y))
        return None if entry is None or not _over(surface, point) else (ITEMS, entry.index)
    if isinstance(view, DataTableView):
        viewport = view.grid.viewport()
        index = view.grid.indexAt(viewport.mapFromGlobal(point))
        if index.isValid() and _over(viewport, point):
            return ROWS, _sent(view, index.row())
    return None


def rect_of(view: NodeView, steps: Steps) -> QRect | None:
    """Where the row at a place under a view is, or what is in it; None for what is no row."""
    if len(steps) < 3 or steps[0] != "props" or not isinstance(steps[2], int):
        return None
    if isinstance(view, ListNodeView) and steps[1] == ITEMS:
        surface = view.surface
        shown = list(surface.rows_model.rows.places)
        if steps[2] not in shown:
            return None
        return _global(surface.viewport(), surface.row_rect(shown.index(steps[2])))
    if isinstance(view, DataTableView) and steps[1] == ROWS:
        grid, model = view.grid, view.card.model
        row = _shown(view, steps[2])
        if not 0 <= row < model.rowCount():
            return None
        top, wide = grid.rowViewportPosition(row), grid.viewport().width()
        return _global(grid.viewport(), QRect(0, top, wide, grid.row_height))
    return None


def _sent(view: DataTableView, row: int) -> int:
    """The place of a shown row among the rows as they were sent: a person may have sorted them."""
    model = view.card.model
    if model.sorting is None:
        return row
    wanted = model.row(row)
    return next((place for place, sent in enumerate(model.rows) if sent is wanted), row)


def _shown(view: DataTableView, place: int) -> int:
    """Where a row that was sent at a place is shown."""
    model = view.card.model
    if model.sorting is None:
        return place
    return next((row for row in range(model.rowCount()) if _sent(view, row) == place), -1)


def _over(widget: QWidget, point: QPoint) -> bool:
    return widget.rect().contains(widget.mapFromGlobal(point))


def _global(widget: QWidget, area: QRect) -> QRect:
    return QRect(widget.mapToGlobal(area.topLeft()), area.size())
