"""The header of a DataTable: muted labels, sort glyphs, rounded top corners."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import corner, glyph, line, ring, text_width, theme
from workbench.gui.render.painted import painted
from workbench.gui.render.tables.model import TableModel
from workbench.gui.render.tables.rows import DESCENDING
from workbench.gui.render.tables.widths import SORT_GLYPH

_HEIGHT = 37
RADIUS = 11


def header_height() -> int:
    """Height of a table's header."""
    return theme().space(_HEIGHT)


class TableHeader(QHeaderView):
    """Paints the sections itself; `clicked_column` tells which sortable one was clicked."""

    clicked_column = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._hover = -1
        self.ringed = -1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.fit()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, header_height())

    def fit(self) -> None:
        """Be as tall as the agency in force wants it."""
        if self.height() != header_height() or self.minimumHeight() != header_height():
            self.setFixedHeight(header_height())

    def set_ringed(self, section: int) -> None:
        """Ring the section that has the keyboard; -1 for none."""
        self.ringed = section
        self.viewport().update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with its hairline, then the sections in sight."""
        shown = theme()
        area = QRectF(self.viewport().rect())
        ground = QPainterPath()
        ground.addRoundedRect(area.adjusted(0, 0, 0, RADIUS), corner(RADIUS), corner(RADIUS))
        painter.setClipRect(area)
        painter.fillPath(ground, shown.color("surface-card"))
        painter.fillPath(ground, shown.color("table-header"))
        bottom = QRectF(0, area.height() - 1, area.width(), 1)
        painter.fillRect(bottom, shown.color("border-card"))
        frame, exposed = self.viewport(), event.rect()
        first = self.visualIndexAt(exposed.right() if self.isRightToLeft() else exposed.left())
        for section in range(max(first, 0), self.count()):
            left = self.sectionViewportPosition(section)
            place = QRect(left, 0, self.sectionSize(section), header_height() - 1)
            if not place.intersects(exposed):
                break
            self._draw(painter, section, mirror.seen(frame, place))

    def _draw(self, painter: QPainter, section: int, rect: QRect) -> None:
        shown = theme()
        column = self._rows.columns[section]
        sort = self._rows.sorting
        active = sort is not None and sort.key == column.key
        lit = column.sortable and (section == self._hover or active)
        ink = shown.color("text" if lit else "text-muted")
        room = rect.width() - 24 - (SORT_GLYPH if column.sortable else 0)
        area = QRectF(rect.left() + 12, 0, max(room, 0), rect.height())
        width = line(painter, area, column.label, "caption-medium", ink)
        if column.sortable:
            name = "chevrons-up-down"
            if active and sort is not None:
                name = "chevron-down" if sort.direction == DESCENDING else "chevron-up"
            tone = shown.color("primary" if active else "text-subtle")
            glyph(painter, name, QPointF(area.left() + width + 10, rect.height() / 2), 12, tone)
        if section == self.ringed:
            ring(painter, rect.adjusted(2, 2, -2, -2), corner(6))

    def natural(self, label: str) -> float:
        """Width of a label, px."""
        return text_width(label, "caption-medium")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the section under the pointer."""
        self._set_hover(self.logicalIndexAt(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Columns are neither moved nor resized by hand."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort by the section under the pointer."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and section >= 0:
            self.clicked_column.emit(section)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click is a click: its release sorts again."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Drop the hover when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._set_hover(-1)
        return super().viewportEvent(event)

    def _set_hover(self, section: int) -> None:
        if section == self._hover:
            return
        self._hover = section
        sortable = 0 <= section < len(self._rows.columns) and self._rows.columns[section].sortable
        shape = Qt.CursorShape.PointingHandCursor if sortable else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()
