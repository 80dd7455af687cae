"""The chrome's buttons: one painted control in a few variants."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons

GHOST, OUTLINE, PRIMARY, SECONDARY = "ghost", "outline", "primary", "secondary"
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Button(QAbstractButton):
    """A button with an icon, a text and a dimmer second text, any of which may be absent.

    `variant` is ghost (no edge until pointed at), outline, primary or secondary. `key` is shown at
    the right end in the mono face. Sizes are px at 100 %.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        variant: str = GHOST,
        second: str = "",
        key: str = "",
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.icon_name = icon
        self.variant = variant
        self.second = second
        self.key = key
        self.strong = False
        self.mono = False
        self.icon_tone = ""
        self.minimum = 0
        self._height = height
        self._keyboard = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def show_text(self, text: str, second: str | None = None) -> None:
        """Changes the texts; nothing happens if they are the same."""
        if text == self.text() and second in (None, self.second):
            return
        self.setText(text)
        self.second = self.second if second is None else second
        self.restyle()

    def show_icon(self, name: str, tone: str = "") -> None:
        """Changes the icon and the tone it is drawn in."""
        if (name, tone) != (self.icon_name, self.icon_tone):
            self.icon_name, self.icon_tone = name, tone
            self.update()

    # -- measures

    def sizeHint(self) -> QSize:
        """Room for icon, texts and key."""
        wide = 2 * self._padding()
        parts = [self._icon_px()] if self.icon_name else []
        if self.text():
            parts.append(look.width(self._role(), self.text()))
        if self.second:
            parts.append(look.width("small", self.second))
        if self.key:
            parts.append(look.width("mono-tiny", self.key))
        wide += sum(parts) + look.px(6) * max(0, len(parts) - 1)
        return QSize(max(wide, look.px(self.minimum)), look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A button is never squeezed."""
        return self.sizeHint()

    def _only_icon(self) -> bool:
        return not (self.text() or self.second or self.key)

    def _padding(self) -> int:
        return look.px(7 if self._only_icon() else 10)

    def _icon_px(self) -> int:
        return look.px(14)

    def _role(self) -> str:
        if self.mono:
            return "mono-medium"
        if self.strong or self.variant in (PRIMARY, SECONDARY):
            return "small-strong"
        return "small-medium"

    # -- painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground, then icon and texts from left to right."""
        rect = QRectF(self.rect())
        radius = look.px(6)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        fill, edge, color = self._colors()
        if fill is not None or edge is not None:
            paint.rounded(painter, rect, radius, fill, edge)
        self._paint_content(painter, rect, color)
        if self.hasFocus() and self._keyboard:
            paint.focus_ring(painter, rect, radius)

    def _paint_content(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        gap = look.px(6)
        x: float = rect.left() + self._padding()
        right: float = rect.right() - self._padding()
        if self.icon_name:
            side = self._icon_px()
            tone = look.ink(self.icon_tone) if self.icon_tone else color
            left = x if not self._only_icon() else rect.center().x() - side / 2 + 0.5
            icons.paint(
                painter, self.icon_name, left, rect.center().y() - side / 2 + 0.5, side, tone
            )
            x += side + gap
        if self.key:
            wide = look.width("mono-tiny", self.key)
            place = QRectF(right - wide, rect.top(), wide + 1, rect.height())
            paint.text(painter, place, self.key, "mono-tiny", self._key_color())
            right -= wide + gap
        if self.text():
            room = min(look.width(self._role(), self.text()), max(0.0, right - x))
            place = QRectF(x, rect.top(), room + 1, rect.height())
            paint.text(painter, place, self.text(), self._role(), color)
            x += room + gap
        if self.second and x < right:
            place = QRectF(x, rect.top(), right - x + 1, rect.height())
            paint.text(painter, place, self.second, "small", look.ink("muted"))

    def _key_color(self) -> QColor:
        """Dimmer than the text, and still to be read on the primary ground."""
        if self.variant != PRIMARY:
            return look.ink("subtle")
        color = QColor(look.ink("on-primary"))
        color.setAlphaF(0.72)
        return color

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        theme = look.theme()
        over = self.isEnabled() and (self.underMouse() or self.isDown())
        if self.variant == PRIMARY:
            fill = theme.color("primary-fill")
            return (fill.lighter(108) if over else fill), None, look.ink("on-primary")
        if self.variant == SECONDARY:
            edge = theme.color("border")
            return theme.color("surface-3" if over else "surface-2"), edge, theme.color("text")
        color = theme.color("text" if over or self.isChecked() else "text-muted")
        if self.variant == OUTLINE:
            ground = theme.color("hover") if over or self.isChecked() else None
            return (
                ground,
                theme.color("border-subtle"),
                theme.color("text") if self.text() else color,
            )
        return theme.color("hover") if over or self.isChecked() else None, None, color

    # -- pointer and keyboard

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ground of a pointed-at button changes."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The ground changes back."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Only focus that came by keyboard is ringed."""
        self._keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)
