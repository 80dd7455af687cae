"""Picking an element on the stage: by pointing at it, or by walking the tree with the arrows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.inspector import sight
from workbench.gui.inspector.outline import Outline
from workbench.gui.inspector.spot import Spot
from workbench.gui.inspector.tree import ROOT, Steps, first_child, parent_of, sibling
from workbench.gui.render.panel_view import PanelView

_KEYS: Final[dict[int, Callable[[Any, Steps], Steps | None]]] = {
    Qt.Key.Key_Up: parent_of,
    Qt.Key.Key_Down: first_child,
    Qt.Key.Key_Left: partial(sibling, by=-1),
    Qt.Key.Key_Right: partial(sibling, by=1),
}


class Picker(Outline):
    """Lies over the window while an element is being picked.

    Up and Down go to the parent and the first child, Left and Right to siblings, Tab to the next
    panel; Return or a click picks, Escape or a click beside the panels ends. `picked` carries the
    `Spot`, `ended` tells that picking is over, whether or not something was picked.
    """

    picked = Signal(object)
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.spot: Spot | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def begin(self, spot: Spot | None = None) -> None:
        """Lies down over the window, with `spot` framed at first, or what is in the center."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self._window.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        panels = self.panels()
        self.look_at(spot or (Spot(panels[0], ROOT) if panels else None))

    def end(self) -> None:
        """Goes, and gives the keyboard back."""
        if self.isHidden():
            return
        self._window.removeEventFilter(self)
        self.hide()
        self.spot = None
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.ended.emit()

    def panels(self) -> list[PanelView]:
        """The panels in sight, the widest first: that is the one in the center."""
        shown = [p for p in self._window.findChildren(PanelView) if p.isVisible() and p.node()]
        return sorted(shown, key=lambda panel: -panel.width())

    def look_at(self, spot: Spot | None) -> None:
        """Frames an element."""
        self.spot = spot
        self.look_again()

    def look_again(self) -> None:
        """Frames the element where it is now; nothing if its panel is gone."""
        spot = self.spot
        if self.isHidden() or spot is None or not spot.seen:
            self.spot = None
            self.frame(None, self.rect(), "")
            return
        self.frame(spot.rect(), spot.clip(), spot.label())

    def _take(self) -> None:
        spot = self.spot
        self.end()
        if spot is not None:
            self.picked.emit(spot)

    # -- pointing

    def _spot_at(self, point: QPoint) -> Spot | None:
        """The element under a point of the screen, this being out of the way."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        try:
            view = sight.view_at(self._window, point)
        finally:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        return None if view is None else Spot(view.scope.panel, sight.place_at(view, point))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Frames what is pointed at."""
        self.look_at(self._spot_at(event.globalPosition().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing below hears of it."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Picks what is pointed at."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.look_at(self._spot_at(event.globalPosition().toPoint()))
            self._take()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls what lies under the pointer."""
        point = event.globalPosition()
        spot = self._spot_at(point.toPoint())
        if spot is not None:
            target = spot.panel.viewport()
            place = QPointF(target.mapFromGlobal(point))
            passed = QWheelEvent(
                place,
                point,
                event.pixelDelta(),
                event.angleDelta(),
                event.buttons(),
                event.modifiers(),
                event.phase(),
                event.inverted(),
            )
            QApplication.sendEvent(target, passed)
            self.look_at(self._spot_at(point.toPoint()))
        event.accept()

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks the tree, picks, or ends."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in _KEYS and self.spot is not None:
            place = _KEYS[key](self.spot.tree, self.spot.steps)
            if place is not None:
                self.spot.at(place).reveal()
                self.look_at(self.spot.at(place))
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from panel to panel."""
        panels = self.panels()
        if panels:
            now = self.spot.panel if self.spot is not None else None
            place = panels.index(now) if now in panels else -1
            self.look_at(Spot(panels[(place + (1 if forward else -1)) % len(panels)], ROOT))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self.look_again()
        return False
