"""Tabs as words on a line: one is in view, the others are dimmer; arrows go through them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted


class Tab(QAbstractButton):
    """One word, underlined while its page is in view; `note` is a small number behind it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = ""
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Which one is in view is said by the line."""

    def sizeHint(self) -> QSize:
        """The word and its note."""
        wide = look.width("small-medium", self.text())
        if self.note:
            wide += look.px(5) + look.width("tiny", self.note)
        return QSize(wide + look.px(2), look.px(26))

    def minimumSizeHint(self) -> QSize:
        """A tab is never squeezed."""
        return self.sizeHint()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Word, note, underline, focus."""
        lit = self.isChecked() or self.underMouse()
        rect = QRectF(self.rect())
        paint.text(painter, rect, self.text(), "small-medium", look.ink("text" if lit else "muted"))
        if self.note:
            rect.setLeft(look.width("small-medium", self.text()) + look.px(5))
            paint.text(painter, rect, self.note, "tiny", look.ink("subtle"))
        if self.isChecked():
            bar = QRectF(0, self.height() - look.px(2), self.width(), look.px(2))
            painter.fillRect(bar, look.theme().color("primary"))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), look.px(4))


class TabLine(QWidget):
    """The tabs; `picked` carries the name of the one somebody went to."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, Tab] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._row.setSpacing(look.px(16))
        for tab in self.tabs.values():
            tab.updateGeometry()
            tab.update()
        self.update()

    def add(self, name: str, text: str) -> None:
        """Adds a tab at the end."""
        tab = Tab(text, self)
        tab.clicked.connect(lambda: self.picked.emit(name))
        self.tabs[name] = tab
        self._row.insertWidget(self._row.count() - 1, tab)

    def note(self, name: str, text: str) -> None:
        """Puts a small number behind a tab's word."""
        tab = self.tabs[name]
        if tab.note != text:
            tab.note = text
            tab.updateGeometry()
            tab.update()

    def choose(self, name: str) -> None:
        """Shows one as being in view."""
        for key, tab in self.tabs.items():
            tab.setChecked(key == name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the next tab."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        names = list(self.tabs)
        at = next((i for i, name in enumerate(names) if self.tabs[name].isChecked()), 0)
        if step is None or not 0 <= at + step < len(names):
            super().keyPressEvent(event)
            return
        self.tabs[names[at + step]].setFocus(Qt.FocusReason.TabFocusReason)
        self.picked.emit(names[at + step])

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A line under all of them."""
        bottom = self.height() - 1
        edge = look.theme().color("border-subtle")
        paint.hairline(painter, 0, bottom, self.width(), bottom, edge)
