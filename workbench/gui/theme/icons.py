"""Lucide icons: looked up by any spelling of their name, drawn once per colour and size."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench import paths

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box} {box}" fill="none" '
    'stroke="{color}" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">'
    "{body}</svg>"
)
_CACHED_PIXMAPS = 2048


@cache
def _library() -> dict[str, Any]:
    path = paths.resources() / "icons" / "lucide.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _index() -> dict[str, str]:
    """Every spelling without case or separators, led to the icon's present name."""
    library = _library()
    spellings = {_squash(alias): name for alias, name in library["aliases"].items()}
    spellings.update({_squash(name): name for name in library["icons"]})
    return spellings


def _squash(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


@lru_cache(maxsize=4096)
def resolve(name: str) -> str | None:
    """The icon's present kebab-case name, or None.

    ``Trash2``, ``trash-2`` and ``trash_2`` are one icon; a name Lucide has since changed
    (``BarChart3``, ``alert-triangle``) leads to the new one.
    """
    return _index().get(_squash(name[:64]))


def names() -> list[str]:
    """The present names of all icons, sorted; former names are not repeated."""
    return sorted(_library()["icons"])


def pixmap(name: str, color: QColor | str, px: int, dpr: float = 1.0) -> QPixmap:
    """An icon as a transparent pixmap of ``px`` logical pixels; null if the name is unknown."""
    known = resolve(name)
    if known is None:
        return QPixmap()
    text = color if isinstance(color, str) else color.name(QColor.NameFormat.HexArgb)
    return _draw(known, text, px, dpr)


def icon(name: str, color: QColor | str, px: int = 16, dpr: float = 2.0) -> QIcon:
    """An icon for a `QAction` or a button; drawn at twice the size so that it stays sharp."""
    result = QIcon()
    image = pixmap(name, color, px, dpr)
    if not image.isNull():
        result.addPixmap(image)
    return result


def paint(painter: QPainter, name: str, x: float, y: float, px: int, color: QColor | str) -> bool:
    """Draw an icon with its top left corner at ``(x, y)``; False if the name is unknown."""
    image = pixmap(name, color, px, painter.device().devicePixelRatio())
    if image.isNull():
        return False
    painter.drawPixmap(round(x), round(y), image)
    return True


@lru_cache(maxsize=_CACHED_PIXMAPS)
def _draw(name: str, color: str, px: int, dpr: float) -> QPixmap:
    library = _library()
    paint_color = QColor(color)
    source = _SVG.format(
        box=library["view_box"],
        stroke=library["stroke_width"],
        color=paint_color.name(),
        body=library["icons"][name],
    )
    renderer = QSvgRenderer(QByteArray(source.encode()))
    side = max(1, round(px * dpr))
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(paint_color.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(dpr)
    return image
