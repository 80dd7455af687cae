"""Badges and avatars painted inside rows, where a widget each would cost too much.

`props` are the props of a Badge or Avatar node as a List item carries them.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.gui.render.brushwork import CENTER, LEFT, box, line, text_width, theme
from workbench.gui.render.plain import flag_of, label_of

Props = dict[str, Any]
"""Colour name of the SDK → (token of the ink, token of the fill)."""
TONES = {
    "blue": ("primary", "primary"),
    "green": ("success", "success"),
    "red": ("danger", "danger"),
    "yellow": ("warning-ink", "warning"),
    "orange": ("warning-ink", "warning"),
    "purple": ("purple", "purple"),
}
_AVATAR_TOKENS = (
    "primary",
    "accent",
    "success",
    "warning",
    "accent",
    "teal",
    "indigo",
    "rose",
)
_INITIALS = {24: "caption-strong", 32: "body-strong", 40: "subheading", 56: "h2"}
_DOT = 6


def badge_size(props: Props) -> tuple[int, int]:
    """Width and height of a badge, px."""
    large = props.get("size") == "md"
    role, padding, height = ("body-medium", 8, 26) if large else ("caption-medium", 6, 22)
    dot = _DOT + 4 if flag_of(props.get("dot")) else 0
    return text_width(_badge_label(props), role) + 2 * (padding + 1) + dot, height


def paint_badge(painter: QPainter, rect: QRect, props: Props) -> None:
    """Paint a pill into `rect`; its label is cut when the rectangle is too narrow."""
    shown = theme()
    ink, fill, edge = badge_colors(props.get("color"))
    box(painter, rect, rect.height() / 2, fill=fill, edge=edge)
    large = props.get("size") == "md"
    inner = QRectF(rect).adjusted(9 if large else 7, 0, -(9 if large else 7) + 1, 0)
    if flag_of(props.get("dot")):
        dot = QRectF(inner.left(), inner.center().y() - _DOT / 2, _DOT, _DOT)
        box(painter, dot, _DOT / 2, fill=ink)
        inner.setLeft(inner.left() + _DOT + 4)
    role = "body-medium" if large else "caption-medium"
    line(painter, inner, _badge_label(props), role, ink, LEFT)
    painter.setFont(shown.font("body"))


def badge_colors(color: Any) -> tuple[QColor, QColor, QColor]:
    """Ink, fill and border of a badge colour; an unknown one is gray."""
    shown = theme()
    tone = TONES.get(color) if isinstance(color, str) else None
    if tone is None:
        return (
            shown.color("text-muted"),
            shown.color("surface-3", 0.4),
            shown.color("border", 0.5),
        )
    ink, fill = tone
    return shown.color(ink), shown.color(fill, 0.15), shown.color(fill, 0.2)


def _badge_label(props: Props) -> str:
    return label_of(props.get("label")) or label_of(props.get("value"))


def paint_avatar(painter: QPainter, rect: QRect, props: Props) -> None:
    """Paint the initials of an avatar on the colour its name leads to."""
    name = label_of(props.get("name")) or label_of(props.get("fallback"))
    radius = 6 if props.get("shape") == "square" else rect.width() / 2
    box(painter, rect, radius, fill=theme().color(_AVATAR_TOKENS[_hash(name) % 8]))
    role = _INITIALS.get(rect.width(), "body-strong")
    line(painter, rect, initials(name), role, theme().color("text"), CENTER)


def initials(name: str) -> str:
    """First letters of the first and last word, else the first two letters; "?" when empty."""
    words = name.split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def _hash(text: str) -> int:
    """A 31-multiplier string hash kept to 32 bits, so that a name keeps its colour."""
    value = 0
    for char in text:
        value = (value * 31 + ord(char)) & 0xFFFFFFFF
    return value if value < 0x80000000 else 0x100000000 - value
