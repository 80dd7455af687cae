"""Paints log lines straight from the model: fast enough for ten thousand lines a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from workbench.gui.panes.cells import LEVEL_TONES
from workbench.gui.panes.columns import clock_time
from workbench.gui.panes.link import place_text
from workbench.gui.panes.log_model import LogModel, level, message, origin
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.parts.slim import slim

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

ROW = 20
_TIME, _LEVEL, _ORIGIN, _PLACE = 92, 62, 130, 150


class LogView(QAbstractScrollArea):
    """Lines in fixed columns; the newest stays in view until a person scrolls up.

    `picked` carries the selected record, `menu_asked` a record and a screen position,
    `link_clicked` the record whose source place was clicked.
    """

    picked = Signal(object)
    menu_asked = Signal(object, QPoint)
    link_clicked = Signal(object)

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._row = -1
        self._over = -1
        self.following = True
        slim(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Log lines")
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.modelReset.connect(self._reset)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._measure()
        self.viewport().update()

    def record(self) -> Record | None:
        """The selected record."""
        return self._model.line(self._row)

    def select(self, row: int, *, tell: bool = True) -> None:
        """Selects a line and brings it into view."""
        if self._model.line(row) is None:
            return
        self._row = row
        self._bring_into_view(row)
        self.viewport().update()
        record = self.record()
        self.setAccessibleDescription(message(record) if record is not None else "")
        if tell:
            self.picked.emit(record)

    # -- following the model

    def _inserted(self, _parent: object, first: int, last: int) -> None:
        count = last - first + 1
        before = self.verticalScrollBar().value()
        at_front = first == 0 and self._model.rowCount() > count
        if self._row >= first:
            self._row += count
        self._measure()
        if self.following:
            self._to_end()
        elif at_front:
            self.verticalScrollBar().setValue(before + count)
        self.viewport().update()

    def _removed(self, _parent: object, first: int, last: int) -> None:
        count = last - first + 1
        self._row = self._row - count if self._row > last else -1
        value = self.verticalScrollBar().value()
        self._measure()
        if self.following:
            self._to_end()
        else:
            self.verticalScrollBar().setValue(max(0, value - count))
        self.viewport().update()

    def _reset(self) -> None:
        self._row = -1
        self._measure()
        self._to_end()
        self.viewport().update()

    def _measure(self) -> None:
        visible = max(1, self.viewport().height() // look.px(ROW))
        bar = self.verticalScrollBar()
        following = self.following
        bar.setPageStep(visible)
        bar.setRange(0, max(0, self._model.rowCount() - visible))
        self.following = following

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.following = True

    def _scrolled(self, value: int) -> None:
        self.following = value >= self.verticalScrollBar().maximum()
        if value == 0 and not self.following:
            self._model.load_older()
        self.viewport().update()

    def _bring_into_view(self, row: int) -> None:
        bar = self.verticalScrollBar()
        if row < bar.value():
            bar.setValue(row)
        elif row >= bar.value() + bar.pageStep():
            bar.setValue(row - bar.pageStep() + 1)

    # -- painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The lines in the exposed strip."""
        high = look.px(ROW)
        painter.fillRect(event.rect(), look.ground())
        first = self.verticalScrollBar().value()
        top = event.rect().top() // high
        bottom = min(event.rect().bottom() // high + 1, self._model.rowCount() - first)
        for number in range(top, bottom):
            record = self._model.line(first + number)
            if record is not None:
                self._paint_line(painter, record, first + number, number * high, high)

    def _paint_line(self, painter: QPainter, record: Record, row: int, top: int, high: int) -> None:
        theme, wide = look.theme(), self.viewport().width()
        strip = QRectF(0, top, wide, high)
        tone = LEVEL_TONES.get(level(record), "muted")
        if row == self._row:
            painter.fillRect(strip, theme.color("selected"))
        elif row == self._over:
            painter.fillRect(strip, theme.color("hover", 0.5))
        elif tone in ("danger", "warning"):
            painter.fillRect(strip, theme.color(tone, 0.07))
        x = look.px(12)
        for text, width, role, ink in (
            (clock_time(record.at), _TIME, "mono-tiny", "subtle"),
            (level(record), _LEVEL, "mono-tiny", tone),
            (origin(record), _ORIGIN, "mono-tiny", "muted"),
        ):
            cell = QRectF(x, top, look.px(width) - look.px(8), high)
            paint.text(painter, cell, text, role, look.ink(ink))
            x += look.px(width)
        rest = QRectF(x, top, wide - x - self._place_width(), high)
        first_line = message(record).split("\n", 1)[0]
        ink = "danger" if tone == "danger" else "text"
        paint.text(painter, rest, first_line, "mono", look.ink(ink))
        place = place_text(record)
        if place:
            self._paint_place(painter, place, top, high, row == self._over)

    def _paint_place(self, painter: QPainter, place: str, top: int, high: int, over: bool) -> None:
        wide = self._place_width()
        cell = QRectF(self.viewport().width() - wide, top, wide - look.px(14), high)
        tone = "primary-hover" if look.theme().dark else "primary"
        ink = look.ink(tone if over else "subtle")
        paint.text(painter, cell, place, "mono-tiny", ink, Qt.AlignmentFlag.AlignRight)

    def _place_width(self) -> int:
        return look.px(_PLACE)

    # -- pointer and keyboard

    def _row_at(self, y: float) -> int:
        row = self.verticalScrollBar().value() + int(y) // look.px(ROW)
        return row if self._model.line(row) is not None else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects; a click on the source place opens it."""
        row = self._row_at(event.position().y())
        if row < 0:
            return
        self.select(row)
        record = self.record()
        on_place = event.position().x() > self.viewport().width() - self._place_width()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and on_place and record is not None and place_text(record):
            self.link_clicked.emit(record)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the source line."""
        record = self.record()
        if record is not None:
            self.link_clicked.emit(record)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlights the line pointed at."""
        row = self._row_at(event.position().y())
        if row != self._over:
            self._over = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the line pointed at."""
        record = self._model.line(self._row_at(event.pos().y()))
        if record is not None:
            self.menu_asked.emit(record, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, pages, Home and End move the selection."""
        page, last = self.verticalScrollBar().pageStep(), self._model.rowCount() - 1
        row = self._row if self._row >= 0 else last + 1
        goals = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        goal = goals.get(Qt.Key(event.key()))
        if goal is None:
            event.ignore()
            return
        self.select(max(0, min(last, goal)))
        if event.key() == Qt.Key.Key_End:
            self._to_end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer lines fit."""
        super().resizeEvent(event)
        self._measure()
        if self.following:
            self._to_end()
