"""The way from the root of a panel to an element, each step of it a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.inspector.tree import Steps
from workbench.gui.parts import look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.painted import painted

Crumb = tuple[str, Steps]
"""What an element is called, and its place."""

_MOST = 9
_FIRST = 2
_TALL = 22
_BETWEEN = 12


class Crumbs(QWidget):
    """Buttons in as many lines as they need; of a long way the middle is left out.

    `picked` carries the place of the step clicked, `pointed` that of the one pointed at or None.
    """

    picked = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way: tuple[Crumb, ...] = ()
        self.buttons: list[Button] = []
        self._marks: list[QPoint] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Path of the node")
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._arrange()

    def show_way(self, way: Sequence[Crumb]) -> None:
        """Shows another way; the last step is where one is."""
        if tuple(way) == self._way:
            return
        self._way = tuple(way)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(*crumb) for crumb in self._shown()]
        self._arrange()

    def _shown(self) -> list[Crumb]:
        way = list(self._way)
        if len(way) <= _MOST:
            return way
        last = _MOST - _FIRST - 1
        # The step left out last stands for all that were left out.
        return [*way[:_FIRST], ("…", way[-last - 1][1]), *way[-last:]]

    def _button(self, name: str, steps: Steps) -> Button:
        button = Button(name, height=_TALL, parent=self)
        here = steps == self._way[-1][1]
        button.strong = here
        button.setChecked(here)
        button.setProperty("steps", steps)
        button.setAccessibleName(f"{name}, this node" if here else name)
        button.clicked.connect(lambda: self.picked.emit(steps))
        button.installEventFilter(self)
        button.show()
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells which step is pointed at, or has the keyboard."""
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self.pointed.emit(watched.property("steps"))
        elif kind in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self.pointed.emit(None)
        return False

    # -- places

    def hasHeightForWidth(self) -> bool:
        """Steps wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines at a width."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """One line, or more where there is less room."""
        return QSize(look.px(200), self.heightForWidth(max(self.width(), look.px(200))))

    def minimumSizeHint(self) -> QSize:
        """As tall as the lines it has now."""
        return QSize(look.px(80), self.heightForWidth(max(self.width(), look.px(80))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _arrange(self) -> None:
        self._place(self.width(), move=True)
        self.updateGeometry()
        self.update()

    def _place(self, width: int, *, move: bool) -> int:
        x = y = 0
        between, tall = look.px(_BETWEEN), look.px(_TALL)
        marks: list[QPoint] = []
        for number, button in enumerate(self.buttons):
            wide = min(button.sizeHint().width(), max(1, width))
            if number and x + between + wide > width:
                x, y = 0, y + tall
            elif number:
                marks.append(QPoint(x, y))
                x += between
            if move:
                button.setGeometry(x, y, wide, tall)
            x += wide
        if move:
            self._marks = marks
        return y + tall

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The marks between the steps of a line."""
        size = QSize(look.px(_BETWEEN), look.px(_TALL))
        for mark in self._marks:
            place = QRectF(mark.x(), mark.y(), size.width(), size.height())
            centre = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, place, "›", "small", look.ink("subtle"), centre)
