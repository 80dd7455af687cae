"""The tab strip over the panes: icon, name, a count, and a line under the one in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.shell import STRIP
from workbench.gui.theme import icons


class Tab(QAbstractButton):
    """One tab."""

    def __init__(self, pane_id: str, title: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.pane_id = pane_id
        self.setText(title)
        self._icon = icon
        self._count = 0
        self._tone = "muted"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Which tab is in view is said by the deck."""

    def set_badge(self, count: int, tone: str) -> None:
        """Shows a count, or takes it away if it is 0."""
        self._count, self._tone = count, tone
        self.setAccessibleDescription(f"{count} new" if count else "")
        self.updateGeometry()
        self.update()

    def badge(self) -> int:
        """The count shown."""
        return self._count

    def sizeHint(self) -> QSize:
        """Icon, name and count."""
        wide = look.px(10 + 14 + 7 + 10) + look.width("small-medium", self.text())
        if self._count:
            wide += paint.badge_size(self._badge_text())[0] + look.px(6)
        return QSize(wide, look.px(STRIP))

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
        x += side + look.px(7)
        role = "small-strong" if chosen else "small-medium"
        wide = look.width(role, self.text())
        paint.text(painter, QRectF(x, 0, wide + 1, self.height()), self.text(), role, ink)
        x += wide + look.px(6)
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
        """Left and Right go to the neighbours."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        strip = self.parentWidget()
        if step is not None and isinstance(strip, TabStrip):
            strip.step(self, step)
            return
        super().keyPressEvent(event)


class TabStrip(QWidget):
    """The row of tabs, with room for tools at its right end.

    `picked` carries the id of the tab a person chose.
    """

    picked = Signal(str)

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
        for tab in self.tabs.values():
            tab.updateGeometry()
        self.update()

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
            tab.update()

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
