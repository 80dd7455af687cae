"""Ghost: a node under a veil while something else works on it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render.brushwork import box, glyph, line, text_width, theme
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, label_of, number_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView

REASON = "Webbee executing..."
_TICK_MS = 80
_PERIOD_MS = 2000
_SWING = 0.12


class Veil(QWidget):
    """The page's colour over the child, with the reason in the middle; takes all clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reason = ""
        self._opacity = 0.6
        self._time = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._pulse = False

    def show_reason(self, reason: str, opacity: float, *, pulse: bool) -> None:
        """How much of the child shines through (0..1), and why it is veiled."""
        self._reason, self._opacity, self._pulse = reason, opacity, pulse
        self.setAccessibleName(reason)
        if pulse and self.isVisible():
            self._timer.start()
        elif not pulse:
            self._timer.stop()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Pulse only while seen."""
        super().showEvent(event)
        if self._pulse:
            self._timer.start()

    def hideEvent(self, event: QEvent) -> None:
        """Rest."""
        self._timer.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is veiled cannot be used."""
        event.accept()

    def _tick(self) -> None:
        self._time = (self._time + _TICK_MS) % _PERIOD_MS
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Veil and chip."""
        shown = theme()
        swing = _SWING * math.sin(2 * math.pi * self._time / _PERIOD_MS) if self._pulse else 0.0
        cover = min(max(1 - self._opacity + swing, 0.0), 1.0)
        painter.fillRect(self.rect(), shown.color("surface-0", cover))
        if not self._reason:
            return
        width = min(text_width(self._reason, "caption-medium") + 42, self.width())
        chip = QRectF((self.width() - width) / 2, (self.height() - 26) / 2, width, 26)
        box(painter, chip, 13, fill=shown.color("surface-card"), edge=shown.color("border"))
        center = QPointF(chip.left() + 17, chip.center().y())
        glyph(painter, "loader-circle", center, 14, shown.color("primary"))
        area = chip.adjusted(30, 0, -10, 0)
        line(painter, area, self._reason, "caption-medium", shown.color("text-muted"))


class GhostBox(ColumnBox):
    """The child with the veil over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.veil = Veil(self)

    def relayout(self) -> None:
        """The veil covers everything."""
        super().relayout()
        self.veil.setGeometry(self.rect())
        self.veil.raise_()


@register("Ghost")
class GhostView(WidgetView):
    """A Ghost node."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.box = GhostBox(scope.surface)
        self.control = self.box
        self.body = scope.render_child(self.box, node.get("child"), self)
        self.body.setEnabled(False)  # no key reaches what no click can
        self.box.add(self.body)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        opacity = min(max(number_of(get("opacity"), 0.6), 0.0), 1.0)
        reason = label_of(get("reason"), "" if get("reason") == "" else REASON)
        self.box.veil.show_reason(reason, opacity, pulse=flag_of(get("pulse"), True))

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        self.body.set_content(self.node.get("child"))
        self._read()
