"""The well a person types into: a `QLineEdit` drawn with the theme's field tokens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolTip, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import (
    DISABLED_OPACITY,
    box,
    corner,
    glyph,
    mixed,
    ring,
    smooth,
    theme,
)
from workbench.gui.render.key_focus import from_keyboard

_OWN_MARGINS = 4
"""What a `QLineEdit` keeps free at the sides of its text."""


def paint_well(
    painter: QPainter,
    rect: QRect | QRectF,
    *,
    focused: bool = False,
    ringed: bool = False,
    hovered: bool = False,
    bad: bool = False,
    enabled: bool = True,
    radius: int = 6,
) -> None:
    """The well itself: fill, border (danger when `bad`, primary with the focus) and ring."""
    shown = theme()
    smooth(painter)
    painter.save()
    if not enabled:
        painter.setOpacity(painter.opacity() * DISABLED_OPACITY)
    edge = shown.color("border-input")
    if bad:
        edge = shown.color("danger")
    elif focused:
        edge = mixed(edge, shown.color("primary"), 0.7)
    elif hovered and enabled:
        edge = shown.color("border-input-hover")
    radius = corner(radius)
    box(painter, rect, radius, fill=shown.color("surface-input"), edge=edge)
    painter.restore()
    if ringed:
        ring(painter, rect, radius)


def clear_ground(widget: QWidget) -> None:
    """Let what lies under `widget` show through: its own well is painted by hand."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)


def tell_rest(edit: QLineEdit, event: QEvent) -> bool:
    """When a tooltip is asked for over a text too long for its field, show all of it."""
    if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    margins = edit.textMargins()
    room = edit.width() - margins.left() - margins.right() - _OWN_MARGINS
    said = edit.displayText() or edit.placeholderText()
    if edit.toolTip() or edit.fontMetrics().horizontalAdvance(said) <= room:
        return False
    QToolTip.showText(event.globalPos(), said, edit)
    return True


class WellEdit(QLineEdit):
    """A one-line field in a well. `icon` stands at its left; `tall` is its height in px."""

    def __init__(
        self,
        *,
        tall: int = 44,
        role: str = "body",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.bad = False
        self._tall = tall
        self._icon = icon
        self._ringed = False
        self._ghost = False
        self._dimmed = False
        self.setFrame(False)
        self.setFont(theme().font(role))
        self._insets = (31 if icon else 11, 11)
        self._inset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        clear_ground(self)

    def sizeHint(self) -> QSize:
        """About twenty characters wide."""
        return QSize(200, theme().space(self._tall))

    def minimumSizeHint(self) -> QSize:
        """A field may become narrow before it makes a panel scroll sideways."""
        return QSize(80, theme().space(self._tall))

    def set_bad(self, bad: bool) -> None:
        """Draw the border in danger, or not."""
        if bad != self.bad:
            self.bad = bad
            self.update()

    def set_icon(self, icon: str) -> None:
        """An icon at the left, or none."""
        if icon != self._icon:
            self._icon = icon
            self.set_insets(31 if icon else 11, 11)
            self.update()

    def set_insets(self, start: int, end: int) -> None:
        """Space before and after the text, px."""
        self._insets = (start, end)
        self._inset()

    def _inset(self) -> None:
        left, right = reversed(self._insets) if self.isRightToLeft() else self._insets
        self.setTextMargins(left, 0, right, 0)
        self.setAlignment(mirror.start(self))

    def changeEvent(self, event: QEvent) -> None:
        """The page runs the other way."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._inset()

    def set_ghost(self, ghost: bool) -> None:
        """Draw no well until the pointer or the keyboard comes."""
        self._ghost = ghost
        self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Draw as disabled without giving up the keyboard."""
        self._dimmed = dimmed
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the field when the keyboard brought the focus."""
        super().focusInEvent(event)
        self._ringed = from_keyboard(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ringed = False
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint with the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without it."""
        super().leaveEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """A tooltip tells what is too long for the field."""
        return tell_rest(self, event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The well, then Qt's own text and cursor, then the icon."""
        painter = QPainter(self)
        mirror.begin(painter, self)
        try:
            self._draw(painter)
        finally:
            painter.end()
        super().paintEvent(event)

    def _draw(self, painter: QPainter) -> None:
        if not self._ghost or self.hasFocus() or self.underMouse() or self.bad:
            paint_well(
                painter,
                self.rect(),
                focused=self.hasFocus(),
                ringed=self._ringed,
                hovered=self.underMouse(),
                bad=self.bad,
                enabled=self.isEnabled() and not self._dimmed,
            )
        if self._icon:
            ink = theme().color("text-muted")
            glyph(painter, self._icon, QPointF(17, self.height() / 2), 14, ink)
