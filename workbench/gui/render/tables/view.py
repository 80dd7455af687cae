"""DataTable: sortable columns, clickable rows, cells edited in place, in a card of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import CENTER, box, corner, line, theme
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, label_of, pixels_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.tables.grid import TableGrid
from workbench.gui.render.tables.header import header_height
from workbench.gui.render.tables.model import TableModel
from workbench.gui.render.tables.rows import Props, columns_of, rows_of
from workbench.gui.render.tables.widths import natural_widths, share
from workbench.gui.render.widget_view import WidgetView

EMPTY = 84
EDGE = 1
BAR = 10
"""Room for the bar of a table that scrolls sideways, px."""
MOST_ROWS = 300_000
"""Rows of a table that does not scroll by itself: a Qt widget is at most 16,777,215 px tall."""


class TableCard(QWidget):
    """The card a table stands in: border, rounded corners, and the text in place of no rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = TableModel()
        self.grid = TableGrid(self.model, self)
        self._empty = ""
        self._limit: int | None = None
        self._naturals: list[int] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_limit(self, limit: int | None) -> None:
        """The height beyond which the rows scroll, px."""
        self._limit = limit

    def set_empty(self, text: str) -> None:
        """What stands in place of no rows."""
        self._empty = text

    def measure(self) -> None:
        """Measure the columns again and share the width out."""
        grid = self.grid
        self._naturals = natural_widths(
            self.model.columns, self.model.rows, grid.head.natural, grid.natural
        )
        self.relayout()

    def relayout(self) -> None:
        """Place the grid for the present size."""
        self.grid.head.fit()
        inner = self.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        if len(self._naturals) == len(self.model.columns):
            self.grid.set_widths(share(self.model.columns, self._naturals, inner.width()))
        shown = inner if self.model.rowCount() else QRect(inner.topLeft(), inner.size())
        if not self.model.rowCount():
            shown.setHeight(header_height())
        self.grid.setGeometry(shown)
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The view asks for heights by width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Header and rows up to the limit, or header and empty text."""
        count = self.model.rowCount()
        body = count * self.grid.row_height if count else EMPTY
        if sum(self._naturals) > width - 2 * EDGE and self._overflows(width):
            body += BAR
        whole = header_height() + body + 2 * EDGE
        return whole if self._limit is None else min(whole, max(self._limit, header_height() + 40))

    def _overflows(self, width: int) -> bool:
        if len(self._naturals) != len(self.model.columns):
            return False
        room = width - 2 * EDGE
        return sum(share(self.model.columns, self._naturals, room)) > room

    def sizeHint(self) -> QSize:
        """All columns at their own widths."""
        width = sum(self._naturals) + 2 * EDGE
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A table scrolls sideways rather than make its panel do so."""
        return QSize(120, header_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self.relayout()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The card, and the empty text."""
        shown = theme()
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, self.rect(), corner(12), fill=fill, edge=edge)
        if not self.model.rowCount():
            area = QRectF(self.rect()).adjusted(12, header_height(), -12, 0)
            ink = shown.color("text-subtle")
            line(painter, area, self._empty, "body", ink, CENTER)


@register("DataTable")
class DataTableView(WidgetView):
    """A DataTable node. Sort and open editor are local and outlive refreshes."""

    role = "table"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.card = TableCard(scope.surface)
        self.control = self.card
        self.grid = self.card.grid
        self.grid.setAccessibleName("Table")
        self.grid.row_clicked.connect(self._click_row)
        self.grid.toggled.connect(self._toggle)
        self.card.model.edited.connect(self._edited)
        self._read(None)

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        self._read(before)

    def _read(self, before: Node | None) -> None:
        props = self.node.props
        limit = pixels_of(props.get("max_height"))
        self.card.set_limit(None if limit is None else int(limit))
        self.card.set_empty(label_of(props.get("empty_text"), "No data"))
        self.grid.rows_clickable = action_of(props.get("on_row_click")) is not None
        self.grid.cells_editable = action_of(props.get("on_cell_edit")) is not None
        model, measured = self.card.model, True
        if before is None or self.differs(before, "columns"):
            model.set_columns(columns_of(props.get("columns")))
            measured = False
        count = model.rowCount()
        model.set_rows(rows_of(props.get("rows"))[:MOST_ROWS])
        if not measured or model.rowCount() != count:
            self.card.measure()

    def patch(self, node: Node) -> None:
        """Lay the panel out again only when the height or the columns moved."""
        before, self.node = self.node, node
        was = self.card.heightForWidth(self.w), self.card.sizeHint().width()
        self.changed(before)
        if was != (self.card.heightForWidth(self.w), self.card.sizeHint().width()):
            self.invalidate()

    def _click_row(self, row: int) -> None:
        self._fire("on_row_click", row=dict(self.card.model.row(row)))

    def _toggle(self, row: int, number: int) -> None:
        props, column = self.card.model.row(row), self.card.model.columns[number]
        self._edited(props, column.key, not flag_of(props.get(column.key)))

    def _edited(self, row: Props, key: str, value: Any) -> None:
        identity = {"row_id": row["id"]} if "id" in row else {}
        self._fire("on_cell_edit", **identity, column_key=key, value=value)

    def _fire(self, name: str, **extra: Any) -> None:
        action = action_of(self.node.get(name))
        if action is not None:
            fire(self.scope.actions, action, extra)

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.card.update()
        self.grid.viewport().update()
        self.grid.head.viewport().update()
