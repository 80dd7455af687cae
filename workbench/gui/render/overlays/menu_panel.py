"""The commands of a Menu: what they are, and the panel that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import (
    DISABLED_OPACITY,
    box,
    corner,
    glyph,
    line,
    text_width,
    theme,
)
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, label_of, list_of, mapping_of, text_of

_ITEM, _SEPARATOR, _PADDING = 36, 9, 4
_NARROWEST = 192
WIDEST = 352


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One command, or a separator."""

    label: str
    icon: str
    action: dict[str, Any] | None
    disabled: bool
    separator: bool

    @property
    def usable(self) -> bool:
        """Whether it can be chosen."""
        return not self.disabled and not self.separator


def items_of(value: Any) -> list[MenuItem]:
    """Read the `items` prop."""
    items: list[MenuItem] = []
    for part in list_of(value):
        props = {"label": part} if isinstance(part, str) else mapping_of(part)
        if not props:
            continue
        items.append(
            MenuItem(
                label=label_of(props.get("label")),
                icon=text_of(props.get("icon")),
                action=action_of(props.get("on_click")),
                disabled=flag_of(props.get("disabled")),
                separator=flag_of(props.get("separator")),
            )
        )
    return items


def item_height(item: MenuItem) -> int:
    """Height of a command, or of a line between two."""
    return _SEPARATOR if item.separator else theme().space(_ITEM)


class MenuPanel(QWidget):
    """The commands, painted; `chosen` carries the number of one."""

    accessible_role = QAccessible.Role.PopupMenu

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[MenuItem] = []
        self.current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Menu")

    def show_items(self, items: list[MenuItem], current: int = -1) -> None:
        """Show commands."""
        self.items, self.current = items, current
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All commands, between the least and the greatest width."""
        labels = (text_width(item.label[:80], "body") for item in self.items)
        icon = 24 if any(item.icon for item in self.items) else 0
        width = min(max(max(labels, default=0) + 2 * 16 + icon, _NARROWEST), WIDEST) - 2
        height = sum(map(item_height, self.items))
        return QSize(width, height + 2 * _PADDING)

    def rect_of(self, number: int) -> QRect:
        """Where a command is."""
        above = sum(map(item_height, self.items[:number]))
        tall = item_height(self.items[number])
        return QRect(_PADDING, _PADDING + above, self.width() - 2 * _PADDING, tall)

    def _at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        for number in range(len(self.items)):
            if self.rect_of(number).contains(point):
                return number
        return -1

    def move_by(self, step: int) -> None:
        """The next usable command, around the end."""
        count = len(self.items)
        place = self.current if self.current >= 0 else (-1 if step > 0 else count)
        for _ in range(count):
            place = (place + step) % count
            if self.items[place].usable:
                self._set_current(place)
                return

    def _set_current(self, number: int) -> None:
        if number != self.current:
            self.current = number
            label = self.items[number].label if number >= 0 else ""
            self.setAccessibleDescription(label)
            self.update()

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self.items) and self.items[number].usable:
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Enter and Space."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.current = -1
            self.move_by(1 if key == Qt.Key.Key_Home else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.current)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The command under the pointer is current."""
        number = self._at(event)
        self._set_current(number if number >= 0 and self.items[number].usable else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """No command is under the pointer."""
        super().leaveEvent(event)
        self._set_current(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press: the release chooses."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the command under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Icons, labels and separators."""
        shown = theme()
        for number, item in enumerate(self.items):
            rect = QRectF(self.rect_of(number))
            if item.separator:
                middle = QRectF(rect.left() - _PADDING, rect.center().y() - 0.5, self.width(), 1)
                painter.fillRect(middle, shown.color("border-subtle"))
                continue
            if number == self.current:
                box(painter, rect, corner(8), fill=shown.color("hover"))
            painter.setOpacity(DISABLED_OPACITY if item.disabled else 1.0)
            left = rect.left() + 12
            if item.icon:
                center = QPointF(left + 8, rect.center().y())
                glyph(painter, item.icon, center, 16, shown.color("text-muted"))
                left += 24
            area = QRectF(left, rect.top(), rect.right() - left - 8, rect.height())
            line(painter, area, item.label, "body", shown.color("text"))
            painter.setOpacity(1.0)
