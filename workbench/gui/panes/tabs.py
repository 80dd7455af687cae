"""The tab strip over the panes: icon, name, a count, and a line under the one in view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.shell import STRIP
from workbench.gui.theme import icons

_TEAR = 40
"""How far from the strip a dragged tab leaves it, px."""


class Tab(QAbstractButton):
    """One tab."""

    def __init__(self, pane_id: str, title: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.pane_id = pane_id
        self.setText(title)
        self._icon = icon
        self._count = 0
        self._tone = "muted"
        self._short = False
        self._grip: QPoint | None = None
        self._dragged = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Which tab is in view is said by the deck."""

    def set_badge(self, count: int, tone: str, what: str = "new") -> None:
        """Shows a count of what is new, or of what else is said; takes it away if it is 0."""
        self._count, self._tone = count, tone
        self.setAccessibleDescription(f"{count} {what}" if count else "")
        self.updateGeometry()
        self.update()

    def badge(self) -> int:
        """The count shown."""
        return self._count

    def shorten(self, short: bool) -> None:
        """Leaves the name out where there is no room for it; the tab in view keeps it."""
        if short == self._short:
            return
        self._short = short
        self.setToolTip(self.text() if short else "")
        self.updateGeometry()
        self.update()

    def _named(self) -> bool:
        return self.isChecked() or not self._short

    def sizeHint(self) -> QSize:
        """Icon, name and count."""
        return QSize(self.wide(named=self._named()), look.px(STRIP))

    def wide(self, *, named: bool) -> int:
        """The width it takes with its name, or without."""
        wide = look.px(10 + 14 + 10)
        if named:
            wide += look.px(7) + look.width("small-strong", self.text())
        if self._count:
            wide += paint.badge_size(self._badge_text())[0] + look.px(6)
        return wide

    def _badge_text(self) -> str:
        return str(self._count) if self._count < 1000 else "999+"

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Icon, name, count, and the line of the tab in view."""
        theme = look.theme()
        chosen = self.isChecked()
        ink: QColor = theme.color("text" if chosen or self.underMouse() else "text-muted")
        middle = self.height() / 2
        x: float = look.px(10)
        side = look.px(14)
        icons.paint(painter, self._icon, x, middle - side / 2, side, ink)
        x += side
        if self._named():
            role = "small-strong" if chosen else "small-medium"
            wide = look.width(role, self.text())
            place = QRectF(x + look.px(7), 0, wide + 1, self.height())
            paint.text(painter, place, self.text(), role, ink)
            x += look.px(7) + wide
        x += look.px(6)
        if self._count:
            paint.badge(painter, x, middle, self._badge_text(), self._tone)
        if chosen:
            line = QRectF(0, self.height() - look.px(2), self.width(), look.px(2))
            painter.fillRect(line, theme.color("primary"))
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(2, 4, -2, -5)
            paint.focus_ring(painter, ring, look.px(5))

    def enterEvent(self, event: QEnterEvent) -> None:
        """A pointed-at tab is brighter."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """It dims again."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the neighbours, with Shift past them."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        strip = self._strip()
        if step is None or strip is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            strip.shift(self, step)
        else:
            strip.step(self, step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may begin a drag."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Beyond a small distance the tab is dragged along the strip, or out of it."""
        strip, at = self._strip(), event.position().toPoint()
        if self._grip is None or strip is None:
            super().mouseMoveEvent(event)
            return
        far = (at - self._grip).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged:
            self._dragged = True
            strip.drag(self, strip.mapFromGlobal(event.globalPosition().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tab that was dragged is not clicked."""
        if self._dragged:
            self.release()
            self.setDown(False)
            return
        self.release()
        super().mouseReleaseEvent(event)

    def release(self) -> None:
        """Ends a drag."""
        self._grip, self._dragged = None, False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks where the pane may go."""
        strip = self._strip()
        if strip is not None:
            strip.menu_asked.emit(self.pane_id, event.globalPos())

    def _strip(self) -> TabStrip | None:
        parent = self.parentWidget()
        return parent if isinstance(parent, TabStrip) else None


class TabStrip(QWidget):
    """The row of tabs, with room for tools at its right end.

    `picked` carries the id of the tab a person chose, `torn` that of one dragged out of the strip,
    and where to; `menu_asked` that of one asked about. `moved` tells of another order.
    """

    picked = Signal(str)
    moved = Signal()
    torn = Signal(str, QPoint)
    menu_asked = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, Tab] = {}
        self.row = QHBoxLayout(self)
        self.row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.setFixedHeight(look.px(STRIP))
        self.row.setContentsMargins(look.px(8), 0, look.px(8), 0)
        self.row.setSpacing(0)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A tab or a tool has become wider or narrower, has come or gone."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Tabs lose their names before they lose their places."""
        shown = [tab for tab in self.tabs.values() if not tab.isHidden()]
        items = [self.row.itemAt(place) for place in range(self.row.count())]
        tools = [item.widget() for item in items if item is not None]
        others = sum(
            tool.minimumSizeHint().width()
            for tool in tools
            if tool is not None and not isinstance(tool, Tab) and not tool.isHidden()
        )
        room = self.width() - others - look.px(24)
        short = sum(tab.wide(named=True) for tab in shown) > room
        for tab in shown:
            tab.shorten(short)

    def add(self, pane_id: str, title: str, icon: str) -> Tab:
        """Adds a tab at the end."""
        tab = Tab(pane_id, title, icon, self)
        tab.clicked.connect(lambda: self.picked.emit(pane_id))
        self.row.insertWidget(len(self.tabs), tab)
        self.tabs[pane_id] = tab
        return tab

    def choose(self, pane_id: str) -> None:
        """Marks the tab in view; an unknown id marks none."""
        for name, tab in self.tabs.items():
            tab.setChecked(name == pane_id)
            tab.updateGeometry()
            tab.update()

    def order(self) -> list[str]:
        """The ids of all tabs, as they stand."""
        return list(self.tabs)

    def arrange(self, order: Sequence[str]) -> None:
        """Puts the tabs into another order."""
        self.tabs = {pane_id: self.tabs[pane_id] for pane_id in order}
        for place, tab in enumerate(self.tabs.values()):
            self.row.removeWidget(tab)
            self.row.insertWidget(place, tab)
        before: QWidget | None = None
        for tab in self.tabs.values():
            if before is not None:
                self.setTabOrder(before, tab)
            before = tab

    def shift(self, tab: Tab, by: int) -> None:
        """Moves a tab past neighbours that are shown."""
        shown = [t for t in self.tabs.values() if not t.isHidden()]
        place = shown.index(tab) + by
        if not 0 <= place < len(shown):
            return
        order = self.order()
        order.remove(tab.pane_id)
        target = order.index(shown[place].pane_id)
        order.insert(target + (1 if by > 0 else 0), tab.pane_id)
        self.arrange(order)
        self.moved.emit()

    def drag(self, tab: Tab, at: QPoint) -> None:
        """Follows a tab that is dragged, `at` in the strip: past a neighbour, or out."""
        if not -_TEAR < at.y() < self.height() + _TEAR:
            tab.release()
            self.torn.emit(tab.pane_id, self.mapToGlobal(at))
            return
        shown = [t for t in self.tabs.values() if not t.isHidden()]
        place = shown.index(tab)
        if place and at.x() < shown[place - 1].geometry().center().x():
            self.shift(tab, -1)
        elif place + 1 < len(shown) and at.x() > shown[place + 1].geometry().center().x():
            self.shift(tab, 1)

    def step(self, tab: Tab, by: int) -> None:
        """Goes from a tab to a neighbour."""
        shown = [t for t in self.tabs.values() if t.isVisible()]
        target = shown[(shown.index(tab) + by) % len(shown)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.picked.emit(target.pane_id)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with a hairline below."""
        theme = look.theme()
        painter.fillRect(self.rect(), look.ground())
        line = theme.color("border-card")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
