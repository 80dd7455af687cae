"""Buttons joined into one: exactly one choice is in force, others act at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons


class Segment(QAbstractButton):
    """One part of a `Segmented`."""

    def __init__(self, key: str, text: str, icon: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.icon_name = icon
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """What is in force is said by the owner, not by the click."""

    def sizeHint(self) -> QSize:
        """Icon and text with room beside them."""
        wide = look.px(16) + (look.px(14) if self.icon_name else 0)
        if self.text():
            wide += look.width("small-medium", self.text()) + (look.px(4) if self.icon_name else 0)
        return QSize(wide, look.px(28))

    def minimumSizeHint(self) -> QSize:
        """A segment is never squeezed."""
        return self.sizeHint()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Only the content: the ground belongs to the whole."""
        if not self.isEnabled():
            painter.setOpacity(0.45)
        over = self.underMouse() and self.isEnabled()
        tone = "on-primary" if self.isChecked() else "text" if over else "muted"
        x: float = look.px(8)
        if self.icon_name:
            side = look.px(14)
            top = (self.height() - side) / 2
            icons.paint(painter, self.icon_name, x, top, side, look.ink(tone))
            x += side + look.px(4)
        place = QRectF(x, 0, self.width() - x, self.height())
        paint.text(painter, place, self.text(), "small-medium", look.ink(tone))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), look.px(5))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ink of a pointed-at part changes."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The ink changes back."""
        super().leaveEvent(event)
        self.update()


class Segmented(QWidget):
    """A row of segments in one frame; `picked` carries the key of the one clicked."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments: dict[str, Segment] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        for segment in self.segments.values():
            segment.updateGeometry()
            segment.update()
        self.update()

    def add(self, key: str, text: str = "", icon: str = "", tip: str = "") -> Segment:
        """Adds a segment at the end."""
        segment = Segment(key, text, icon, tip, self)
        segment.clicked.connect(lambda: self.picked.emit(key))
        self.segments[key] = segment
        self._row.addWidget(segment)
        return segment

    def choose(self, key: str) -> None:
        """Shows one segment as being in force; an unknown key shows none."""
        for name, segment in self.segments.items():
            segment.setChecked(name == key)
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Frame, the chosen segment's ground, and lines between segments."""
        theme = look.theme()
        rect, radius = QRectF(self.rect()), look.px(6)
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(path)
        for segment in self.segments.values():
            if segment.isChecked():
                painter.fillRect(segment.geometry(), theme.color("primary-fill"))
            elif segment.underMouse() and segment.isEnabled():
                painter.fillRect(segment.geometry(), theme.color("hover"))
        painter.restore()
        edge = theme.color("border-subtle")
        for segment in list(self.segments.values())[1:]:
            x = segment.x()
            paint.hairline(painter, x, 1, x, self.height() - 2, edge)
        paint.rounded(painter, rect, radius, None, edge)
