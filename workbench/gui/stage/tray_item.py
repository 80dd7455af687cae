"""One item of the tray: an icon with a badge on its corner or beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from workbench.gui.parts import look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.painted import painted
from workbench.gui.stage.tray_answer import TrayLook
from workbench.gui.theme import icons

_SIDE = 26
_ICON = 15
_MOST = 4
"""Letters of a badge that are drawn; the whole is in the tooltip."""


class TrayItem(Button):
    """Shows a `TrayLook`; `order` is that of the question its answer belongs to."""

    def __init__(self, shown: TrayLook) -> None:
        super().__init__(icon=shown.icon, height=_SIDE)
        self.shown = shown
        self.order = 0
        self.take(shown)

    def take(self, shown: TrayLook) -> None:
        """Shows another state of the item."""
        self.shown = shown
        name = icons.resolve(shown.icon) or "circle"
        self.icon_name = "triangle-alert" if shown.error is not None else name
        said = f"{shown.title}: {shown.badge}" if shown.badge else shown.title
        self.setAccessibleName(said)
        self.setToolTip(f"{said}\n{_origin(shown)}")
        self.restyle()

    def sizeHint(self) -> QSize:
        """The icon's square; wider with a badge beside it."""
        wide = look.px(_SIDE + 6)
        if self._text() and self.shown.inline:
            wide += paint.badge_size(self._text())[0] + look.px(4)
        return QSize(wide, look.px(_SIDE))

    def _text(self) -> str:
        badge = self.shown.badge
        return badge if len(badge) <= _MOST else f"{badge[: _MOST - 1]}…"

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground, icon and badge."""
        rect, theme = QRectF(self.rect()), look.theme()
        if self.underMouse() or self.isDown() or self.isChecked():
            paint.rounded(painter, rect, look.px(6), theme.color("hover"))
        side = look.px(_ICON)
        left = look.px(8)
        tone = "danger" if self.shown.error is not None else self.shown.tone
        top = rect.center().y() - side / 2 + 0.5
        icons.paint(painter, self.icon_name, left, top, side, look.ink(tone))
        if self._text():
            self._paint_badge(painter, left + side)
        if self.hasFocus():
            paint.focus_ring(painter, rect, look.px(6))

    def _paint_badge(self, painter: QPainter, right: float) -> None:
        if self.shown.inline:
            middle = self.height() / 2
            paint.badge(painter, right + look.px(6), middle, self._text(), self.shown.badge_tone)
            return
        fill = look.ink(self.shown.badge_tone)
        wide = max(look.px(13), look.width("tiny-medium", self._text()) + look.px(6))
        place = QRectF(right - look.px(6), look.px(1), wide, look.px(13))
        paint.rounded(painter, place, place.height() / 2, fill)
        ink = look.theme().color("surface-0")
        center = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, place, self._text(), "tiny-medium", ink, center)


def _origin(shown: TrayLook) -> str:
    """Whose it is, and why it has no answer."""
    if shown.error is not None:
        return f"{shown.app_id} · {shown.error.type}: {shown.error.message}"
    if not shown.asked:
        return f"{shown.app_id} · not asked yet"
    return f"{shown.app_id} · {shown.zone}"
