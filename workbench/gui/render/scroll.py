"""A slim scroll bar that lies over the content and takes no room from it, and areas with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.painted import painted
from workbench.gui.theme import manager

_WIDTH = 12
_THUMB = 6
_SHORTEST = 28


class OverlayScrollBar(QWidget):
    """Mirrors a scroll area's own bar, which is hidden, along one edge of its viewport.

    ``orientation`` says which bar. The area's policy for that bar should be ``ScrollBarAlwaysOff``.
    """

    def __init__(
        self,
        area: QAbstractScrollArea,
        orientation: Qt.Orientation = Qt.Orientation.Vertical,
    ) -> None:
        super().__init__(area)
        self._area = area
        self._vertical = orientation == Qt.Orientation.Vertical
        self._bar = area.verticalScrollBar() if self._vertical else area.horizontalScrollBar()
        self._grabbed: tuple[int, int] | None = None
        self._hot = False
        self._bar.rangeChanged.connect(self._follow)
        self._bar.valueChanged.connect(self._moved)
        area.viewport().installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the edge when the viewport changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._follow()
        return False

    def _follow(self) -> None:
        view, frame = self._area.viewport().geometry(), self._area.contentsRect()
        if self._vertical:  # at the edge, also where the viewport has a margin beside it
            left = frame.left() if self.isRightToLeft() else frame.right() + 1 - _WIDTH
            self.setGeometry(left, view.top(), _WIDTH, view.height())
        else:
            self.setGeometry(view.left(), view.bottom() + 1 - _WIDTH, view.width(), _WIDTH)
        self.setVisible(self._bar.maximum() > self._bar.minimum())
        self.raise_()
        self.update()

    def _moved(self) -> None:
        self.update()

    def _track(self) -> int:
        return self.height() if self._vertical else self.width()

    def _thumb(self) -> tuple[float, float]:
        """Start and length of the thumb along the track."""
        span = self._bar.maximum() - self._bar.minimum()
        page = max(self._bar.pageStep(), 1)
        track = self._track() - 4
        length = max(track * page / (span + page), min(_SHORTEST, track))
        place = (self._bar.value() - self._bar.minimum()) / span if span else 0.0
        return 2 + (track - length) * place, length

    def _along(self, point: QPoint) -> int:
        return point.y() if self._vertical else mirror.spot(self, point).x()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The thumb, wider in colour under the pointer."""
        start, length = self._thumb()
        inset = _WIDTH - _THUMB - 2
        area = (
            QRectF(inset, start, _THUMB, length)
            if self._vertical
            else QRectF(start, inset, length, _THUMB)
        )
        lit = self._hot or self._grabbed is not None
        painter.setPen(Qt.PenStyle.NoPen)
        token = "scrollbar-thumb-hover" if lit else "scrollbar-thumb"
        painter.setBrush(manager().current.color(token))
        painter.drawRoundedRect(area, _THUMB / 2, _THUMB / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the thumb, or page towards the pointer."""
        at = self._along(event.position().toPoint())
        start, length = self._thumb()
        if start <= at <= start + length:
            self._grabbed = (at, self._bar.value())
        else:
            step = self._bar.pageStep()
            self._bar.setValue(self._bar.value() + (step if at > start else -step))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the thumb."""
        if self._grabbed is None:
            return
        at, value = self._grabbed
        _, length = self._thumb()
        room = max(self._track() - 4 - length, 1)
        moved = self._along(event.position().toPoint()) - at
        span = self._bar.maximum() - self._bar.minimum()
        self._bar.setValue(value + round(moved * span / room))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the thumb go."""
        self._grabbed = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll as the area would."""
        QApplication.sendEvent(self._bar, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self._hot = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Calm down."""
        self._hot = False
        self.update()


def scrolling(content: QWidget, parent: QWidget) -> QScrollArea:
    """A scroll area without a frame or a ground of its own around `content`."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    OverlayScrollBar(area)
    return area
