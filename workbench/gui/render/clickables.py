"""The small buttons that lists, forms and overlays are made of, painted from the theme's tokens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workbench.gui.render.brushwork import (
    DISABLED_OPACITY,
    box,
    corner,
    glyph,
    line,
    mixed,
    ring,
    text_width,
    theme,
)
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.painted import painted

_TALL, _SMALL = 44, 32
_SPIN_MS = 60
_SPIN_DEGREES = 30
_BUSY_ICON = "loader-circle"


class Clickable(QAbstractButton):
    """A button without a look of its own: hover, keyboard focus, Enter and Space.

    Subclasses paint in `draw`.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key_focus = False
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def when_clicked(self, run: Callable[[], object]) -> None:
        """Call `run` on every click."""
        self.clicked.connect(lambda _checked=False: run())

    def draw(self, painter: QPainter) -> None:
        """Paint the button; the painter is antialiased and dimmed when disabled."""

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint, dimmed when disabled."""
        if not self.isEnabled():
            painter.setOpacity(DISABLED_OPACITY)
        self.draw(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks as well as Space, as on the web."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember who brought the focus."""
        self.key_focus = from_keyboard(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget it."""
        self.key_focus = False
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint with the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without it."""
        super().leaveEvent(event)
        self.update()


class IconButton(Clickable):
    """A square button with one icon; `side`, at the usual density, and `icon_px` in px."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        side: int = 32,
        icon_px: int = 16,
        fallback: str = "circle",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._icon = icon
        self._icon_px = icon_px
        self._fallback = fallback
        self._side = side
        self.setToolTip(name)
        self.respace()

    def respace(self) -> None:
        """Take the size that the density in force asks for."""
        side = theme().space(self._side)
        self.setFixedSize(side, side)

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon under another name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """An icon that darkens under the pointer."""
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        if lit:
            box(painter, self.rect(), corner(6), fill=theme().color("hover"))
        ink = theme().color("text" if lit else "text-muted")
        center = QPointF(self.width() / 2, self.height() / 2)
        glyph(painter, self._icon, center, self._icon_px, ink, fallback=self._fallback)
        if self.key_focus:
            ring(painter, self.rect(), corner(6))


class TextButton(Clickable):
    """A button with a label: primary, secondary, plain, danger or solid-danger; md or sm."""

    def __init__(
        self,
        label: str,
        variant: str = "secondary",
        *,
        small: bool = False,
        icon: str = "",
        height: int = 0,
        role: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._variant = variant
        self._role = role or ("button-sm" if small else "button")
        self._icon = icon
        self._tall = height or (_SMALL if small else _TALL)
        self._busy = False
        self._angle = 0
        self._spin = QTimer(self)
        self._spin.setInterval(_SPIN_MS)
        self._spin.timeout.connect(self._turn)
        self.setText(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_label(self, label: str) -> None:
        """Change the text."""
        if label != self.text():
            self.setText(label)
            self.setAccessibleName(label)
            self.updateGeometry()
            self.update()

    def set_variant(self, variant: str) -> None:
        """Change the look."""
        self._variant = variant
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Show a turning icon before the label."""
        self._busy = busy
        if busy:
            self._spin.start()
        else:
            self._spin.stop()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Label, icon and padding."""
        icon = 24 if self._icon or self._busy else 0
        padding = 24 if self._role == "button-sm" else 32
        label = text_width(self.text(), self._role)
        return QSize(
            label + icon + padding - (8 if icon and not label else 0), theme().space(self._tall)
        )

    def minimumSizeHint(self) -> QSize:
        """A button may be cut rather than widen a narrow panel."""
        return QSize(min(self.sizeHint().width(), 64), theme().space(self._tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a label that is too long."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.width() < self.sizeHint().width() - 8 else "")

    def draw(self, painter: QPainter) -> None:
        """Fill, border, icon and label."""
        fill, edge, ink = self._colors()
        area = QRectF(self.rect())
        if self.key_focus:
            ring(painter, area, corner(8))
            area.adjust(3, 3, -3, -3)
        box(painter, area, corner(6), fill=fill, edge=edge)
        self._draw_content(painter, ink)

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        has_icon = bool(self._icon) or self._busy
        label = min(text_width(self.text(), self._role), self.width() - (40 if has_icon else 16))
        gap = 8 if has_icon and label else 0
        left = (self.width() - label - (16 + gap if has_icon else 0)) / 2
        if has_icon:
            center = QPointF(left + 8, self.height() / 2)
            if self._busy:
                painter.save()
                painter.translate(center)
                painter.rotate(self._angle)
                glyph(painter, _BUSY_ICON, QPointF(0, 0), 16, ink)
                painter.restore()
            else:
                glyph(painter, self._icon, center, 16, ink)
            left += 16 + gap
        line(painter, QRectF(left, 0, label + 1, self.height()), self.text(), self._role, ink)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        shown = theme()
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._variant in {"primary", "solid-danger"}:
            fill = shown.color("danger-fill" if self._variant == "solid-danger" else "primary-fill")
            if lit:
                fill = mixed(fill, QColor(Qt.GlobalColor.white), 0.08)
            return fill, None, shown.color("text-on-primary")
        if self._variant == "danger":
            tint = 0.24 if lit else 0.16
            edge = shown.color("danger", 0.4)
            return shown.color("danger", tint), edge, shown.ink("danger", 0.24)
        if self._variant == "plain":
            return (
                (shown.color("hover"), None, shown.color("text"))
                if lit
                else (None, None, shown.color("text-muted"))
            )
        if self._variant == "outline":
            fill = shown.color("hover") if lit else shown.color("surface-card")
            return fill, shown.color("border"), shown.color("text")
        fill = shown.color("surface-3")
        if lit:
            fill = mixed(fill, shown.color("text"), 0.06)
        return fill, shown.color("border"), shown.color("text")

    def _turn(self) -> None:
        self._angle = (self._angle + _SPIN_DEGREES) % 360
        self.update()
