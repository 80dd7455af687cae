"""The frame drawn around an element on the stage, with a label that says what it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

_TALL = 22
_PAD = 7
_GAP = 3


class Outline(QWidget):
    """Covers its parent without taking part in anything; shows one frame and label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._area = QRect()
        self._name = ""
        self._size = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.update()

    def frame(self, area: QRect | None, clip: QRect, label: str) -> None:
        """Frames an area of the screen, as far as it is seen inside `clip`; None frames nothing."""
        self.setGeometry(self._over.rect())
        origin = self._over.mapFromGlobal(QPoint(0, 0))
        whole = area if area is not None else QRect()
        self._area = (whole & clip).translated(origin) if area is not None else QRect()
        self._name = label
        self._size = f"{whole.width()} × {whole.height()}"
        self.setAccessibleName(label)
        self.update()

    def framed(self) -> QRect:
        """The framed area, in the parent's coordinates; empty where nothing is framed."""
        return QRect(self._area)

    def label(self) -> str:
        """What the label says."""
        return self._name

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The frame, and the label above it or where there is room."""
        if self._area.isEmpty():
            return
        theme = look.theme()
        area = QRectF(self._area)
        painter.fillRect(area, theme.color("primary", 0.14))
        paint.rounded(painter, area, 2, None, theme.color("primary"))
        paint.rounded(painter, area.adjusted(1, 1, -1, -1), 1, None, theme.color("primary", 0.5))
        self._paint_label(painter, area)

    def _paint_label(self, painter: QPainter, area: QRectF) -> None:
        pad, tall = look.px(_PAD), look.px(_TALL)
        size = look.width("mono-tiny", self._size)
        most = self.width() - 4 * pad - size
        name = min(look.width("small-medium", self._name), most)
        wide = name + size + 3 * pad
        left = max(0.0, min(area.left(), self.width() - wide))
        top = area.top() - tall - look.px(_GAP)
        if top < 0:
            top = area.bottom() + look.px(_GAP)
        if top + tall > self.height():
            top = area.top() + look.px(_GAP)
        place = QRectF(left, top, wide, tall)
        theme = look.theme()
        paint.rounded(painter, place, look.px(4), theme.color("surface-3"), theme.color("border"))
        words = QRectF(left + pad, top, name + 1, tall)
        paint.text(painter, words, self._name, "small-medium", look.ink("text"))
        rest = QRectF(words.right() + pad, top, size + 1, tall)
        paint.text(painter, rest, self._size, "mono-tiny", look.ink("muted"))
