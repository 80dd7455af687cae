"""A painted list of choices, with group headings, for selects and suggestions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from workbench.gui.render.brushwork import (
    DISABLED_OPACITY,
    box,
    corner,
    glyph,
    line,
    text_width,
    theme,
)
from workbench.gui.render.ground import scroll_area_of
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, label_of, list_of, text_of
from workbench.gui.render.scroll import OverlayScrollBar

ITEM = 32
HEADING = 24
PADDING = 4
TALLEST = 264
_WIDEST = 420


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; a `heading` is a group's title and cannot be chosen."""

    value: str
    label: str
    disabled: bool = False
    heading: bool = False
    description: str = ""

    @property
    def choosable(self) -> bool:
        """Whether a click means something."""
        return not self.disabled and not self.heading


def options_of(value: Any) -> list[Option]:
    """Read an `options` prop: dicts with value and label, or plain strings."""
    options: list[Option] = []
    for part in list_of(value):
        if isinstance(part, dict):
            given = text_of(part.get("value"))
            label = label_of(part.get("label")) or given
            disabled = flag_of(part.get("disabled"))
            text = label_of(part.get("description"))
            options.append(Option(given, label, disabled=disabled, description=text))
        elif part is not None:
            options.append(Option(text_of(part), label_of(part)))
    return options


class OptionList(QWidget):
    """The choices, painted; `chosen` carries the value."""

    accessible_role = QAccessible.Role.List

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options: list[Option] = []
        self.current = -1
        self.value = ""
        self._tops = [PADDING]
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_options(self, options: list[Option], value: str | None = None) -> None:
        """Show other choices; `value` is ticked and becomes current."""
        self.options = options
        self.value = "\0" if value is None else value
        self.current = next(
            (n for n, option in enumerate(options) if option.value == value and option.choosable),
            -1,
        )
        tall = theme().space(ITEM)
        heights = (HEADING if option.heading else tall for option in options)
        self._tops = list(accumulate(heights, initial=PADDING))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All choices."""
        labels = [text_width(option.label[:80], "body") for option in self.options[:200]]
        return QSize(min(max(labels, default=0) + 56, _WIDEST), self._tops[-1] + PADDING)

    def rect_of(self, number: int) -> QRect:
        """Where a choice is."""
        top = self._tops[number]
        return QRect(0, top, self.width(), self._tops[number + 1] - top)

    def at(self, point: QPoint) -> int:
        """The choice under a point, or -1."""
        number = bisect_right(self._tops, point.y()) - 1
        inside = 0 <= number < len(self.options) and 0 <= point.x() < self.width()
        return number if inside else -1

    def move_by(self, step: int) -> None:
        """Move to the next choice that can be chosen, around the end."""
        count = len(self.options)
        place = self.current if self.current >= 0 else (-1 if step > 0 else count)
        for _ in range(count):
            place = (place + step) % count
            if self.options[place].choosable:
                self.set_current(place)
                return

    def set_current(self, number: int) -> None:
        """Make a choice current and show it."""
        self.current = number
        self.update()
        if number >= 0:
            self.setAccessibleDescription(self.options[number].label)
            area = scroll_area_of(self)
            if isinstance(area, QScrollArea):
                rect = self.rect_of(number)
                area.ensureVisible(0, rect.center().y(), 0, rect.height())

    def choose_current(self) -> bool:
        """Choose what is current; False when nothing is."""
        if not 0 <= self.current < len(self.options):
            return False
        option = self.options[self.current]
        if option.choosable:
            self.chosen.emit(option.value)
        return option.choosable

    def seek(self, text: str) -> None:
        """Move to the next choice that begins with `text`."""
        count = len(self.options)
        for step in range(1, count + 1):
            place = (max(self.current, 0) + step) % count
            option = self.options[place]
            if option.choosable and option.label.casefold().startswith(text.casefold()):
                self.set_current(place)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Enter and letters; the rest goes to the panel."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.current = -1
            self.move_by(1 if key == Qt.Key.Key_Home else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose_current()
        elif event.text().strip():
            self.seek(event.text())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The choice under the pointer is current."""
        number = self.at(event.position().toPoint())
        if number != self.current and (number < 0 or self.options[number].choosable):
            self.current = number
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press: the release chooses."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        number = self.at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.current = number
            self.choose_current()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self.current = -1
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The choices in sight."""
        first = max(bisect_right(self._tops, event.rect().top()) - 1, 0)
        for number in range(first, len(self.options)):
            rect = self.rect_of(number)
            if rect.top() > event.rect().bottom():
                break
            self._draw(painter, rect, self.options[number], number == self.current)

    def _draw(self, painter: QPainter, rect: QRect, option: Option, current: bool) -> None:
        shown = theme()
        if option.heading:
            area = QRectF(rect).adjusted(14, 4, -14, 0)
            line(painter, area, option.label, "overline", shown.color("text-muted"))
            return
        if current:
            area = QRectF(rect).adjusted(4, 0, -4, 0)
            box(painter, area, corner(4), fill=shown.color("hover"))
        painter.setOpacity(DISABLED_OPACITY if option.disabled else 1.0)
        area = QRectF(rect).adjusted(14, 0, -34, 0)
        line(painter, area, option.label, "body", shown.color("text"))
        if option.value == self.value:
            center = QRectF(rect.right() - 30, rect.top(), 20, rect.height()).center()
            glyph(painter, "check", center, 14, shown.color("primary"))
        painter.setOpacity(1.0)


class OptionPanel(QScrollArea):
    """Choices that scroll when there are many."""

    def __init__(self, tallest: int = TALLEST) -> None:
        super().__init__()
        self.list = OptionList()
        self._tallest = tallest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusProxy(self.list)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.list)
        self.viewport().setAutoFillBackground(False)
        self.list.setAutoFillBackground(False)
        OverlayScrollBar(self)

    def sizeHint(self) -> QSize:
        """The choices up to the limit."""
        hint = self.list.sizeHint()
        return QSize(hint.width(), min(hint.height(), self._tallest))
