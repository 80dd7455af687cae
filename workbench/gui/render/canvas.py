"""Canvas: cards at given places with connections, to pan, zoom and tap."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror, roles
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import box, corner, ring, theme
from workbench.gui.render.canvas_data import WIDTH, Card, Wire, canvas_data
from workbench.gui.render.canvas_painting import draw_card, draw_ground, draw_map, draw_wire
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, pixels_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.viewport import Viewport
from workbench.gui.render.widget_view import WidgetView

_LOWEST, _HIGHEST, _STEP = 0.15, 3.0, 1.25
_MARGIN, _TAP = 48, 4
_LABELLED = 0.4
"""Below this zoom connections go without their labels."""
_KEYS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class CanvasSurface(QWidget):
    """Draws the cards in sight; `tapped` carries the number of one."""

    accessible_role = QAccessible.Role.Graphic

    tapped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLayoutDirection(mirror.LTR)  # places are the author's
        self.cards: list[Card] = []
        self.wires: list[Wire] = []
        self.interactive = self.minimap = True
        self.viewport = Viewport(_LOWEST, _HIGHEST, _MARGIN)
        self.viewport.fitted = True
        self._tall = 700
        self._press: QPointF | None = None
        self._last = QPointF()
        self._strayed = False
        self._hover = -1
        self._current = -1
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons = [
            IconButton("plus", "Zoom in", side=28, parent=self),
            IconButton("minus", "Zoom out", side=28, parent=self),
            IconButton("maximize", "Show all", side=28, parent=self),
        ]
        self.buttons[0].when_clicked(lambda: self.zoom_by(_STEP))
        self.buttons[1].when_clicked(lambda: self.zoom_by(1 / _STEP))
        self.buttons[2].when_clicked(self.fit)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Canvas")

    def show_cards(self, cards: list[Card], wires: list[Wire], tall: int) -> None:
        """Draw other cards; the view stays where a person moved it."""
        self.cards, self.wires, self._tall = cards, wires, tall
        self._hover = -1
        self._current = min(self._current, len(cards) - 1)
        titles = ", ".join(card.title for card in cards[:20])
        self.setAccessibleDescription(f"{len(cards)} nodes: {titles}")
        self.updateGeometry()
        if self.viewport.fitted:
            self.fit()
        self.update()

    def sizeHint(self) -> QSize:
        """As tall as asked."""
        return QSize(480, self._tall)

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(160, self._tall)

    def _bounds(self) -> QRectF:
        bounds = QRectF()
        for card in self.cards:
            bounds = bounds.united(QRectF(card.x, card.y, WIDTH, card.height))
        return bounds

    def fit(self) -> None:
        """Show all cards."""
        self.viewport.fitted = True
        bounds = self._bounds()
        if self.cards and not bounds.isEmpty():
            self.viewport.fit(bounds, self.size(), QRectF(self.rect()).center(), 1.0)
            self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point, the middle by default."""
        self.viewport.zoom_by(factor, at if at is not None else QRectF(self.rect()).center())
        self.update()

    def rect_of(self, card: Card) -> QRectF:
        """Where a card is on the widget."""
        zoom = self.viewport.zoom
        corner = self.viewport.spot(QPointF(card.x, card.y))
        return QRectF(corner.x(), corner.y(), WIDTH * zoom, card.height * zoom)

    def card_at(self, point: QPointF) -> int:
        """The card under a point, or -1."""
        for number in range(len(self.cards) - 1, -1, -1):
            if self.rect_of(self.cards[number]).contains(point):
                return number
        return -1

    # -- pointer ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the canvas."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = self._last = event.position()
            self._strayed = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or light a card."""
        point = event.position()
        if self._press is None:
            hover = self.card_at(point)
            if hover != self._hover:
                self._hover = hover
                hand = Qt.CursorShape.PointingHandCursor
                self.setCursor(hand if hover >= 0 else Qt.CursorShape.OpenHandCursor)
                self.update()
            return
        away = point - self._press
        if self._strayed or math.hypot(away.x(), away.y()) >= _TAP:
            self._strayed = True
            if self.interactive:
                self.viewport.move(point - self._last)
                self.update()
        self._last = point

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not stray is a tap."""
        tap = self._press is not None and not self._strayed
        self._press = None
        number = self.card_at(event.position())
        if tap and number >= 0:
            self.tapped.emit(number)

    # -- keyboard ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card, Enter and Space tap."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None and self.cards:
            self._current = (max(self._current, -1 if step > 0 else 0) + step) % len(self.cards)
            self._ringed = True
            self.setAccessibleDescription(self.cards[self._current].title)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space) and self._current >= 0:
            self.tapped.emit(self._current)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring a card when the keyboard came."""
        self._ringed = from_keyboard(event)
        if self._ringed and self._current < 0 and self.cards:
            self._current = 0
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        self._ringed = False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; else the panel scrolls."""
        if self.interactive and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
            event.accept()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Controls stand at the upper right; a view that showed everything still does."""
        for place, button in enumerate(self.buttons):
            side = button.width()
            button.move(self.width() - side - 12, 12 + place * (side + 4))
        if self.viewport.fitted:
            self.fit()

    # -- painting ---------------------------------------------------------------------------

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground, connections, cards and the small map."""
        shown = theme()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 12, 12)
        painter.setClipPath(outline)
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, self.rect(), corner(12), fill=fill, edge=edge)
        draw_ground(painter, self.size(), self.viewport)
        zoom = self.viewport.zoom
        for wire in self.wires:
            source, target = self.cards[wire.source], self.cards[wire.target]
            ends = self.rect_of(source), self.rect_of(target)
            draw_wire(painter, wire, *ends, labelled=zoom > _LABELLED)
        frame = QRectF(self.rect())
        for number, card in enumerate(self.cards):
            rect = self.rect_of(card)
            if rect.intersects(frame):
                draw_card(painter, card, rect.topLeft(), zoom, hovered=number == self._hover)
                if self._ringed and number == self._current:
                    ring(painter, rect, corner(12))
        if self.minimap and self.cards:
            draw_map(painter, self.size(), self.cards, self._bounds())


@register("Canvas")
class CanvasView(WidgetView):
    """A Canvas node. A card's own action wins over `on_node_click`."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        roles.install()
        self.surface = CanvasSurface(scope.surface)
        self.control = self.surface
        self.surface.tapped.connect(self._tap)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        cards, wires = canvas_data(self.node.props)
        self.surface.interactive = flag_of(get("interactive"), True)
        self.surface.minimap = flag_of(get("show_minimap"), True)
        for button in self.surface.buttons:
            button.setVisible(flag_of(get("show_controls"), True))
        tall = int(min(max(pixels_of(get("height")) or 700, 120), 4000))
        self.surface.show_cards(cards, wires, tall)

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        self._read()

    def _tap(self, number: int) -> None:
        card = self.surface.cards[number]
        if card.action is not None:
            fire(self.scope.actions, card.action)
            return
        action = action_of(self.node.get("on_node_click"))
        if action is not None:
            fire(self.scope.actions, action, {"node_id": card.raw_id})
