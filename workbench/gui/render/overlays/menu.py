"""Menu: a button that opens a list of commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import (
    CENTER,
    DISABLED_OPACITY,
    box,
    corner,
    glyph,
    line,
    ring,
    text_width,
    theme,
)
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, label_of, list_of, mapping_of, text_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import WidgetView

ITEM, SEPARATOR, PADDING = 36, 9, 4
NARROWEST, WIDEST = 192, 352
TRIGGER = 36


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
    return SEPARATOR if item.separator else theme().space(ITEM)


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
        width = min(max(max(labels, default=0) + 2 * 16 + icon, NARROWEST), WIDEST) - 2
        height = sum(map(item_height, self.items))
        return QSize(width, height + 2 * PADDING)

    def rect_of(self, number: int) -> QRect:
        """Where a command is."""
        above = sum(
            SEPARATOR if item.separator else theme().space(ITEM) for item in self.items[:number]
        )
        tall = SEPARATOR if self.items[number].separator else theme().space(ITEM)
        return QRect(PADDING, PADDING + above, self.width() - 2 * PADDING, tall)

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
                middle = QRectF(rect.left() - PADDING, rect.center().y() - 0.5, self.width(), 1)
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


class MenuButton(Clickable):
    """The trigger: vertical dots, or the text of the trigger node."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Open menu", parent)
        self.lit = False

    def show_text(self, text: str) -> None:
        """Show a text instead of the dots."""
        self.setText(text)
        self.setAccessibleName(text or "Open menu")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square, or the text."""
        wide = text_width(self.text(), "body") + 24 if self.text() else TRIGGER
        return QSize(wide, TRIGGER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a text that is cut."""
        super().resizeEvent(event)
        cut = self.width() - 12 < text_width(self.text(), "body")
        self.setToolTip(self.text() if cut else "")

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(TRIGGER, TRIGGER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows open as well."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.click()
            return
        super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Dots or text, lit under the pointer and while open."""
        shown = theme()
        lit = self.underMouse() or self.lit
        if lit:
            box(painter, self.rect(), corner(6), fill=shown.color("hover"))
        ink = shown.color("text")
        if self.text():
            area = QRectF(self.rect()).adjusted(6, 0, -6, 0)
            line(painter, area, self.text(), "body", ink, CENTER)
        else:
            center = QPointF(self.width() / 2, self.height() / 2)
            glyph(painter, "ellipsis-vertical", center, 20, ink, fallback="more-vertical")
        if self.key_focus:
            ring(painter, self.rect(), corner(6))


@register("Menu")
class MenuView(WidgetView):
    """Only the text of `trigger` is used; its own action never runs (UI reference, Menu)."""

    role = "button"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.holder = QWidget(scope.surface)
        self.control = self.holder
        self.button = MenuButton(self.holder)
        self.button.when_clicked(self._toggle)
        self.panel = MenuPanel(self.holder)
        self.panel.hide()
        self.panel.chosen.connect(self._choose)
        self.popover: Popover | None = None
        self._read()

    def _read(self) -> None:
        trigger = mapping_of(self.node.get("trigger"))
        props = mapping_of(trigger.get("props")) or trigger
        names = ("label", "title", "content", "text")
        texts = (label_of(props.get(name)) for name in names if isinstance(props.get(name), str))
        self.button.show_text(next((text for text in texts if text), ""))
        self.items = items_of(self.node.get("items"))
        self.align = "start" if self.node.get("align") == "start" else "end"

    def changed(self, before: Node) -> None:
        """Follow a refreshed node; an open menu shows the new commands."""
        self._read()
        if self.popover is None:
            return
        self.popover.align = self.align
        if self.popover.isVisible():
            self.panel.show_items(self.items)
            self.popover.fit()

    def measure_natural(self) -> int:
        """The trigger."""
        return self.button.sizeHint().width()

    def measure_minimum(self) -> int:
        """A narrow trigger."""
        return self.button.minimumSizeHint().width()

    def measure_height(self, width: int) -> int:
        """One line."""
        return TRIGGER

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The trigger keeps its own width, however wide its place is."""
        super().place(x, y, w, h)
        mirror.lay(self.button, 0, 0, min(self.button.sizeHint().width(), w), TRIGGER)

    def _toggle(self) -> None:
        if self.popover is not None and self.popover.isVisible():
            self.popover.close_panel()
            return
        if self.popover is None:
            self.popover = self._make_popover()
        self.panel.show_items(self.items)
        if self.button.key_focus:
            self.panel.move_by(1)
        self.button.lit = True
        self.popover.open()
        self.panel.setFocus(Qt.FocusReason.PopupFocusReason)

    def _make_popover(self) -> Popover:
        popover = Popover(
            self.button,
            self.panel,
            align=self.align,
            radius=12,
            token="surface-card",
            widest=WIDEST,
        )
        popover.closed.connect(self._closed)
        return popover

    def _closed(self) -> None:
        self.button.lit = False
        self.button.update()

    def _choose(self, number: int) -> None:
        action = self.items[number].action
        if self.popover is not None:
            self.popover.close_panel()
        if action is not None:
            fire(self.scope.actions, action)

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.button.update()
        self.panel.update()

    def dispose(self) -> None:
        """Take the menu along."""
        if self.popover is not None:
            self.popover.close_panel(refocus=False)
            self.popover.deleteLater()
        super().dispose()
