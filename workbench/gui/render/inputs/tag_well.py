"""The well of a TagInput: its pills, and the field after them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.column_box import FlowBox
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.painted import painted
from workbench.gui.render.pills import Pill
from workbench.gui.render.well import clear_ground, paint_well, tell_rest


class TagEdit(QLineEdit):
    """The bare field after the pills."""

    added = Signal(str)
    pasted = Signal(str)
    emptied = Signal()
    moved = Signal(int)
    left = Signal()
    entered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.delimiters: tuple[str, ...] = ()
        self.setFrame(False)
        self.setFont(theme().font("body"))
        clear_ground(self)

    def event(self, event: QEvent) -> bool:
        """A tooltip tells what is too long for the field."""
        return tell_rest(self, event) or super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Text begins where the page does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(mirror.start(self))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a word."""
        return QSize(80, 24)

    def sizeHint(self) -> QSize:
        """As tall as a pill's line."""
        return QSize(80, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and delimiters add, Backspace in the empty field removes, arrows suggest."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            event.text() and event.text() in self.delimiters
        ):
            self.added.emit(self.text())
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the well."""
        super().focusInEvent(event)
        self.entered.emit(from_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it again."""
        super().focusOutEvent(event)
        self.left.emit()


class TagWell(FlowBox):
    """The well with the pills and the field."""

    def __init__(self) -> None:
        super().__init__(gap=4, stretch_last=True)
        self.margins = (8, 10, 8, 10)
        self.bad = False
        self._ringed = False
        self.edit = TagEdit(self)
        self.parts = [self.edit]
        self.setFocusProxy(self.edit)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def heightForWidth(self, width: int) -> int:
        """At least a field's height."""
        return max(super().heightForWidth(width), theme().height("field"))

    def set_ringed(self, ringed: bool) -> None:
        """The keyboard brought the focus, or not."""
        self._ringed = ringed
        self.update()

    def pills(self) -> list[Pill]:
        """The pills in order."""
        return [part for part in self.parts if isinstance(part, Pill)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere types."""
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The well."""
        focused = self.edit.hasFocus()
        paint_well(
            painter,
            self.rect(),
            focused=focused,
            ringed=focused and self._ringed,
            hovered=self.underMouse(),
            bad=self.bad,
        )
