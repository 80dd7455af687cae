"""Chart: line, bar, area and pie, painted; values on hover."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui.render import mirror, roles
from workbench.gui.render.brushwork import CENTER, box, corner, line, theme
from workbench.gui.render.charts import paint as chart_paint
from workbench.gui.render.charts.data import ChartData, chart_data, value_text
from workbench.gui.render.charts.frame import LEGEND, Frame, frame_of
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, label_of, pixels_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.tables.rows import columns_of
from workbench.gui.render.tables.view import TableCard
from workbench.gui.render.widget_view import WidgetView

LEAST, USUAL, TALLEST = 192, 200, 1600
_MOST_TABLE_ROWS = 500


class ChartSurface(QWidget):
    """Draws one chart and follows the pointer."""

    accessible_role = QAccessible.Role.Chart

    def __init__(self) -> None:
        super().__init__()
        self.data = ChartData("line", "name", (), ())
        self._legend = False
        self._tall = USUAL
        self._hover = -1
        self._pointer = QPointF()
        self._angles: list[tuple[float, float]] = []
        self.setLayoutDirection(mirror.LTR)  # axes run as the numbers do
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, data: ChartData, *, legend: bool, tall: int) -> None:
        """Draw other data."""
        self.data, self._legend, self._tall = data, legend, tall
        self._hover = -1
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As tall as asked."""
        return QSize(360, LEAST if self.data.empty else self._tall)

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(120, self.sizeHint().height())

    def frame(self) -> Frame:
        """Where the parts stand now."""
        return frame_of(self.data, QRectF(self.rect()), legend=self._legend)

    def _pie_area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -LEGEND if self._legend else 0)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Chart, legend and tooltip; or a card that says there is nothing."""
        shown = theme()
        if self.data.empty:
            fill, edge = shown.color("surface-card"), shown.color("border-card")
            box(painter, self.rect(), corner(12), fill=fill, edge=edge)
            ink = shown.color("text-muted")
            line(painter, self.rect(), "No data", "body", ink, CENTER)
            return
        if self.data.kind == "pie":
            self._angles = chart_paint.pie(painter, self.data, self._pie_area())
        else:
            self._plot(painter)
        if self._legend:
            area = QRectF(0, self.height() - LEGEND, self.width(), LEGEND)
            self._paint_legend(painter, area)
        if self._hover >= 0:
            self._tooltip(painter)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """The names, in the direction of the page."""
        page = self.parentWidget()
        painter.save()
        if page is not None and page.isRightToLeft():
            mirror.turn(painter, self.width())
        chart_paint.legend(painter, self.data, area)
        painter.restore()

    def _plot(self, painter: QPainter) -> None:
        frame = self.frame()
        if self._hover >= 0:
            chart_paint.marks(painter, frame, self._hover)
        chart_paint.axes(painter, frame)
        if self.data.kind == "bar":
            chart_paint.bars(painter, frame)
            return
        chart_paint.lines(painter, frame)
        if self._hover >= 0:
            chart_paint.dots(painter, frame, self._hover)

    def _tooltip(self, painter: QPainter) -> None:
        place, rows = self._hover, list[tuple[str, QColor]]()
        title = self.data.categories[place]
        if self.data.kind == "pie":
            value = self.data.series[0].values[place]
            rows = [(f"{title} : {value_text(value or 0.0)}", theme().color("text"))]
            title = ""
        else:
            for number, series in enumerate(self.data.series[:20]):
                value = series.values[place]
                if value is not None:
                    ink = chart_paint.color_of(self.data, number)
                    rows.append((f"{series.label} : {value_text(value)}", ink))
        chart_paint.tooltip(painter, QRectF(self.rect()), self._pointer, title, rows)

    def _in_legend(self, event: QHelpEvent) -> bool:
        return self._legend and event.pos().y() >= self.height() - LEGEND

    def event(self, event: QEvent) -> bool:
        """Over a legend that is cut, all its names; over the names below the plot, that one."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            names = chart_paint.names_in_legend(self.data) if self._in_legend(event) else []
            names = names or self._category_at(event.pos())
            QToolTip.showText(event.globalPos(), "\n".join(names), self)
            return True
        return super().event(event)

    def _category_at(self, point: QPoint) -> list[str]:
        if self.data.empty or self.data.kind == "pie":
            return []
        frame = self.frame()
        place = frame.place_at(point.x())
        below = place >= 0 and point.y() > frame.plot.bottom()
        return [self.data.categories[place]] if below else []

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Find what is under the pointer."""
        self._pointer = event.position()
        if self.data.empty:
            return
        if self.data.kind == "pie":
            self._hover = self._slice_at(self._pointer)
        else:
            frame = self.frame()
            self._hover = frame.place_at(self._pointer.x())
            if self._hover >= 0 and self.data.kind != "bar":
                self._pointer.setX(frame.x(self._hover))
        self.update()

    def _slice_at(self, point: QPointF) -> int:
        area = self._pie_area()
        away = point - area.center()
        if math.hypot(away.x(), away.y()) > min(area.width(), area.height()) / 2 * 0.7:
            return -1
        angle = math.degrees(math.atan2(-away.y(), away.x())) % 360
        for number, (start, span) in enumerate(self._angles):
            if start <= angle < start + span:
                return number
        return -1

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()


@register("Chart")
class ChartView(WidgetView):
    """A Chart node, with its data as a table below when asked for."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        roles.install()
        self.column = ColumnBox(scope.surface)
        self.control = self.column
        self.surface = ChartSurface()
        self.column.add(self.surface)
        self.table: TableCard | None = None
        self._read()

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        data = chart_data(self.node.props)
        tall = int(min(max(pixels_of(get("height")) or USUAL, LEAST), TALLEST))
        self.surface.show_chart(data, legend=flag_of(get("show_legend")), tall=tall)
        title = label_of(get("title"), "Chart")
        self.surface.setAccessibleName(title)
        described = label_of(get("description"))
        self.surface.setAccessibleDescription(described or _summary(data))
        self._show_table(data, title)
        self.column.relayout()

    def _show_table(self, data: ChartData, title: str) -> None:
        wanted = flag_of(self.node.get("show_data_table")) and not data.empty
        if wanted and self.table is None:
            self.table = TableCard(self.column)
            self.column.add(self.table, above=12)
        if self.table is None:
            return
        self.table.setVisible(wanted)
        if not wanted:
            return
        keys = [data.x_key, *(series.key for series in data.series)]
        labels = [data.x_key, *(series.label for series in data.series)]
        columns = [
            {"key": f"{place}", "label": label} for place, label in enumerate(labels[: len(keys)])
        ]
        rows = [
            {
                "0": category,
                **{
                    f"{number + 1}": series.values[place]
                    for number, series in enumerate(data.series)
                },
            }
            for place, category in enumerate(data.categories[:_MOST_TABLE_ROWS])
        ]
        self.table.grid.setAccessibleName(f"{title} data")
        self.table.model.set_columns(columns_of(columns))
        self.table.model.set_rows(rows)
        self.table.measure()

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.surface.update()
        if self.table is not None:
            self.table.update()
            self.table.grid.viewport().update()


def _summary(data: ChartData) -> str:
    if data.empty:
        return "No data"
    parts = []
    for series in data.series[:8]:
        values = [value for value in series.values if value is not None]
        if values:
            low, high = value_text(min(values)), value_text(max(values))
            parts.append(f"{series.label} from {low} to {high}")
    return f"{data.kind} chart of {len(data.categories)} points: {'; '.join(parts)}"
