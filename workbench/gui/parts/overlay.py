"""Layers over the whole window: something to answer or to choose, without a nested event loop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted


class Sheet(QWidget):
    """The panel of an overlay: rounded, with an edge; put things in `body`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Fill and edge."""
        theme = look.theme()
        paint.rounded(
            painter,
            QRectF(self.rect()),
            look.px(10),
            theme.color("surface-1"),
            theme.color("border"),
        )


class Overlay(QWidget):
    """Covers its window while shown; Escape or a click beside the sheet closes it.

    `width` is the sheet's width in px at 100 %; `top` its share of the window's height above it.
    `closed` is emitted however it ends; the focus goes back where it was.
    """

    closed = Signal()

    def __init__(self, window: QWidget, *, width: int = 560, top: float = 0.16) -> None:
        super().__init__(window)
        self._wide = width
        self._top = top
        self._before: QWidget | None = None
        self.sheet = Sheet(self)
        self.hide()
        window.installEventFilter(self)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._place()
        self.update()

    def open(self) -> None:
        """Shows the layer over everything and moves the focus into it."""
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def close_layer(self) -> None:
        """Hides the layer and gives the focus back."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """The sheet grows and shrinks with what is in it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the layer."""
        stops = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and _tabbable(widget)
        ]
        if not stops:
            return True
        focus = QApplication.focusWidget()
        at = stops.index(focus) if focus in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; no key reaches what lies under the layer."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet closes."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_layer()
        event.accept()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The backdrop, and the sheet's soft shadow."""
        theme = look.theme()
        painter.fillRect(self.rect(), theme.color("backdrop", 0.55 if theme.dark else 0.28))
        shadow = theme.color("shadow", 0.05 if theme.dark else 0.018)
        box = QRectF(self.sheet.geometry())
        for grow in range(1, 9):
            edge = box.adjusted(-grow, -grow + 4, grow, grow + 6)
            paint.rounded(painter, edge, look.px(10) + grow, shadow)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        wide = min(look.px(self._wide), max(200, self.width() - look.px(32)))
        layout = self.sheet.layout()
        assert layout is not None
        high = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else -1
        high = max(high, self.sheet.sizeHint().height())
        high = min(high, self.height() - look.px(32))
        top = min(round(self.height() * self._top), self.height() - high - look.px(16))
        at = QPoint((self.width() - wide) // 2, max(look.px(16), top))
        self.sheet.setGeometry(at.x(), at.y(), wide, high)


def _tabbable(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
