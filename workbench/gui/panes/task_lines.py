"""Where the words of a task's card stand, for any width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from workbench.gui.panes.cells import status_tone
from workbench.gui.panes.task_words import TaskCard
from workbench.gui.parts import look, paint

_GAP = 8
_BETWEEN = 16
_NAME_SHARE = 0.5
_STAGE_SHARE = 0.65
_CROSS = 24
"""Room that the cross of a running task takes at the end of the first line."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words at their place; `badge` says that they are one."""

    text: str
    role: str
    tone: str
    rect: QRectF
    badge: bool = False

    @property
    def cut(self) -> bool:
        """Whether there is less room than they need."""
        return not self.badge and look.width(self.role, self.text) > self.rect.width() + 1

    def paint(self, painter: QPainter) -> None:
        """Draws them."""
        if self.badge:
            paint.badge(painter, self.rect.left(), self.rect.center().y(), self.text, self.tone)
            return
        start = Qt.AlignmentFlag.AlignLeft
        paint.text(painter, self.rect, self.text, self.role, look.ink(self.tone), start)


def first_line(card: TaskCard, inside: QRectF) -> list[Placed]:
    """Name and origin from the left; stage, progress and how it ended from the right."""
    top, high = inside.top() + look.px(12), look.px(20)
    gap, right = look.px(_GAP), inside.right()
    found: list[Placed] = []
    if card.cancellable:
        right -= look.px(_CROSS)
    else:
        wide = paint.badge_size(card.status)[0]
        place = QRectF(right - wide, top, wide, high)
        found.append(Placed(card.status, "tiny-medium", status_tone(card.status), place, True))
        right -= wide + gap
    if card.progress and card.status != "success":
        wide = look.width("mono", card.progress)
        place = QRectF(right - wide, top, wide, high)
        found.append(Placed(card.progress, "mono", "text", place))
        right -= wide + gap
    return [
        *found,
        *_named(card, QRectF(inside.left(), top, max(0.0, right - inside.left()), high)),
    ]


def _named(card: TaskCard, room: QRectF) -> list[Placed]:
    """Name, origin and stage in the room that is left: the origin gives way before the others."""
    gap, (stage, tone) = look.px(_GAP), card.stage
    name = min(float(look.width("mono-medium", card.name)), room.width() * _NAME_SHARE)
    rest = max(0.0, room.width() - name - gap)
    needed = look.width("small", card.origin)
    stage_wide = min(
        float(look.width("small", stage)), max(rest * _STAGE_SHARE, rest - needed - 2 * gap)
    )
    origin = max(0.0, rest - stage_wide - 2 * gap)
    left, top, high = room.left(), room.top(), room.height()
    found = [Placed(card.name, "mono-medium", "text", QRectF(left, top, name, high))]
    if origin > look.px(40):
        place = QRectF(left + name + gap, top, min(origin, needed + 1), high)
        found.append(Placed(card.origin, "small", "subtle", place))
    if stage:
        place = QRectF(room.right() - stage_wide, top, stage_wide, high)
        found.append(Placed(stage, "small", tone, place))
    return found


def last_line(card: TaskCard, inside: QRectF) -> list[Placed]:
    """Times and limits from the left, as many as there is room for; the outcome at the right."""
    top, high = inside.top() + look.px(54), look.px(18)
    left, found = inside.left(), []
    for text, tone in card.remarks:
        wide = look.width("tiny", text)
        if left + wide > inside.right():
            break
        found.append(Placed(text, "tiny", tone, QRectF(left, top, wide, high)))
        left += wide + look.px(_BETWEEN)
    text, tone = card.outcome
    wide = look.width("tiny", text)
    if left + wide <= inside.right():
        place = QRectF(inside.right() - wide, top, wide, high)
        found.append(Placed(text, "tiny", tone, place))
    return found
