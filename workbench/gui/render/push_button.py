"""The button the renderer draws: five variants, three sizes, icons, and a busy state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, glyph, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.spin import Spin
from workbench.gui.render.text_block import TextBlock

_DIMMED = 0.55
_GAP = 8
_BUSY_ICON = "loader-circle"
_BRIGHTER = 1.08


@dataclass(frozen=True, slots=True)
class _Size:
    height: int
    padding: int
    icon: int
    role: str


SIZES = {
    "sm": _Size(32, 12, 14, "button-sm"),
    "md": _Size(44, 16, 16, "button"),
    "lg": _Size(48, 20, 18, "button-lg"),
}
VARIANTS = {
    "primary": "primary",
    "secondary": "secondary",
    "default": "secondary",
    "outline": "secondary",
    "ghost": "ghost",
    "danger": "danger",
    "destructive": "danger",
}


@dataclass(frozen=True, slots=True)
class Face:
    """What a button shows."""

    label: str = ""
    variant: str = "secondary"
    size: str = "md"
    icon_left: str = ""
    icon_right: str = ""
    busy: bool = False


class PushButton(Clickable):
    """Paints a `Face`; ``told`` is called when the focus ring must appear or vanish."""

    def __init__(self, parent: QWidget, told: Callable[[], None] | None = None) -> None:
        super().__init__("", parent)
        self.face = Face()
        self._told = told
        self._block = TextBlock(theme(), "", "button", truncate=True)
        self._spin = Spin(self.update, self)

    def show_face(self, face: Face) -> None:
        """Show this from now on."""
        if face == self.face and self._block.text == face.label:
            return
        self.face = face
        size = SIZES[face.size]
        self._block = TextBlock(theme(), face.label, size.role, truncate=True)
        self.setText(face.label)
        self.setAccessibleName(face.label or face.icon_left or face.icon_right)
        self._spin.run(face.busy)
        self.update()

    # -- size -------------------------------------------------------------------------------

    def _icons(self) -> tuple[str, str]:
        if self.face.busy:
            return _BUSY_ICON, ""
        return self.face.icon_left, self.face.icon_right

    def wanted_width(self) -> int:
        """Label, icons, gaps, padding and the border."""
        size = SIZES[self.face.size]
        shown = sum(1 for name in self._icons() if name)
        label = self._block.natural() if self.face.label else 0
        gaps = _GAP * max(shown + bool(label) - 1, 0)
        return label + shown * size.icon + gaps + 2 * theme().space(size.padding) + 2

    def least_width(self) -> int:
        """Some letters and the padding."""
        return min(self.wanted_width(), 2 * theme().space(SIZES[self.face.size].padding) + 32)

    def wanted_height(self) -> int:
        """The height of its size."""
        return theme().space(SIZES[self.face.size].height)

    def label_is_cut(self) -> bool:
        """Whether the label ends in an ellipsis."""
        return self.width() < self.wanted_width()

    # -- drawing ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, dimmed when it cannot be used."""
        if self.isEnabled() and not self.face.busy:
            self._draw_on(self)
            return
        # Dimmed as a whole: drawn piece by piece, the label would fade into the fill.
        ratio = self.devicePixelRatio()
        image = QPixmap(self.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        self._draw_on(image)
        painter = QPainter(self)
        painter.setOpacity(_DIMMED)
        painter.drawPixmap(0, 0, image)

    def _draw_on(self, device: QPaintDevice) -> None:
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror.begin(painter, self)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Fill, border, icons and label."""
        fill, edge, ink = self._colors()
        box(painter, QRectF(self.rect()), theme().radius("md"), fill=fill, edge=edge)
        size = SIZES[self.face.size]
        left_icon, right_icon = self._icons()
        room = self.width() - 2 * theme().space(size.padding) - 2
        taken = sum(size.icon + _GAP for name in (left_icon, right_icon) if name)
        label = self._block.natural() if self.face.label else 0
        if not label:
            taken -= _GAP
        wide = max(min(label, room - taken), 0)
        left = (self.width() - wide - taken) / 2
        middle = self.height() / 2
        if left_icon:
            self._glyph(painter, left_icon, QPointF(left + size.icon / 2, middle), ink)
            left += size.icon + _GAP
        if label:
            self._block.paint(painter, left, middle - self._block.line / 2, wide, ink)
            left += wide + _GAP
        if right_icon:
            self._glyph(painter, right_icon, QPointF(left + size.icon / 2, middle), ink)

    def _glyph(self, painter: QPainter, name: str, center: QPointF, ink: QColor) -> None:
        px = SIZES[self.face.size].icon
        if name != _BUSY_ICON:
            glyph(painter, name, center, px, ink)
            return
        self._spin.turn()
        painter.save()
        painter.translate(center)
        painter.rotate(self._spin.angle)
        glyph(painter, name, QPointF(0, 0), px, ink)
        painter.restore()

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, border and ink."""
        now = theme()
        lit = self.isEnabled() and not self.face.busy and (self.underMouse() or self.isDown())
        variant = self.face.variant
        if variant == "primary":
            fill = now.color("primary-fill")
            return (brighter(fill) if lit else fill), None, now.color("text-on-primary")
        if variant == "danger":
            fill = now.color("danger", 0.24 if lit else 0.16)
            return fill, now.color("danger", 0.4), now.ink("danger", 0.24)
        if variant == "ghost":
            if lit:
                return now.color("hover"), None, now.color("text")
            return None, None, now.color("text-muted")
        fill = now.color("surface-3")
        return (brighter(fill) if lit else fill), now.color("border"), now.color("text")

    # -- focus ------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is drawn around the button by what carries it."""
        super().focusInEvent(event)
        if self._told is not None:
            self._told()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        if self._told is not None:
            self._told()


def brighter(color: QColor) -> QColor:
    """A colour 8 % brighter, as under the pointer."""
    return QColor(
        min(round(color.red() * _BRIGHTER), 255),
        min(round(color.green() * _BRIGHTER), 255),
        min(round(color.blue() * _BRIGHTER), 255),
        color.alpha(),
    )


def ring_around(painter: QPainter, area: QRectF, radius: float) -> None:
    """The 2 px focus ring, 2 px outside a shape."""
    outer = area.adjusted(-4, -4, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box(painter, outer, radius + 4, edge=theme().color("focus-ring"), width=2.0)
