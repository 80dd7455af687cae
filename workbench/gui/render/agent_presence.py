"""AgentPresence: who is at work, on what, and how far."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render.brushwork import CENTER, RIGHT, box, line, smooth, text_width
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of, number_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView

_TOKENS = {
    "idle": "text-subtle",
    "thinking": "accent",
    "executing": "primary",
    "active": "primary",
    "completed": "success",
    "failed": "danger",
}
_SIDE, _PAD, _GAP = 36, 12, 12


@register("AgentPresence")
class AgentPresenceView(NodeView):
    """Avatar with a status dot, the action, and a progress line when there is one."""

    role = "status"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        self._status = label_of(get("status"), "active").lower()
        self._action = label_of(get("action"))
        self._avatar = text_of(get("avatar"))[:4] or "🐝"
        given = get("progress")
        part = number_of(given, -1.0)
        self._part = min(max(part, 0.0), 100.0) / 100 if given is not None and part >= 0 else None

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    @property
    def _title(self) -> str:
        return self._action or self._status.capitalize()

    def measure_natural(self) -> int:
        """Avatar and texts."""
        text = max(text_width(self._title, "body-medium"), text_width(self._status, "caption"))
        return 2 * _PAD + _SIDE + _GAP + text + 60

    def measure_minimum(self) -> int:
        """The action may be cut."""
        return min(self.natural(), 160)

    def measure_height(self, width: int) -> int:
        """One line and, with progress, the line below."""
        return 2 * _PAD + _SIDE + (0 if self._part is None else 14)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The card."""
        smooth(painter)
        shown = self.theme
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, self.rect, shown.radius("xl"), fill=fill, edge=edge)
        token = _TOKENS.get(self._status, "primary")
        tone = shown.color(token)
        left, top = self.x + _PAD, self.y + _PAD
        disc = QRectF(left, top, _SIDE, _SIDE)
        box(painter, disc, _SIDE / 2, fill=shown.color("surface-2"))
        line(painter, disc, self._avatar, "heading", shown.color("text"), CENTER)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        dot = QPointF(disc.right() - 5, disc.bottom() - 5)
        painter.drawEllipse(dot, 6.5, 6.5)
        painter.setBrush(tone)
        painter.drawEllipse(dot, 4.5, 4.5)
        room = self.w - 2 * _PAD - _SIDE - _GAP
        text = QRectF(disc.right() + _GAP, top, room, 20)
        if self._part is not None:
            percent = f"{self._part * 100:.0f} %"
            used = line(painter, text, percent, "caption-medium", shown.color("text-muted"), RIGHT)
            text.setWidth(room - used - 8)
        line(painter, text, self._title, "body-medium", shown.color("text"))
        below = QRectF(text.left(), top + 20, room, 16)
        line(painter, below, self._status, "caption", shown.ink(token))
        if self._part is not None:
            track = QRectF(left, disc.bottom() + 10, self.w - 2 * _PAD, 4)
            box(painter, track, 2, fill=shown.color("progress-track"))
            if self._part > 0:
                track.setWidth(track.width() * self._part)
                box(painter, track, 2, fill=tone)

    def spoken(self) -> str:
        """Status, action and progress."""
        percent = "" if self._part is None else f", {self._part * 100:.0f} percent"
        return f"{self._title}, {self._status}{percent}"
