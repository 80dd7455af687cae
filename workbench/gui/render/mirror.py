"""Pages from right to left: laid out as if from left to right, mirrored at the last moment.

A widget whose layout direction is right to left paints with a painter that is turned over, so that
start is at the right and end at the left without anybody asking. What must not be turned over with
it (text, pictures, icons that point nowhere) is drawn `upright`. Widgets inside are placed with
`lay`, and the pointer is asked with `spot`: both speak of the same coordinates as the painting.

Qt hands a widget's layout direction on to the widgets in it; what always runs from left to right
(code, a chart's plot) sets its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

RTL = Qt.LayoutDirection.RightToLeft
LTR = Qt.LayoutDirection.LeftToRight
_OTHER_WAY: dict[int, int] = {
    Qt.Key.Key_Left: Qt.Key.Key_Right,
    Qt.Key.Key_Right: Qt.Key.Key_Left,
}


def begin(painter: QPainter, widget: QWidget) -> None:
    """Prepare a painter to draw on a widget, or on a picture of it, in its direction.

    Each text runs as its first strong letter says, whichever way the page runs.
    """
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if widget.isRightToLeft():
        turn(painter, widget.width())


def turn(painter: QPainter, width: float) -> None:
    """Turn a painter over within a width in px."""
    painter.translate(width, 0)
    painter.scale(-1, 1)


def turned(painter: QPainter) -> bool:
    """Whether what is drawn would appear turned over."""
    return painter.worldTransform().determinant() < 0


@contextmanager
def upright(painter: QPainter, middle: float) -> Iterator[None]:
    """Draw the right way round at the mirrored place of what is ``middle`` px from the start."""
    if not turned(painter):
        yield
        return
    painter.save()
    turn(painter, 2 * middle)
    try:
        yield
    finally:
        painter.restore()


def draw_text(painter: QPainter, at: QPointF, text: str, width: float) -> None:
    """Draw text of a width upright from a point on its baseline."""
    if turned(painter):
        with upright(painter, at.x() + width / 2):
            painter.drawText(at, text)
    else:
        painter.drawText(at, text)


def flip(area: QRect, width: int) -> QRect:
    """A rectangle on the other side of a width."""
    return QRect(width - area.x() - area.width(), area.y(), area.width(), area.height())


def seen(widget: QWidget, area: QRect) -> QRect:
    """Where a rectangle of a widget's painting is on the widget; and the other way about."""
    return flip(area, widget.width()) if widget.isRightToLeft() else area


def spot(widget: QWidget, point: QPoint) -> QPoint:
    """Where a point of a widget is in its painting; and the other way about."""
    return QPoint(widget.width() - 1 - point.x(), point.y()) if widget.isRightToLeft() else point


def spot_f(widget: QWidget, point: QPointF) -> QPointF:
    """As `spot`, in parts of a pixel."""
    return QPointF(widget.width() - point.x(), point.y()) if widget.isRightToLeft() else point


def start(widget: QWidget) -> Qt.AlignmentFlag:
    """The side where a widget's lines begin, whichever way their text runs."""
    return start_of(rtl=widget.isRightToLeft())


def start_of(*, rtl: bool) -> Qt.AlignmentFlag:
    """The side where the lines of a page begin."""
    sides = Qt.AlignmentFlag
    return (sides.AlignRight if rtl else sides.AlignLeft) | sides.AlignAbsolute


def key(widget: QWidget, pressed: int) -> int:
    """The key pressed, Left and Right exchanged where the widget runs from right to left."""
    return _OTHER_WAY.get(pressed, pressed) if widget.isRightToLeft() else pressed


def lay(child: QWidget, x: int, y: int, w: int, h: int) -> None:
    """Give a widget its place in the painting of its parent."""
    lay_in(child, QRect(x, y, w, h))


def lay_in(child: QWidget, area: QRect) -> None:
    """Give a widget a rectangle in the painting of its parent."""
    parent = child.parentWidget()
    child.setGeometry(area if parent is None else seen(parent, area))


def move(child: QWidget, x: int, y: int) -> None:
    """Give a widget its place, its size being what it is."""
    lay(child, x, y, child.width(), child.height())


def laid(child: QWidget) -> QRect:
    """The place of a widget in the painting of its parent."""
    parent = child.parentWidget()
    return child.geometry() if parent is None else seen(parent, child.geometry())
