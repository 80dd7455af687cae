"""A panel that opens beside a control and closes by itself: menus, choices, calendars.

It is a child of the window, not a window of its own, so that it needs no grab and no nested loop.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.render import roles
from workbench.gui.render.brushwork import box, corner, shadow, theme
from workbench.gui.render.column_box import height_for
from workbench.gui.render.density import respace
from workbench.gui.render.likeness import look_like
from workbench.gui.render.painted import painted

SHADE = 20
"""Room for the shadow around the panel, px."""
_BESIDE = 4
_EDGE = 8


class Popover(QWidget):
    """Shows `content` in a raised panel near `anchor`; `closed` is emitted when it goes.

    Parameters
    ----------
    anchor: the control it belongs to; presses on it do not close the panel.
    content: the widget inside; it is measured by its size hint.
    match_width: at least as wide as the anchor.
    align: ``start`` or ``end``, the edge of the anchor it lines up with.
    """

    closed = Signal()

    def __init__(
        self,
        anchor: QWidget,
        content: QWidget,
        *,
        match_width: bool = False,
        align: str = "start",
        radius: int = 6,
        token: str = "surface-1",
        widest: int = 0,
    ) -> None:
        super().__init__(anchor.window())
        roles.install()
        self._anchor = anchor
        self._content = content
        self._match_width = match_width
        self.align = align
        self._radius = radius
        self._token = token
        self._widest = widest
        self.on_key: Callable[[QKeyEvent], bool] | None = None
        content.setParent(self)
        self.hide()
        anchor.destroyed.connect(self.deleteLater)

    def open(self) -> None:
        """Appear beside the anchor."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        look_like(self, self._anchor)
        self.fit()
        respace(self)
        self._content.show()
        self.show()
        self.raise_()
        self._watch(True)

    def _watch(self, wanted: bool) -> None:
        """Look at every event of the program, while open only."""
        application = QApplication.instance()
        if application is None:
            return
        if wanted:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def fit(self) -> None:
        """Take the size of the content and a place that shows all of it."""
        window = self._anchor.window()
        spot = QRect(self._anchor.mapTo(window, QPoint(0, 0)), self._anchor.size())
        size = self._panel_size(spot, window.size())
        at_left = (self.align != "end") != self._anchor.isRightToLeft()
        left = spot.left() if at_left else spot.right() + 1 - size.width()
        left = min(max(left, _EDGE), max(window.width() - size.width() - _EDGE, _EDGE))
        below = spot.bottom() + 1 + _BESIDE
        above = spot.top() - _BESIDE - size.height()
        fits_below = below + size.height() <= window.height() - _EDGE
        top = below if fits_below or above < _EDGE else above
        top = min(top, max(window.height() - size.height() - _EDGE, _EDGE))
        panel = QRect(QPoint(left, top), size)
        self.setGeometry(panel.adjusted(-SHADE, -SHADE, SHADE, SHADE))
        self._content.setGeometry(QRect(QPoint(SHADE + 1, SHADE + 1), size - QSize(2, 2)))

    def _panel_size(self, spot: QRect, room: QSize) -> QSize:
        width = self._content.sizeHint().width() + 2
        if self._match_width:
            width = max(width, spot.width())
        if self._widest:
            width = min(width, max(self._widest, spot.width() if self._match_width else 0))
        width = min(width, room.width() - 2 * _EDGE)
        height = height_for(self._content, width - 2) + 2
        return QSize(width, min(height, room.height() - 2 * _EDGE))

    def close_panel(self, *, refocus: bool = True) -> None:
        """Disappear; with `refocus` the anchor takes the keyboard back."""
        if self.isHidden():
            return
        self._watch(False)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if refocus and had_focus:
            self._anchor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press or a wheel elsewhere, and when the window changes."""
        kind = event.type()
        elsewhere = kind in _OUTSIDE and isinstance(watched, QWidget) and not self._holds(watched)
        away = kind in _AWAY and watched is self._anchor.window()
        if elsewhere or away or (kind == QEvent.Type.Hide and watched is self._anchor):
            self.close_panel(refocus=False)
        return False

    def _holds(self, widget: QWidget) -> bool:
        mine = widget is self or self.isAncestorOf(widget)
        return mine or widget is self._anchor or self._anchor.isAncestorOf(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Tab close; other keys go to the owner first."""
        if self.on_key is not None and self.on_key(event):
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            self.close_panel()
        event.accept()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Shadow, panel and border."""
        shown = theme()
        panel = QRectF(self.rect()).adjusted(SHADE, SHADE, -SHADE, -SHADE)
        radius = corner(self._radius)
        shadow(painter, panel, radius)
        fill, edge = shown.color(self._token), shown.color("border")
        box(painter, panel, radius, fill=fill, edge=edge)


_OUTSIDE = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
_AWAY = frozenset({QEvent.Type.Resize, QEvent.Type.WindowDeactivate, QEvent.Type.Hide})
