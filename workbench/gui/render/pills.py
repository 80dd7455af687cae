"""A chosen value as a pill with a cross to take it away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, glyph, line, ring, text_width, theme
from workbench.gui.render.clickables import Clickable

HEIGHT = 20
_LONGEST = 240


class Pill(Clickable):
    """The label of a value; a click on the cross, or Enter, Space or Delete, takes it away."""

    removed = Signal(str)

    def __init__(self, value: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Remove {label}", parent)
        self.value = value
        self.setText(label)
        self.when_clicked(lambda: self.removed.emit(self.value))

    def sizeHint(self) -> QSize:
        """Label, cross and padding."""
        return QSize(min(text_width(self.text(), "caption"), _LONGEST) + 30, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a label that is too long."""
        super().resizeEvent(event)
        cut = text_width(self.text(), "caption") > self.width() - 30
        self.setToolTip(self.text() if cut else "")

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(min(self.sizeHint().width(), 60), HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Only the cross takes the value away."""
        if mirror.spot_f(self, event.position()).x() < self.width() - 24:
            self.setDown(False)
            return
        super().mouseReleaseEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Primary tint, primary ink."""
        shown = theme()
        strong = shown.dark
        fill = shown.color("primary", 0.28 if strong else 0.18)
        ink = shown.ink("primary-hover", 0.3 if strong else 0.2, "primary")
        box(painter, self.rect(), HEIGHT / 2, fill=fill)
        area = QRectF(8, 0, self.width() - 30, self.height())
        line(painter, area, self.text(), "caption", ink)
        center = QPointF(self.width() - 13, self.height() / 2)
        glyph(painter, "x", center, 12, ink)
        if self.key_focus:
            ring(painter, self.rect(), HEIGHT / 2)
