"""A month of days to choose from, painted; opened by the date picker."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import CENTER, box, corner, line, ring, theme
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.painted import painted

CELL = 34
_MARGIN = 10
_HEAD = 36
_WEEKDAYS = 24
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


def locale() -> QLocale:
    """The user's locale; the C locale counts as English of the United States."""
    system = QLocale()
    if system.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return system


class CalendarPanel(QWidget):
    """One month; `chosen` carries the date as ``YYYY-MM-DD``."""

    accessible_role = QAccessible.Role.Table

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: date | None = None
        self._low: date | None = None
        self._high: date | None = None
        self.today = date.min
        self.day = date(2000, 1, 1)
        self._hover: date | None = None
        self._keys = False
        self.back = IconButton("chevron-left", "Previous month", side=28, parent=self)
        self.after = IconButton("chevron-right", "Next month", side=28, parent=self)
        self.back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.after.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back.when_clicked(lambda: self._turn(-1))
        self.after.when_clicked(lambda: self._turn(1))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Calendar")

    def show_date(
        self, value: date | None, low: date | None, high: date | None, today: date
    ) -> None:
        """Show the month of `value`, or of `today`; days outside the limits cannot be chosen."""
        self._value, self._low, self._high, self.today = value, low, high, today
        self.day = value or min(max(today, low or today), high or today)
        self._keys = False
        self.update()

    def sizeHint(self) -> QSize:
        """Head, weekdays and six weeks."""
        return QSize(7 * CELL + 2 * _MARGIN, _HEAD + _WEEKDAYS + 6 * CELL + 2 * _MARGIN)

    def resizeEvent(self, event: object) -> None:
        """The arrows stand in the corners."""
        mirror.move(self.back, _MARGIN, _MARGIN)
        mirror.move(self.after, self.width() - _MARGIN - self.after.width(), _MARGIN)

    def _first(self) -> date:
        """The day in the upper left corner."""
        start = self.day.replace(day=1)
        lead = (start.isoweekday() - locale().firstDayOfWeek().value) % 7
        try:
            return start - timedelta(days=lead)
        except OverflowError:
            return date.min

    def rect_of(self, day: date) -> QRect:
        """Where a day of the shown weeks is."""
        number = (day - self._first()).days
        left = _MARGIN + (number % 7) * CELL
        top = _MARGIN + _HEAD + _WEEKDAYS + (number // 7) * CELL
        return QRect(left, top, CELL, CELL)

    def _day_at(self, point: QPoint) -> date | None:
        column = (point.x() - _MARGIN) // CELL
        row = (point.y() - _MARGIN - _HEAD - _WEEKDAYS) // CELL
        if not (0 <= column < 7 and 0 <= row < 6):
            return None
        try:
            day = self._first() + timedelta(days=row * 7 + column)
        except OverflowError:
            return None
        return day if self._allowed(day) else None

    def _allowed(self, day: date) -> bool:
        return (self._low is None or day >= self._low) and (self._high is None or day <= self._high)

    def _turn(self, months: int) -> None:
        number = self.day.year * 12 + self.day.month - 1 + months
        year = min(max(number // 12, 1), 9999)
        self.day = date(year, number % 12 + 1, 1)
        self.update()

    def _choose(self, day: date) -> None:
        if self._allowed(day):
            self.chosen.emit(day.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by days and weeks, Page keys by months, Enter chooses."""
        key = Qt.Key(mirror.key(self, event.key()))
        if key in _STEPS:
            self._keys = True
            try:
                self.day += timedelta(days=_STEPS[key])
            except OverflowError:
                return
            self.update()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._keys = True
            self._turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.day)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the day under the pointer."""
        self._hover = self._day_at(mirror.spot(self, event.position().toPoint()))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No day is under the pointer."""
        super().leaveEvent(event)
        self._hover = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press: the release chooses."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        day = self._day_at(mirror.spot(self, event.position().toPoint()))
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(day)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Month, weekdays and days."""
        shown = theme()
        words = locale()
        title = f"{words.standaloneMonthName(self.day.month)} {self.day.year}"
        head = QRectF(_MARGIN, _MARGIN, 7 * CELL, self.back.height())
        line(painter, head, title, "body-strong", shown.color("text"), CENTER)
        first = words.firstDayOfWeek().value
        for column in range(7):
            name = words.standaloneDayName(
                (first - 1 + column) % 7 + 1, QLocale.FormatType.NarrowFormat
            )
            area = QRectF(_MARGIN + column * CELL, _MARGIN + _HEAD, CELL, _WEEKDAYS)
            line(painter, area, name, "small", shown.color("text-muted"), CENTER)
        for number in range(42):
            try:
                self._draw(painter, self._first() + timedelta(days=number))
            except OverflowError:
                break

    def _draw(self, painter: QPainter, day: date) -> None:
        shown = theme()
        area = QRectF(self.rect_of(day)).adjusted(2, 2, -2, -2)
        ink: QColor = shown.color("text")
        if not self._allowed(day):
            ink = shown.color("text-subtle", 0.5)
        elif day.month != self.day.month:
            ink = shown.color("text-subtle")
        if day == self._value:
            box(painter, area, corner(6), fill=shown.color("primary-fill"))
            ink = shown.color("text-on-primary")
        elif day == self._hover:
            box(painter, area, corner(6), fill=shown.color("hover"))
        elif day == self.today:
            box(painter, area, corner(6), edge=shown.color("border-strong"))
        line(painter, area, str(day.day), "body", ink, CENTER)
        if self._keys and day == self.day:
            ring(painter, area, corner(6))
