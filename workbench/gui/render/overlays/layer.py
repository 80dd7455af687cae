"""A layer over the window: backdrop, focus kept inside, Escape, and the focus given back.

The layer belongs to a panel: it goes when the panel is hidden and comes back with it. It covers the
nearest ancestor that has the dynamic property ``overlay_host``, or else the whole window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from workbench.gui.render import mirror, roles
from workbench.gui.render.brushwork import corner, shadow, theme
from workbench.gui.render.likeness import CHANGES, look_like
from workbench.gui.render.painted import painted

HOST_PROPERTY = "overlay_host"


def host_of(widget: QWidget) -> QWidget:
    """What an overlay of `widget` covers."""
    found: QWidget | None = widget
    while found is not None:
        if found.property(HOST_PROPERTY):
            return found
        found = found.parentWidget()
    return widget.window()


class Layer(QWidget):
    """Covers its host while open; `dismissed` asks to close (Escape, or a press on the backdrop).

    Parameters
    ----------
    owner: the widget of the panel the layer belongs to.
    sheet: the panel that stands on the layer; placed by `place_sheet` of a subclass.
    """

    accessible_role = QAccessible.Role.Dialog

    dismissed = Signal()

    def __init__(self, owner: QWidget, sheet: QWidget) -> None:
        super().__init__(owner)
        roles.install()
        self.sheet = sheet
        self.dismissible = True
        self.radius = 12
        self._owner = owner
        self._wanted = False
        self._before: QWidget | None = None
        sheet.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        owner.installEventFilter(self)

    @property
    def open(self) -> bool:
        """Whether it is (or will be, once its panel is shown) on the screen."""
        return self._wanted

    def open_layer(self) -> None:
        """Cover the host and take the keyboard; waits until the panel is on the screen."""
        self._wanted = True
        if self._owner.isVisible():
            self._appear()

    def close_layer(self) -> None:
        """Go, and give the keyboard back."""
        self._wanted = False
        self._vanish(refocus=True)

    def place_sheet(self) -> None:
        """Give the sheet its place; called whenever the host changes its size."""

    def _appear(self) -> None:
        host = host_of(self._owner)
        if self.parentWidget() is not host:
            self.setParent(host)
        host.installEventFilter(self)
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        look_like(self, self._owner)
        self.setGeometry(host.rect())
        self.place_sheet()
        self.sheet.show()
        self.show()
        self.raise_()
        self.focus_first()

    def _vanish(self, *, refocus: bool) -> None:
        if self.isHidden():
            return
        host = self.parentWidget()
        if host is not None and host is not self._owner:
            host.removeEventFilter(self)
        self.hide()
        if refocus and self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def focus_first(self) -> None:
        """Give the keyboard to the first stop of the sheet."""
        stops = self._stops()
        (stops[0] if stops else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _stops(self) -> list[QWidget]:
        """The Tab stops of the sheet, in reading order.

        Not by walking the focus chain: PySide takes the answer of ``nextInFocusChain`` for a child
        of the widget asked, and later deletes it with that widget.
        """
        inside = self.sheet.findChildren(QWidget)
        return sorted((w for w in inside if _tabbable(w)), key=self._reading_order)

    def _reading_order(self, widget: QWidget) -> tuple[int, int]:
        place = widget.mapTo(self, widget.rect().topLeft())
        return place.y(), -place.x() if self.isRightToLeft() else place.x()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the layer, around its ends."""
        stops = self._stops()
        if not stops:
            return True
        focus = QApplication.focusWidget()
        at = next((n for n, stop in enumerate(stops) if stop is focus), -1 if forward else 0)
        following = stops[(at + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following.setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses; no key reaches what lies under the layer."""
        if event.key() == Qt.Key.Key_Escape and self.dismissible:
            self.dismissed.emit()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the sheet dismisses."""
        outside = not self.sheet.geometry().contains(event.position().toPoint())
        if outside and self.dismissible:
            self.dismissed.emit()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was all."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What lies under the layer does not scroll."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size and the panel's presence."""
        kind = event.type()
        host = self.parentWidget()
        if kind == QEvent.Type.Resize and watched is host is not None and self.isVisible():
            self.setGeometry(host.rect())
            self.place_sheet()
        elif watched is self._owner and kind == QEvent.Type.Show and self._wanted:
            self._appear()
        elif watched is self._owner and kind in CHANGES:
            look_like(self, self._owner)
            self.place_sheet()
        elif watched is self._owner and kind == QEvent.Type.Hide:
            self._vanish(refocus=False)
        return False

    def event(self, event: QEvent) -> bool:
        """The sheet asked for another size."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place_sheet()
            return True
        return super().event(event)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The backdrop and the sheet's shadow."""
        painter.fillRect(self.rect(), theme().color("backdrop"))
        shadow(painter, QRectF(mirror.laid(self.sheet)), corner(self.radius))


def _tabbable(widget: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
