"""Small marks: badge, dot, icon, hairline."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons


class Badge(QWidget):
    """A pill with a short text in a tone."""

    def __init__(
        self,
        text: str = "",
        tone: str = "muted",
        *,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self._mono = mono
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What it says."""
        return self._text

    def set(self, text: str, tone: str) -> None:
        """Changes text and tone."""
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(text)
            self.restyle()

    def sizeHint(self) -> QSize:
        """As wide as the text needs."""
        return QSize(*paint.badge_size(self._text, self._mono))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The pill."""
        paint.badge(painter, 0, self.height() / 2, self._text, self._tone, self._mono)


class Dot(QWidget):
    """A status dot in a tone."""

    def __init__(self, tone: str = "subtle", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, tone: str) -> None:
        """Changes the tone."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        """Seven pixels across."""
        return QSize(look.px(7), look.px(7))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The dot."""
        paint.dot(painter, 0, self.height() / 2, self.width(), look.ink(self._tone))


class Mark(QWidget):
    """An icon in a tone."""

    def __init__(
        self, name: str, tone: str = "muted", size: int = 14, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, name: str, tone: str) -> None:
        """Changes icon and tone."""
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self.update()

    def sizeHint(self) -> QSize:
        """The icon's square."""
        return QSize(look.px(self._size), look.px(self._size))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The icon, drawn once and cached by the theme."""
        side = look.px(self._size)
        top = (self.height() - side) / 2
        icons.paint(painter, self._name, 0, top, side, look.ink(self._tone))


class Hairline(QWidget):
    """A line one pixel thick between two areas."""

    def __init__(
        self,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        token: str = "border-card",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._token = token
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The line fills the widget."""
        painter.fillRect(self.rect(), look.theme().color(self._token))
