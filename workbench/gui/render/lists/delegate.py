"""Paints one row of a List: checkbox, chevron, icon, avatar, title, subtitle, badge, meta, actions.

`place` works out where the parts of a row stand; painting and hit testing both use it, so what is
seen is what is clicked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.gui.render.brushwork import (
    RIGHT,
    box,
    check,
    corner,
    glyph,
    line,
    ring,
    smooth,
    text_width,
    theme,
)
from workbench.gui.render.lists.items import Entry
from workbench.gui.render.lists.pictures import avatar_shape, badge_shape
from workbench.gui.render.lists.rows import HAIRLINE, avatar_size
from workbench.gui.render.plain import label_of

MARGIN = 12
GAP = 8
CHECK = 16
ICON = 14
ACTION = 28


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is drawn just now."""

    selectable: bool = False
    selecting: bool = False
    checked: bool = False
    hovered: bool = False
    hot_action: int = -1
    ringed: bool = False
    opened: bool = False
    drop_target: bool = False
    below: int = 0
    """Px at the foot of the row that a live badge stands in."""
    beside: int = 0
    """Px at the right of the row that a live badge stands in."""
    live: bool = False
    """Whether the badge is a widget of its own."""


@dataclass(frozen=True, slots=True)
class RowParts:
    """Where the parts of a row are, in the coordinates of its rectangle; absent parts are null."""

    checkbox: QRect
    chevron: QRect
    icon: QRect
    avatar: QRect
    text: QRect
    badge: QRect
    meta: QRect
    actions: tuple[QRect, ...]

    def action_at(self, point: QPoint) -> int:
        """The number of the action under a point, or -1."""
        hit = (number for number, rect in enumerate(self.actions) if rect.contains(point))
        return next(hit, -1)


def place(rect: QRect, entry: Entry, look: RowLook) -> RowParts:
    """Lay the parts of a closed row out inside `rect` (its hairline included)."""
    height = rect.height() - HAIRLINE - look.below
    middle = rect.top() + height // 2
    left = rect.left() + MARGIN

    def take(width: int) -> QRect:
        nonlocal left
        found = QRect(left, middle - width // 2, width, width)
        left += width + GAP
        return found

    checkbox = take(CHECK) if look.selectable else QRect()
    chevron = take(ICON) if entry.expandable else QRect()
    icon = take(ICON) if entry.icon else QRect()
    avatar = take(avatar_size(entry.avatar)) if entry.avatar is not None else QRect()
    right = rect.right() + 1 - MARGIN
    show_actions = bool(entry.actions) and (look.hovered or look.ringed) and not look.selecting
    actions: tuple[QRect, ...] = ()
    meta = QRect()
    if show_actions:
        start = right - ACTION * len(entry.actions) + 7
        actions = tuple(
            QRect(start + number * ACTION, middle - ACTION // 2, ACTION, ACTION)
            for number in range(len(entry.actions))
        )
        right = start - GAP
    elif entry.meta:
        width = min(text_width(entry.meta, "caption"), max(rect.width() // 3, 40))
        meta = QRect(right - width, rect.top(), width, height)
        right = meta.left() - GAP
    badge = QRect()
    if look.live:
        badge = QRect(right - look.beside, rect.top(), look.beside, height)
        right -= look.beside + GAP if look.beside else 0
    elif entry.badge is not None:
        shape = badge_shape(entry.badge)
        wide, tall = min(shape.width, max(right - left, 0) // 2), shape.height
        badge = QRect(right - wide, middle - tall // 2, wide, tall)
        right = badge.left() - GAP
    text = QRect(left, rect.top(), max(right - left, 0), height)
    return RowParts(checkbox, chevron, icon, avatar, text, badge, meta, actions)


def draw(painter: QPainter, rect: QRect, entry: Entry, look: RowLook) -> None:
    """Paint a closed row into `rect`."""
    shown = theme()
    smooth(painter)
    parts = place(rect, entry, look)
    _ground(painter, rect, entry, look)
    if look.selectable and (look.selecting or look.hovered or look.ringed or look.checked):
        check(painter, QRectF(parts.checkbox), on=look.checked)
    muted = shown.color("text-muted")
    if entry.expandable:
        name = "chevron-down" if look.opened else "chevron-right"
        glyph(painter, name, QRectF(parts.chevron).center(), ICON, muted)
    if entry.icon:
        glyph(painter, entry.icon, QRectF(parts.icon).center(), ICON, muted)
    if entry.avatar is not None:
        avatar_shape(entry.avatar).paint(painter, shown, parts.avatar.x(), parts.avatar.y())
    _texts(painter, parts, entry, look)
    if entry.badge is not None and not look.live:
        badge_shape(entry.badge).paint(painter, shown, parts.badge)
    line(painter, parts.meta, entry.meta, "caption", muted, RIGHT)
    _actions(painter, parts, entry, look)
    if look.ringed:
        ring(painter, rect.adjusted(1, 1, -1, -1), corner(6))


def draw_heading(painter: QPainter, rect: QRect, text: str) -> None:
    """Paint a group's heading into `rect`."""
    area = rect.adjusted(MARGIN, 0, -MARGIN, 0)
    line(painter, area, text, "overline", theme().color("text-muted"))


def _ground(painter: QPainter, rect: QRect, entry: Entry, look: RowLook) -> None:
    shown = theme()
    marked = entry.selected or look.checked
    if marked:
        painter.fillRect(rect, shown.color("primary", 0.1))
    elif look.hovered and (entry.clickable or look.selectable):
        painter.fillRect(rect, shown.color("hover", 0.6))
    if look.drop_target:
        box(painter, rect, corner(6), fill=shown.color("primary", 0.1), edge=shown.color("primary"))
    if marked:
        painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), shown.color("primary"))
    bottom = QRect(rect.left(), rect.bottom(), rect.width(), HAIRLINE)
    painter.fillRect(bottom, shown.color("border-card"))


def _texts(painter: QPainter, parts: RowParts, entry: Entry, look: RowLook) -> None:
    shown = theme()
    role = "caption-strong" if entry.strong or look.checked else "caption"
    ink = shown.color("text")
    area = QRectF(parts.text)
    if not entry.subtitle:
        line(painter, area, entry.title, role, ink)
        return
    top = area.top() + (area.height() - 34) / 2
    title = QRectF(area.left(), top, area.width(), 16)
    line(painter, title, entry.title, role, ink)
    line(painter, title.translated(0, 18), entry.subtitle, "caption", shown.color("text-muted"))


def _actions(painter: QPainter, parts: RowParts, entry: Entry, look: RowLook) -> None:
    shown = theme()
    for number, rect in enumerate(parts.actions):
        hot = number == look.hot_action
        if hot:
            box(painter, rect, corner(6), fill=shown.color("surface-3"))
        ink: QColor = shown.color("text" if hot else "text-muted")
        center = QRectF(rect).center()
        icon = entry.actions[number].icon
        glyph(painter, icon, QPointF(center), ICON, ink, fallback="circle")


def tip_at(point: QPoint, rect: QRect, entry: Entry, look: RowLook) -> str:
    """What a tooltip says at a point of a row: of the part there, else the texts that are cut."""
    parts = place(rect, entry, look)
    number = parts.action_at(point)
    if number >= 0:
        return entry.actions[number].label
    if entry.meta and parts.meta.contains(point):
        return entry.meta
    if entry.badge is not None and parts.badge.contains(point):
        return label_of(entry.badge.get("label"))
    # The pointer may have brought actions in place of what it was cut by.
    look = replace(look, hovered=False, ringed=False)
    return cut_text(place(rect, entry, look), entry, look)


def cut_text(parts: RowParts, entry: Entry, look: RowLook) -> str:
    """The texts of a row in full, when one of them ends in an ellipsis; else nothing."""
    role = "caption-strong" if entry.strong or look.checked else "caption"
    widest = max(text_width(entry.title, role), text_width(entry.subtitle, "caption"))
    cut = widest > parts.text.width() or text_width(entry.meta, "caption") > parts.meta.width()
    said = (entry.title, entry.subtitle, entry.meta)
    return "\n".join(text for text in said if text) if cut else ""


def spoken(entry: Entry) -> str:
    """What a screen reader says for a row."""
    badge: dict[str, Any] = entry.badge or {}
    parts = (entry.title, entry.subtitle, badge.get("label"), entry.meta)
    return ", ".join(str(part) for part in parts if part)
