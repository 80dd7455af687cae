"""The window's first picture: its lines and its name, painted while the rest is imported."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

TOOLBAR = 46
STATUS = 25
STRIP = 36
PANES_SHARE = 0.37


def panes_height(room: int, saved: list[int]) -> int:
    """Height of the panes in a window with `room` px between toolbar and status line."""
    wanted = saved[1] if saved else round(room * PANES_SHARE)
    return max(look.px(150), min(wanted, room - look.px(200)))


class Shell(QWidget):
    """Stands where toolbar, stage, panes and status line will be."""

    def __init__(self, split: list[int]) -> None:
        super().__init__()
        self._split = split

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Grounds, hairlines, the name, and that something is coming."""
        theme = look.theme()
        wide, high = self.width(), self.height()
        painter.fillRect(self.rect(), look.ground())
        line = theme.color("border-card")
        toolbar, status = look.px(TOOLBAR), look.px(STATUS)
        panes = panes_height(high - toolbar - status, self._split)
        painter.fillRect(0, toolbar - 1, wide, 1, line)
        painter.fillRect(0, high - status, wide, 1, line)
        painter.fillRect(0, high - status - panes - 1, wide, 1, line)
        painter.fillRect(0, high - status - panes + look.px(STRIP), wide, 1, line)
        self._paint_name(painter, toolbar)
        place = QRectF(look.px(31), high - status, wide, status)
        paint.text(painter, place, "starting…", "tiny", look.ink("muted"))

    def _paint_name(self, painter: QPainter, toolbar: int) -> None:
        middle = toolbar / 2
        size = look.px(14)
        box = QRectF(look.px(20), middle - size / 2, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.ink("primary"), 1.2))
        painter.drawPolygon(_hexagon(box))
        name = QRectF(look.px(40), 0, look.px(160), toolbar)
        paint.text(painter, name, "Workbench", "small-strong", look.ink("muted"))


def _hexagon(box: QRectF) -> QPolygonF:
    x, y, wide, high = box.left(), box.top(), box.width(), box.height()
    points = ((0.5, 0), (0.95, 0.25), (0.95, 0.75), (0.5, 1), (0.05, 0.75), (0.05, 0.25))
    return QPolygonF([QPointF(x + wide * a, y + high * b) for a, b in points])
