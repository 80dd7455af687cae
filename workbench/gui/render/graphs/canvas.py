"""The canvas of a Graph: circles and arrows that can be panned, zoomed, dragged and tapped."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import smooth, theme
from workbench.gui.render.graphs.brush import GraphBrush
from workbench.gui.render.graphs.data import GraphData, Vertex
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.painted import painted
from workbench.gui.render.viewport import Viewport

_LOWEST_ZOOM, _HIGHEST_ZOOM = 0.2, 8.0
_FIT_ZOOM = 16 / 13
"""After a layout or Fit labels are at most 16 px tall (UI reference, Graph)."""
STEP = 1.3
_MARGIN = 56
_TAP = 4
_MS = 500


class GraphCanvas(QWidget):
    """Draws the visible part of a graph; `tapped` carries a vertex's number."""

    accessible_role = QAccessible.Role.Graphic

    tapped = Signal(int)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(mirror.LTR)  # a map has no beginning
        self.data = GraphData((), ())
        self.shown: set[int] = set()
        self.links: list[int] = []
        self.matches: set[int] | None = None
        self.edge_labels = False
        self.viewport = Viewport(_LOWEST_ZOOM, _HIGHEST_ZOOM, _MARGIN)
        self.points: list[QPointF] = []
        self._tall = 600
        self._hover = self._dragged = self._current = -1
        self._press: QPointF | None = None
        self._last = QPointF()
        self._strayed = self._ringed = False
        self._travel = QVariantAnimation(self)
        self._travel.setDuration(_MS)
        self._travel.setStartValue(0.0)
        self._travel.setEndValue(1.0)
        self._travel.valueChanged.connect(self._step)
        self._from: list[QPointF] = []
        self._to: list[QPointF] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # -- content ----------------------------------------------------------------------------

    def set_height(self, tall: int) -> None:
        """Height of the canvas, px."""
        self._tall = tall
        self.updateGeometry()

    def show_graph(self, data: GraphData, points: list[tuple[float, float]]) -> None:
        """Draw another graph at these points, all of it in sight."""
        self.data = data
        self._travel.stop()
        self.points = [QPointF(*point) for point in points]
        self.shown = set(range(len(data.vertices)))
        self.links = list(range(len(data.links)))
        self._hover = self._current = self._dragged = -1
        self.fit()

    def travel(self, points: list[tuple[float, float]], *, animate: bool) -> None:
        """Move the vertices to another layout."""
        self._travel.stop()
        self._from, self._to = list(self.points), [QPointF(*point) for point in points]
        if animate and self.isVisible() and len(self.points) <= 300:
            self._travel.start()
        else:
            self.points = self._to
            self.fit()

    def _step(self, value: object) -> None:
        part = float(value) if isinstance(value, float) else 1.0
        self.points = [
            start + (end - start) * part for start, end in zip(self._from, self._to, strict=True)
        ]
        self.fit()

    def show_part(self, shown: set[int], links: list[int]) -> None:
        """Hide what a filter leaves out."""
        self.shown, self.links = shown, links
        self.update()

    def show_matches(self, matches: set[int] | None) -> None:
        """Mark what a search found and dim the rest; None for no search."""
        self.matches = matches
        self.update()

    # -- view -------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show all vertices, at a zoom that keeps labels readable."""
        self.viewport.fitted = True
        bounds = self._bounds()
        if bounds is not None:
            self.viewport.fit(bounds, self.size(), QPointF(self.rect().center()), _FIT_ZOOM)
            self.moved.emit()
        self.update()

    def _bounds(self) -> QRectF | None:
        points = [self.points[number] for number in self.shown if number < len(self.points)]
        if not points:
            return None
        xs, ys = [point.x() for point in points], [point.y() for point in points]
        return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point, the middle by default."""
        self.viewport.zoom_by(factor, at if at is not None else QPointF(self.rect().center()))
        self.moved.emit()
        self.update()

    def picture(self) -> QPixmap:
        """The canvas at twice its size, for a PNG file."""
        image = QPixmap(self.size() * 2)
        image.setDevicePixelRatio(2.0)
        image.fill(theme().color("surface-card"))
        painter = QPainter(image)
        smooth(painter)
        try:
            self._draw(painter)
        finally:
            painter.end()
        return image

    def spot(self, number: int) -> QPointF:
        """Where a vertex is on the widget."""
        return self.viewport.spot(self.points[number])

    def _radius(self, vertex: Vertex) -> float:
        return vertex.diameter / 2 * self.viewport.zoom

    def vertex_at(self, point: QPointF) -> int:
        """The vertex under a point, or -1; the one drawn last wins."""
        for number in sorted(self.shown, reverse=True):
            away = self.spot(number) - point
            reach = max(self._radius(self.data.vertices[number]), 8)
            if math.hypot(away.x(), away.y()) <= reach:
                return number
        return -1

    # -- pointer and keyboard ---------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a vertex, or the canvas."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._press = self._last = event.position()
        self._strayed = False
        self._dragged = self.vertex_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was taken, or light what is under the pointer."""
        point = event.position()
        if self._press is None:
            self._set_hover(self.vertex_at(point))
            return
        away = point - self._press
        if not self._strayed and math.hypot(away.x(), away.y()) < _TAP:
            return
        self._strayed = True
        step = point - self._last
        self._last = point
        if self._dragged >= 0:
            self.points[self._dragged] += step / self.viewport.zoom
            self.viewport.fitted = False
        else:
            self.viewport.move(step)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not stray is a tap."""
        number = self._dragged
        tap = self._press is not None and not self._strayed and number >= 0
        self._press, self._dragged = None, -1
        if tap and event.button() == Qt.MouseButton.LeftButton:
            self._current = number
            self.tapped.emit(number)

    def _set_hover(self, number: int) -> None:
        if number != self._hover:
            self._hover = number
            hand = number >= 0
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, or once the canvas has the keyboard; else the panel scrolls."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not control and not self.hasFocus():
            event.ignore()
            return
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the vertices, Enter taps, + and - zoom, 0 fits."""
        key = event.key()
        order = sorted(self.shown)
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up) and order:
            step = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            at = order.index(self._current) if self._current in self.shown else -1
            self._current = order[(at + step) % len(order)]
            self.setAccessibleDescription(self.data.vertices[self._current].label)
            self._ringed = True
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current in self.shown:
            self.tapped.emit(self._current)
        elif event.text() in ("+", "-"):
            self.zoom_by(STEP if event.text() == "+" else 1 / STEP)
        elif event.text() == "0":
            self.fit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring a vertex when the keyboard came."""
        self._ringed = from_keyboard(event)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self._ringed = False
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._set_hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A view that showed everything still does."""
        if self.viewport.fitted:
            self.fit()

    def sizeHint(self) -> QSize:
        """As tall as asked."""
        return QSize(360, self._tall)

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(160, self._tall)

    # -- painting ---------------------------------------------------------------------------

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Edges, then vertices, inside the rounded bottom of the card."""
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0, -12, 0, 0), 11, 11)
        painter.setClipPath(outline)
        self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        brush = GraphBrush(painter, self.viewport.zoom, self.matches)
        for number in self.links:
            link = self.data.links[number]
            radius = self._radius(self.data.vertices[link.target])
            label = link.label if self.edge_labels else ""
            brush.link(link, self.spot(link.source), self.spot(link.target), radius, label)
        frame = QRectF(self.rect()).adjusted(-80, -80, 80, 80)
        for number in self.shown:
            if number < len(self.points) and frame.contains(self.spot(number)):
                vertex, lit = self.data.vertices[number], number == self._hover
                ringed = self._ringed and number == self._current
                radius = self._radius(vertex)
                brush.vertex(number, vertex, self.spot(number), radius, lit=lit, ringed=ringed)
