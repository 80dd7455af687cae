"""One tab of the strip over the panes: icon, name, a count, and a line under the one in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.shell import STRIP
from workbench.gui.theme import icons


class Tab(QAbstractButton):
    """One tab; what is done to it beyond a click it tells.

    `stepped` and `shifted` carry a direction: to go to a neighbour, or past one. `dragged` carries
    the pointer's place on the screen, `menu_asked` where a menu is to open.
    """

    stepped = Signal(int)
    shifted = Signal(int)
    dragged = Signal(QPoint)
    menu_asked = Signal(QPoint)

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
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shifted.emit(step)
        else:
            self.stepped.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may begin a drag."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Beyond a small distance the tab is dragged along the strip, or out of it."""
        if self._grip is None:
            super().mouseMoveEvent(event)
            return
        far = (
            event.position().toPoint() - self._grip
        ).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged:
            self._dragged = True
            self.dragged.emit(event.globalPosition().toPoint())

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
        self.menu_asked.emit(event.globalPos())
