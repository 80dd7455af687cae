"""The bar of tab names: scrolls sideways, and is one stop of the Tab key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import ring, theme
from workbench.gui.render.clickables import Clickable, IconButton
from workbench.gui.render.text_block import TextBlock

_PAD_X = 16
_UNDERLINE = 2
_ARROW = 28
_MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class TabButton(Clickable):
    """One tab's name."""

    def __init__(self, parent: QWidget, move: Callable[[int], bool]) -> None:
        super().__init__("", parent)
        self._move = move
        self.setCheckable(True)
        self.block = TextBlock(theme(), "", "body-medium", truncate=True)

    def show_label(self, label: str, chosen: bool) -> None:
        """Show this name, chosen or not; only the chosen tab is reached by the Tab key."""
        if label != self.block.text:
            self.block = TextBlock(theme(), label, "body-medium", truncate=True)
            self.setAccessibleName(label)
        self.setChecked(chosen)
        focus = Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(focus)
        self.update()

    def nextCheckState(self) -> None:
        """A click never takes the mark from the chosen tab; the bar sets it."""

    def draw(self, painter: QPainter) -> None:
        """Name and underline."""
        now, area = theme(), self.rect()
        lit = self.isChecked() or self.underMouse()
        ink = now.color("text" if lit else "text-muted")
        top = (area.height() - _UNDERLINE - self.block.line) / 2
        self.block.paint(painter, _PAD_X, top, area.width() - 2 * _PAD_X, ink)
        if self.isChecked():
            line = QRect(0, area.height() - _UNDERLINE, area.width(), _UNDERLINE)
            painter.fillRect(line, now.color("primary"))
        if self.key_focus:
            ring(painter, QRectF(area).adjusted(1, 1, -1, -3), now.radius("sm"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The bar moves between tabs."""
        if not self._move(event.key()):
            super().keyPressEvent(event)


class TabBar(QWidget):
    """Tabs in a row; ``chosen`` carries the index of the one clicked or moved to.

    Left and Right go round, Home and End jump; moving chooses. Where the names do not fit they
    scroll, with an arrow at each end that hides more.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: list[TabButton] = []
        self._place = -1
        self._offset = 0
        self._window = QWidget(self)
        self._strip = QWidget(self._window)
        self._back = self._arrow("chevron-left", "Earlier tabs", -1)
        self._on = self._arrow("chevron-right", "Later tabs", 1)
        self.setAccessibleName("Tabs")

    def _arrow(self, icon: str, name: str, direction: int) -> IconButton:
        arrow = IconButton(icon, name, side=_ARROW, icon_px=16, parent=self)
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        arrow.when_clicked(lambda: self._scroll(direction * max(self.width() // 2, _ARROW)))
        arrow.hide()
        return arrow

    def show_tabs(self, labels: list[str], place: int) -> None:
        """Show these names, the one at ``place`` chosen."""
        while len(self._buttons) > len(labels):
            gone = self._buttons.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._buttons) < len(labels):
            self._buttons.append(self._button(len(self._buttons)))
        self._place = place
        for index, (button, label) in enumerate(zip(self._buttons, labels, strict=True)):
            button.show_label(label, index == place)
        self._arrange()
        self._reveal()

    def _button(self, place: int) -> TabButton:
        button = TabButton(self._strip, self.move_by_key)
        button.when_clicked(lambda: self._choose(place))
        button.show()
        return button

    def _choose(self, place: int) -> None:
        self._place = place
        for index, button in enumerate(self._buttons):
            button.show_label(button.block.text, index == place)
        self._reveal()
        self.chosen.emit(place)

    def move_by_key(self, key: int) -> bool:
        """Choose another tab by key; False when the key means nothing here."""
        count, key = len(self._buttons), mirror.key(self, key)
        if count == 0:
            return False
        if key in _MOVES:
            place = (self._place + _MOVES[Qt.Key(key)]) % count
        elif key == Qt.Key.Key_Home:
            place = 0
        elif key == Qt.Key.Key_End:
            place = count - 1
        else:
            return False
        self._choose(place)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # -- layout -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """All names in a row."""
        return QSize(self._wanted(), theme().height("tab"))

    def _wanted(self) -> int:
        return sum(button.block.natural() + 2 * _PAD_X for button in self._buttons)

    def _arrange(self) -> None:
        tall, left = theme().height("tab"), 0
        self._strip.resize(max(self._wanted(), 1), tall)
        for button in self._buttons:
            wide = button.block.natural() + 2 * _PAD_X
            mirror.lay(button, left, 0, wide, tall)
            left += wide
        self._scroll(0)

    def _scroll(self, by: int) -> None:
        """Move the names; where some are hidden an arrow takes the end of the bar."""
        wanted, room, arrow = self._wanted(), self.width(), self._back.width()
        most = max(wanted - room, 0)
        if most:
            most += arrow  # at the far end only the arrow back takes room
        self._offset = min(max(self._offset + by, 0), most)
        before = arrow if self._offset > 0 else 0
        after = arrow if self._offset < most else 0
        top = (theme().height("tab") - arrow) // 2
        self._back.setVisible(before > 0)
        mirror.move(self._back, 0, top)
        self._on.setVisible(after > 0)
        mirror.move(self._on, room - arrow, top)
        mirror.lay(self._window, before, 0, max(room - before - after, 0), self.height())
        mirror.move(self._strip, -self._offset, 0)
        self.update()

    def _reveal(self) -> None:
        """Scroll until the chosen tab is clear of the arrows."""
        if not 0 <= self._place < len(self._buttons) or self._wanted() <= self.width():
            return
        area, arrow = mirror.laid(self._buttons[self._place]), self._back.width()
        if area.left() < self._offset:
            self._scroll(area.left() - self._offset)
        elif area.right() > self._offset + self.width() - 2 * arrow:
            self._scroll(area.right() - self._offset - self.width() + 2 * arrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen tab in sight."""
        self._arrange()
        self._reveal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the names when they do not fit; else the panel scrolls."""
        delta = event.angleDelta().x() or event.angleDelta().y()
        if self._wanted() <= self.width():
            event.ignore()
            return
        self._scroll(-delta // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline under the tabs."""
        painter = QPainter(self)
        bottom = self.height() - 1
        painter.fillRect(0, bottom, self.width(), 1, theme().color("border-card"))
